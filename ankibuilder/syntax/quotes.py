"""Quotation marks: which ones a value needs, and what hands do with them. Does not know other slips."""

from __future__ import annotations

import re

import yaml

from ankibuilder.source import Source
from ankibuilder.syntax.fault import Fault, Slip, sign

OPEN_QUOTE = "a quote that opens here is never closed"
_NOT_HERE = "a quote that opens here is not closed on its line"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The name before a value on one line, or the dash of an entry that is a text.
_BEFORE = re.compile(r"(?:^|.*[{,]) *(?:- +)*([A-Za-z][\w-]*): +[^\[{]*$|^ *(-) +[^\[{]*$")
_NAMED = re.compile(r"^ *(?:- +)?[\w-]+:(?: |$)", re.M)
_CURLY = re.compile(r"""(?:^|[{,]) *(?:- +)*(?:[\w-]+: +)?([“”„«‘’]).*[“”»‘’"'] *[]},]*\s*$""")
_CLOSING = {'"': "“”„″", "'": "‘’′"}


def in_quotes(text: str, at: int) -> str:
    """Say how the value around a place is put in quotes, with the name that stands before it, where one does."""
    start = text.rfind("\n", 0, at) + 1
    ends = text.find("\n", at)
    line = text[start:] if ends < 0 else text[start:ends]
    found = _BEFORE.match(text[start:at])
    value = line[found.end(1) + 1 if found and found[1] else 0 :]
    if '"' in value and "'" in value:
        return 'put the whole value in double quotes, and a `\\` before each `"` within it'
    sort, example = ("single", "'…'") if '"' in value else ("double", '"…"')
    named = f"{found[1]}: " if found and found[1] else "- "
    return f"put the whole value in {sort} quotes" + (f", as in `{named}{example}`" if found else "")


def unclosed(source: Source, opened: int, message: str = OPEN_QUOTE) -> Slip:
    """Tell of a quote that is not closed; word processors close it with a curly one."""
    mark = source.text[opened]
    last = source.line(source.line_of(opened)).rstrip(" ,]}")[-1:]
    curly = last and last in _CLOSING.get(mark, "")
    hint = f"the `{last}` at the end of this line is curly: type `{mark}`" if curly else "add the closing quote"
    return sign(opened, message, hint)


def curly(fault: Fault) -> Slip | None:
    """Curly quotes around a whole value, which are text to YAML: the colon in it stands bare."""
    found = _CURLY.search(fault.line)
    start = fault.source.line_starts[fault.number - 1]
    if found is None or "mapping values" not in fault.problem or fault.at <= start + found.start(1):
        return None
    message = "the quotes around this value are curly, and curly ones are text to YAML"
    return sign(start + found.start(1), message, 'type straight ones: `"` before the value and `"` behind it')


def after_a_close(fault: Fault) -> Slip | None:
    """What stands behind a quote or a bracket that closed; or the quote closed another that was never closed."""
    before = fault.text[: fault.at].rstrip(" ")
    message = f"more text after the closing {'quote' if before[-1:] in _CLOSING else 'bracket'}"
    if before[-1:] in ("]", "}"):
        return sign(fault.at, message, in_quotes(fault.text, before.rfind("[" if before[-1] == "]" else "{")))
    if before[-1:] not in _CLOSING:
        return None
    opened = _opening(fault.text, len(before))
    if opened is None:
        return None
    if _NAMED.search(fault.text, fault.text.find("\n", opened, fault.at) + 1 or fault.at, fault.at):
        return unclosed(fault.source, opened, _NOT_HERE)
    return sign(fault.at, message, in_quotes(fault.text, opened))


def _opening(text: str, end: int) -> int | None:
    """Find where the quotes opened that end at a place; None where what ends there is no quoted text."""
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            if token.end_mark.index >= end:
                ends_here = token.end_mark.index == end and getattr(token, "style", None) in ("'", '"')
                return token.start_mark.index if ends_here else None
    except yaml.YAMLError:
        pass  # broken before that, too
    return None
