"""The YAML parser's complaints, in words that a non-programmer can act on, where that person would look.

Knows what libyaml and PyYAML say of broken YAML, and the slips behind it; does not know cards.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.source import Source, Span

QUOTE = 'put the whole value in double quotes, as in `answer: "Yes: when it is safe."`'
_INDENT = "check the spaces at the start of this line and the one above: entries of one list stand in one column"
_NAMELESS = (
    "begin it with a name, a colon and a space; a line that goes on with the value above needs more spaces than that "
    "line's name"
)


_BELOW = "begin the list on the line below; where text is expected, write `|` here first"
_BACKSLASH = "write `\\\\` for a backslash"
_BEGINS = "a value cannot begin with this character"
_NO_NAME = "a line that is neither `name: value` nor a continued value"
_STRAY = "this does not belong to the entry above it"
_NO_SQUARE = "a list in brackets is not closed with `]`"
_NO_BRACE = "a mapping in braces is not closed with `}`"
_OPEN_QUOTE = "a quote that opens here is never closed"


_CLOSED = ("expected key", "<block end>", "expected ',' or")


class _Words(NamedTuple):
    """What a parser's problem begins with, what to tell, what to do; `opened`: the place is where it all began."""

    problem: str
    message: str
    hint: str
    opened: bool = False


_TABLE = (
    _Words("mapping values are not allowed", "a second `: ` in one value", QUOTE),
    _Words("mapping keys are not allowed", _BEGINS, QUOTE),
    _Words("did not find expected comment or line break", _BEGINS, QUOTE, True),
    _Words("expected chomping or indentation", _BEGINS, QUOTE, True),
    _Words("found character that cannot start any token", _BEGINS, QUOTE),
    _Words("found character", _BEGINS, QUOTE),
    _Words("found unexpected end of stream", _OPEN_QUOTE, "add the closing quote", True),
    _Words("found unexpected document", _OPEN_QUOTE, "add the closing quote", True),
    _Words("found invalid Unicode character escape", "a `\\` sign that stands for no character", "type the character"),
    _Words("did not find expected hexdecimal", "a `\\` sign that stands for no character", _BACKSLASH),
    _Words("expected escape sequence", "a `\\` sign that stands for no character", _BACKSLASH),
    _Words("found unknown escape character", "an unknown `\\` sign in double quotes", _BACKSLASH),
    _Words("could not find expected ':'", _NO_NAME, _NAMELESS, True),
    _Words("did not find expected key", _STRAY, f"{_INDENT}; or {QUOTE}"),
    _Words("expected <block end>", _STRAY, f"{_INDENT}; or {QUOTE}"),
    _Words("did not find expected '-' indicator", "a list ends where it should go on", _INDENT),
    _Words("block sequence entries are not allowed", "a `-` cannot stand here", _BELOW),
    _Words("sequence entries are not allowed", "a `-` cannot stand here", _BELOW),
    _Words("did not find expected ',' or ']'", _NO_SQUARE, "add the closing `]`", True),
    _Words("expected ',' or ']'", _NO_SQUARE, "add the closing `]`", True),
    _Words("did not find expected ',' or '}'", _NO_BRACE, "add the closing `}`", True),
    _Words("expected ',' or '}'", _NO_BRACE, "add the closing `}`", True),
    _Words("did not find expected node content", "a value is missing here", QUOTE),
    _Words("expected the node content", "a value is missing here", QUOTE),
    _Words("did not find expected alphabetic", "a value cannot begin with `*` or `&`", QUOTE, True),
    _Words("expected alphabetic or numeric", "a value cannot begin with `*` or `&`", QUOTE, True),
    _Words("did not find expected <document start>", "this text stands outside of everything above it", _INDENT),
    _Words("expected '<document start>'", "this text stands outside of everything above it", _INDENT),
)  # fmt: skip


def plain_words(source: Source, fault: yaml.YAMLError) -> Diagnostic:
    """Turn a parser's error into one finding: a known slip, or else the parser's words made plain."""
    problem, at, began = _what_and_where(source, fault)
    known = next((words for words in _TABLE if problem.startswith(words.problem)), None)
    slip = _slip(source.text, problem, at, began)
    if slip is not None:
        start, end, message, hint = slip
    elif known is not None:
        start = began if known.opened else at
        end, message, hint = start + 1, known.message, known.hint
    else:
        start, end, message, hint = at, at + 1, f"YAML: {problem}", ""
    return error("yaml-syntax", Span(source, start, end), message, hint)


