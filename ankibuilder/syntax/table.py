"""What libyaml and PyYAML say of broken YAML, made plain. Does not know what people do to break it."""

from __future__ import annotations

from typing import NamedTuple

from ankibuilder.syntax.fault import Fault, Slip, sign
from ankibuilder.syntax.quotes import OPEN_QUOTE, in_quotes, unclosed

QUOTE = "(in quotes)"  # worked out where it is told
CLOSE = "(close it)"
INDENT = "check the spaces at the start of this line and the one above: entries of one list stand in one column"
NO_NAME = "a line that is neither `name: value` nor a continued value"
NAMELESS = (
    "begin it with a name, a colon and a space; a line that goes on with the value above needs more spaces than that "
    "line's name"
)
SECOND_COLON = "a second `: ` in one value"
_BEGINS = "a value cannot begin with {sign}"
_STRAY = "this does not belong to the entry above it"
_OUTSIDE = "this text stands outside of everything above it"
_NO_DASH = "a `-` cannot stand here"
_NO_SQUARE = "a list in brackets is not closed with `]`"
_NO_BRACE = "a mapping in braces is not closed with `}`"
_NO_SIGN = "a `\\` sign that stands for no character"
_BACKSLASH = "write `\\\\` for a backslash"
_BELOW = "begin the list on the line below"


class _Words(NamedTuple):
    """What a parser's problem begins with, what to tell, what to do; `opened`: the place is where it all began."""

    problem: str
    message: str
    hint: str
    opened: bool = False


_TABLE = (
    _Words("mapping values are not allowed", SECOND_COLON, QUOTE),
    _Words("mapping keys are not allowed", _BEGINS, QUOTE),
    _Words("did not find expected comment or line break", _BEGINS, QUOTE, True),
    _Words("expected chomping or indentation", _BEGINS, QUOTE, True),
    _Words("found character that cannot start any token", _BEGINS, QUOTE),
    _Words("found character", _BEGINS, QUOTE),
    _Words("found unexpected end of stream", OPEN_QUOTE, CLOSE, True),
    _Words("found unexpected document", OPEN_QUOTE, CLOSE, True),
    _Words("found invalid Unicode character escape", _NO_SIGN, "type the character"),
    _Words("did not find expected hexdecimal", _NO_SIGN, _BACKSLASH),
    _Words("expected escape sequence", _NO_SIGN, _BACKSLASH),
    _Words("found unknown escape character", "an unknown `\\` sign in double quotes", _BACKSLASH),
    _Words("could not find expected ':'", NO_NAME, NAMELESS, True),
    _Words("did not find expected key", _STRAY, QUOTE),
    _Words("expected <block end>", _STRAY, QUOTE),
    _Words("did not find expected '-' indicator", "a list ends where it should go on", INDENT),
    _Words("block sequence entries are not allowed", _NO_DASH, _BELOW),
    _Words("sequence entries are not allowed", _NO_DASH, _BELOW),
    _Words("did not find expected ',' or ']'", _NO_SQUARE, "add the closing `]`", True),
    _Words("expected ',' or ']'", _NO_SQUARE, "add the closing `]`", True),
    _Words("did not find expected ',' or '}'", _NO_BRACE, "add the closing `}`", True),
    _Words("expected ',' or '}'", _NO_BRACE, "add the closing `}`", True),
    _Words("did not find expected node content", "a value is missing here", QUOTE),
    _Words("expected the node content", "a value is missing here", QUOTE),
    _Words("did not find expected alphabetic", _BEGINS, QUOTE, True),
    _Words("expected alphabetic or numeric", _BEGINS, QUOTE, True),
    _Words("did not find expected <document start>", _OUTSIDE, INDENT),
    _Words("expected '<document start>'", _OUTSIDE, INDENT),
)  # fmt: skip


def translated(fault: Fault) -> Slip:
    """Give the parser's own words, made plain where they are known."""
    known = next((words for words in _TABLE if fault.problem.startswith(words.problem)), None)
    if known is None:
        return sign(fault.at, f"YAML: {fault.problem}", "")
    at = fault.began if known.opened else fault.at
    if known.hint is CLOSE:
        return unclosed(fault.source, at, known.message)
    return sign(at, known.message.replace("{sign}", _called(fault.text[at])), _cure(fault, known, at))


def _cure(fault: Fault, known: _Words, at: int) -> str:
    if known.hint is not QUOTE:
        return known.hint
    quotes = in_quotes(fault.text, at)
    if known.message is not _STRAY:
        return quotes
    return INDENT if fault.begins_a_line else f"{INDENT}; or {quotes}"


def _called(character: str) -> str:
    return "a backtick" if character == "`" else f"`{character}`"
