"""Findings as text for people, JSON for programs, annotations for GitHub. Does not know where they came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ankibuilder.decode import spelt_out
from ankibuilder.diagnostics import Diagnostic, Severity
from ankibuilder.model import Project

_RED, _YELLOW, _BOLD, _DIM = "31;1", "33;1", "1", "2"


def as_text(diagnostics: Iterable[Diagnostic], colour: bool = False) -> str:
    """Give each finding with its place, the line it is about, a caret and a hint; empty where there is none."""
    return "".join(_text(diagnostic, colour) for diagnostic in diagnostics)


def _text(diagnostic: Diagnostic, colour: bool) -> str:
    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colour else text

    severity = paint(diagnostic.severity, _RED if diagnostic.severity is Severity.ERROR else _YELLOW)
    rule = paint(f"[{diagnostic.rule}]", _DIM)
    head = f"{paint(_visible(diagnostic.span.place), _BOLD)}: {severity}: {_visible(diagnostic.message)} {rule}\n"
    hint = f"   hint: {_visible(diagnostic.hint)}\n" if diagnostic.hint else ""
    return head + _excerpt(diagnostic) + hint


def _visible(text: str) -> str:
    """Keep what a source says from steering the terminal it is shown on."""
    return "".join(character if character.isprintable() else "·" for character in text)


_WIDTH = 160


def _excerpt(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    if not span.source.text:
        return ""
    number, start = span.line, span.column - 1
    begins, ends = span.source.bounds(number)
    cut = max(0, start - _WIDTH // 2) if ends - begins > _WIDTH else 0  # show what is around the place
    line, start = span.source.text[begins + cut : min(begins + cut + _WIDTH, ends)], start - cut
    width = max(1, min(span.end - span.start, len(line.rstrip()) - start))
    return f"{number:>5} | {_visible(line)}\n{'':5} | {' ' * start}{'^' * width}\n"


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Give all findings as one JSON object."""
    import json

    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    counted = {"diagnostics": as_values(diagnostics), "errors": errors, "warnings": len(diagnostics) - errors}
    return spelt_out(json.dumps(counted, ensure_ascii=False, indent=2)) + "\n"


def as_values(diagnostics: Iterable[Diagnostic]) -> list[dict[str, str | int]]:
    """Give findings as what JSON is made of."""
    return [
        {
            "rule": diagnostic.rule,
            "severity": str(diagnostic.severity),
            "path": diagnostic.span.source.path,
            "line": diagnostic.span.line,
            "column": diagnostic.span.column,
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        }
        for diagnostic in diagnostics
    ]


def as_github(diagnostics: Iterable[Diagnostic], prefix: str = "") -> str:
    """Give findings as GitHub's workflow commands, errors first: it shows ten of each sort and drops the rest.

    `prefix` leads from the repository to the project, as in `decks/mine/`.
    """
    ordered = sorted(diagnostics, key=lambda diagnostic: diagnostic.severity is not Severity.ERROR)
    return "".join(_annotation(diagnostic, prefix) for diagnostic in ordered)


def _annotation(diagnostic: Diagnostic, prefix: str) -> str:
    span = diagnostic.span
    place = {"file": prefix + span.source.path, "line": span.line, "col": span.column, "title": diagnostic.rule}
    named = ",".join(f"{name}={_escaped(str(value), ',:')}" for name, value in place.items())
    hint = f"\nhint: {diagnostic.hint}" if diagnostic.hint else ""
    return f"::{diagnostic.severity} {named}::{_escaped(diagnostic.message + hint)}\n"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{more}" else sign for sign in text)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Count the findings in words."""
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    return ", ".join((count(errors, "error"), count(len(diagnostics) - errors, "warning")))


def count(number: int, what: str) -> str:
    """Count things in words."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def census(project: Project) -> str:
    """Count what a project holds in words."""
    counted = [(len(project.cards), "card"), (len(project.modules), "module"), (len(project.decks), "deck")]
    return ", ".join(count(number, what) for number, what in counted)
