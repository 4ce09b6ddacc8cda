"""Shapes of single values: text, ids, choices, numbers, days. Does not know lists and mappings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.parse import Node, Sequence
from ankibuilder.shape.base import FILL, NEVER, Report, Shape, short, wrong_type
from ankibuilder.source import Text
from ankibuilder.suggest import closest, did_you_mean
from ankibuilder.syntax import in_quotes

MOST_TEXT = 20_000
# Of one sign in a text: readers of Markdown and HTML look ahead from each `[` and `<` to the end, and each of the
# others costs them a hundred times as much as a letter.
_MOST_SIGNS = {"[": 500, "<": 500} | dict.fromkeys("*_&`\\>\n", 2_000)
_FEW = min(_MOST_SIGNS.values())
IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
MOST_IDENTIFIER = 80
_A_DAY = "2026-11-30"
_DIGITS = r"\d{1,9}"


def text(most: int = MOST_TEXT) -> Shape:
    """Anything a person types: every scalar is text, and it must not be empty."""

    def read(node: Node, report: Report) -> Text | None:
        if type(node) is Text and node[0] and len(node[0]) <= most and not node[0].isspace():
            if len(node[0]) <= _FEW or not (signs := crowded(node[0])):
                return node
            report.append(error("too-complex", node.span, signs, _SHORTER))
            return None
        report.append(_no_text(node, most))
        return None

    return Shape("text", read, longest=most)


def _no_text(node: Node, most: int) -> Diagnostic:
    if type(node) is not Text:
        return wrong_type(node, "text", _in_text(node))
    if not node.value or node.value.isspace():
        return error("empty-field", node.span, "expected text, found nothing", _fill(node))
    message = f"this text has {len(node.value):,} characters; the most is {most:,}"
    return error("too-complex", node.span, message, _SHORTER)


_SHORTER = "say it shorter, or in several cards"


def crowded(value: str) -> str:
    """Say which sign stands too often in a text; nothing where none does."""
    for sign, most in _MOST_SIGNS.items():
        if (many := value.count(sign)) > most:
            return f"this text has {many:,} {'lines' if sign.isspace() else f'`{sign}`'}; the most is {most:,}"
    return ""


def name_of(known: Iterable[str], most: int = MOST_IDENTIFIER) -> Shape:
    """The name of something declared elsewhere, such as the `known`; who resolves references reports the others."""
    return replace(text(most), options=tuple(known) or None)


def _in_text(node: Node) -> str:
    if node.source.text[node.start : node.start + 1] in ("[", "{"):
        return "put it in quotes if the brackets are meant"
    return (
        "for a list inside the text, begin with `answer: |`"
        if type(node) is Sequence
        else in_quotes(node.source.text, node.start)
    )


def _fill(node: Text) -> str:
    """Say what to do about nothing; a `#` behind it has made a comment of the rest."""
    line = node.source.text[node.end : node.source.text.find("\n", node.end)]
    return "text that begins with `#` must be in quotes" if line.strip().startswith("#") else FILL


def identifier() -> Shape:
    """A lasting name: a-z, 0-9 and single dashes, beginning with a letter."""
    plain = text()

    def read(node: Node, report: Report) -> Text | None:
        value: Text | None = plain.read(node, report)
        if value is None or (IDENTIFIER.fullmatch(value.value) and len(value.value) <= MOST_IDENTIFIER):
            return value
        report.append(error("invalid-id", value.span, *_identifier_words(value.value)))
        return None

    return Shape("id", read, pattern=IDENTIFIER.pattern, longest=MOST_IDENTIFIER)


def slug(words: str) -> str:
    """Make an id of words; empty where nothing is left that could be one."""
    likely = "-".join(re.findall(r"[a-z0-9]+", words.lower()))[:MOST_IDENTIFIER].strip("-")
    return likely if IDENTIFIER.fullmatch(likely) else ""


def _identifier_words(value: str) -> tuple[str, str]:
    foreign = [c for c in value if c.isalnum() and not c.isascii()]
    likely = slug(value)
    message = f"`{value}` is not an id: expected a-z, 0-9 and single `-`, beginning with a letter"
    if foreign:
        message += f"; `{foreign[0]}` (U+{ord(foreign[0]):04X}) is not one of them"
    elif len(value) > MOST_IDENTIFIER:
        message = f"this id has {len(value)} characters; the most is {MOST_IDENTIFIER}"
    return message, f"for example `{likely}`" if likely and not foreign else ""


def choice(options: Iterable[str], several: str = "write one of them, without brackets") -> Shape:
    """One of a closed set of words; where they come with their meanings, a wrong one is told these.

    `several` says what to do for who wants more than one.
    """
    known = tuple(options)
    meanings = "; ".join(f"`{word}`: {said}" for word, said in options.items()) if isinstance(options, Mapping) else ""
    expected = f"one of {', '.join(f'`{option}`' for option in known)}"
    plain = text()

    def read(node: Node, report: Report) -> Text | None:
        if type(node) is Text and node[0] in known:
            return node
        if type(node) is not Text:
            report.append(wrong_type(node, expected, several))
            return None
        value: Text | None = plain.read(node, report)
        if value is None or value.value in known:
            return value
        hint = did_you_mean(value.value, known) if closest(value.value, known) else meanings
        report.append(error("invalid-value", value.span, f"expected {expected}, found `{short(value.value)}`", hint))
        return None

    return Shape("choice", read, options=known)


def never(message: str, hint: str) -> Shape:
    """Nothing: the name is known, and has no place here for a reason that `message` gives."""

    def read(node: Node, report: Report) -> None:
        report.append(error("invalid-value", node.span, message, hint))

    return Shape(NEVER, read)


def pattern(
    regex: str, expected: str, such_as: tuple[str, ...] = (), mend: Callable[[str], str] = lambda value: ""
) -> Shape:
    """Text of one form; `expected` says which in words, `such_as` by examples; `mend` words a hint, or nothing."""
    expected += f" such as {' or '.join(f'`{example}`' for example in such_as)}" if such_as else ""
    form = re.compile(regex)
    plain = text()

    def read(node: Node, report: Report) -> Text | None:
        value: Text | None = plain.read(node, report)
        if value is None or form.fullmatch(value.value):
            return value
        message = f"expected {expected}, found `{short(value.value)}`"
        report.append(error("invalid-value", value.span, message, mend(value.value)))
        return None

    return Shape("text", read, pattern=regex, longest=plain.longest, examples=such_as)


def day() -> Shape:
    """A day of the calendar, as in 2026-11-30."""
    written = pattern(r"\d{4}-\d\d-\d\d", f"a date such as {_A_DAY}")

    def read(node: Node, report: Report) -> Text | None:
        value: Text | None = written.read(node, report)
        if value is None:
            return None
        try:
            date.fromisoformat(value.value)
        except ValueError:
            message = f"expected a date such as {_A_DAY}, found `{value.value}`"
            report.append(error("invalid-value", value.span, message, "there is no such day"))
            return None
        return value

    return replace(written, name="date", read=read, examples=(_A_DAY,))


def whole_number(least: int, most: int) -> Shape:
    """A number without a fraction."""

    def read(node: Node, report: Report) -> int | None:
        if type(node) is not Text:
            report.append(wrong_type(node, "a whole number"))
        elif not re.fullmatch(_DIGITS, node.value) or not least <= int(node.value) <= most:
            message = f"expected a whole number from {least} to {most}, found `{short(node.value)}`"
            report.append(error("invalid-value", node.span, message))
        else:
            return int(node.value)
        return None

    return Shape("whole number", read, pattern=_DIGITS, least=least, most=most)


def flag() -> Shape:
    """`true` or `false`."""
    word = choice(("true", "false"))

    def read(node: Node, report: Report) -> bool | None:
        value: Text | None = word.read(node, report)
        return None if value is None else value.value == "true"

    return Shape("flag", read, options=word.options)