def _what_and_where(source: Source, fault: yaml.YAMLError) -> tuple[str, int, int]:
    """Give the parser's problem, where it stumbled, and where what it was reading began."""
    last = max(len(source.text.rstrip()) - 1, 0)
    if not isinstance(fault, yaml.MarkedYAMLError):
        at = min(int(getattr(fault, "position", 0)), last)
        return str(getattr(fault, "reason", fault)), at, at
    mark = fault.problem_mark or fault.context_mark
    at = min(mark.index if mark else 0, last)
    began = min(fault.context_mark.index, at) if fault.context_mark else at
    return fault.problem or fault.context or "broken YAML", at, began


_Slip = tuple[int, int, str, str]


def _slip(text: str, problem: str, at: int, began: int) -> _Slip | None:
    """Recognise what people do: the parser often stumbles later than the hand did."""
    line = text.rfind("\n", 0, at) + 1
    closed = any(words in problem for words in _CLOSED)
    return (
        _merge_conflict(text)
        or _tab(text, at)
        or _dash_without_space(text, line)
        or (_second_colon(text, line, at) if "mapping values" in problem else None)
        or (_second_colon(text, line, at) if text[at] == ":" and began >= line else None)
        or (_after_a_close(text, line, at) if closed else None)
        or (_without_colon(text, began) if "could not find expected ':'" in problem else None)
    )


def _merge_conflict(text: str) -> _Slip | None:
    found = re.search(r"^(<{7}|>{7})( .*)?$", text, re.M)
    if found is None:
        return None
    hint = "keep one of the two versions, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
    return found.start(), found.start() + 7, "this line was left behind by a merge conflict", hint


def _tab(text: str, at: int) -> _Slip | None:
    return (at, at + 1, "a tab where YAML wants spaces", "use spaces") if text[at] == "\t" else None


def _dash_without_space(text: str, line: int) -> _Slip | None:
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    found = re.compile(r"[ ]*(-)([a-z_]+):(?: |$)", re.M).match(text, above) or re.compile(
        r"[ ]*(-)([a-z_]+):(?: |$)", re.M
    ).match(text, line)
    if found is None:
        return None
    return found.start(1), found.end(1), "no space after the `-` that begins an entry", f"write `- {found[2]}: …`"


def _second_colon(text: str, line: int, at: int) -> _Slip | None:
    before = text[line:at]
    if re.fullmatch(r" +[\w-]+", before):
        start = line + len(before) - len(before.lstrip())
        message = "this line begins too far to the right, so it is read as part of the value above it"
        return start, start + 1, message, "begin it in the column of the names above it"
    return at, at + 1, "a second `: ` in one value", QUOTE


def _after_a_close(text: str, line: int, at: int) -> _Slip | None:
    """What stands behind a quote or bracket that closed; or the quote was to open, as the one before never closed."""
    before = text[line:at].rstrip()
    mark = before[-1:]
    if mark in ("'", '"') and re.search(r":\s+.$", before):
        opened = [found.start(1) for found in re.finditer(rf": +({mark})", text[: max(line - 1, 0)])]
        if opened:
            return opened[-1], opened[-1] + 1, _OPEN_QUOTE, "add the closing quote"
    if mark == "'":
        return at, at + 1, "more text after the closing quote", _quotes('"It\'s enough."', "double")
    if mark == '"':
        return at, at + 1, "more text after the closing quote", _quotes("'\"Yes\" is enough.'", "single")
    if mark in ("]", "}"):
        return at, at + 1, "more text after the closing bracket", _quotes('"[Yes] is enough."', "double")
    return None


def _quotes(example: str, sort: str) -> str:
    return f"put the whole value in {sort} quotes, as in `answer: {example}`"


def _without_colon(text: str, began: int) -> _Slip | None:
    line = text.rfind("\n", 0, began) + 1
    above = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : max(line - 1, 0)].rstrip()
    if above.endswith(("|", ">", "|-", ">-")):
        sign = above.rstrip("-")[-1]
        hint = f"begin each line of the text below `{sign}` with two spaces more than the line of the `{sign}`"
        return began, began + 1, _NO_NAME, hint
    if re.compile(r"[a-z_]+:\S").match(text, began):
        return began, began + 1, _NO_NAME, "write a colon and a space after the name"
    return None
