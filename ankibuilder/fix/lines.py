"""White space at the ends of lines and of the file, where it says nothing. Does not know cards."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from ankibuilder.allow import texts as texts_of
from ankibuilder.diagnostics import Edit
from ankibuilder.parse import Node
from ankibuilder.source import Source, Span, Text

_BLANK = " \t"
_BLOCK = "|>"


def line_ends(source: Source, node: Node | None) -> list[Edit]:
    """Take white space off line ends; within texts it may mean something (Markdown breaks a line at two spaces)."""
    texts = [text for text in texts_of(node) if text.end > text.start]
    starts = [text.start for text in texts]
    indents = {text.start: _indent(source, text) for text in texts if source.text[text.start] in _BLOCK}
    edits = []
    for at, end in _trailing(source):
        around = bisect_right(starts, at) - 1
        text = texts[around] if around >= 0 and at < texts[around].end else None
        if text is None or _means_nothing(source, text, at, end, indents.get(text.start, 0)):
            edits.append(Edit(Span(source, at, end), ""))
    return edits


def _trailing(source: Source) -> Iterator[tuple[int, int]]:
    """Yield where white space before the end of a line begins and ends."""
    for number, start in enumerate(source.line_starts, start=1):
        line = source.line(number)
        if line[-1:] in _BLANK and line:
            yield start + len(line.rstrip(_BLANK)), start + len(line)


def _means_nothing(source: Source, text: Text, at: int, end: int, indent: int) -> bool:
    """Tell whether white space within a text is none of its value.

    An empty line of a block stays one without the spaces that an editor put there to indent it.
    """
    sign = source.text[text.start]
    if sign in _BLOCK:
        empty = source.text[at - 1] == "\n" and "\t" not in source.text[at:end]
        return (empty and end - at <= indent) or source.text.find("\n", text.start, at) < 0
    return sign not in "\"'"


def _indent(source: Source, block: Text) -> int:
    """Count the spaces before a block's first line, which say where all its lines begin; 0 where a number says it."""
    header, _, lines = source.text[block.start : block.end].partition("\n")
    first = re.search(r"^ *(?=[^ \r\n])", lines, re.M)
    return 0 if first is None or re.match(r"[|>][+-]?\d", header) else len(first[0])


def file_end(source: Source) -> list[Edit]:
    """End the last line, and drop empty lines below it."""
    text = source.text
    tail = text[len(text.rstrip(_BLANK + "\r\n")) :]
    if len(tail) == len(text):
        return []
    _, end, below = tail.partition("\n")
    if not end:
        return [Edit(Span(source, len(text), len(text)), _line_end(text))]
    return [Edit(Span(source, len(text) - len(below), len(text)), "")] if below else []


def _line_end(text: str) -> str:
    """End lines as the line before the last is ended."""
    return "\r\n" if text[: text.rfind("\n")].endswith("\r") else "\n"
