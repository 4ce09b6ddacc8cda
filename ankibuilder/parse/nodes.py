"""What YAML becomes here: texts, lists and mappings that know their place. Does not know how they are read."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

from ankibuilder.source import Source, Span, Text

_CUT = re.compile(r"(?: |\t+)(#(?! ankibuilder:).*)")
_IN_QUOTES = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", re.S)


class Mapping(NamedTuple):
    """Values by name, in the order written; `starts` says where each name begins (whole Texts would weigh too much)."""

    entries: dict[str, Node]
    starts: list[int]
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where its first name or its brace is."""
        return Span(self.source, self.start, self.end)

    def name(self, name: str) -> Text:
        """Give a name of `entries` with its place."""
        start = self.starts[list(self.entries).index(name)]
        return Text(name, self.source, start, end_of_name(self.source.text, start, name))


class Sequence(NamedTuple):
    """Values in the order written."""

    items: list[Node]
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where its first dash or its bracket is."""
        return Span(self.source, self.start, self.end)


Node: TypeAlias = Text | Mapping | Sequence


def end_of_name(text: str, start: int, name: str) -> int:
    """Find where a name ends: behind its closing quote, where it has quotes."""
    quoted = _IN_QUOTES.match(text, start)
    return quoted.end() if quoted else start + len(name)


def comment_behind(text: Text) -> Span | None:
    """Find what a ` #` cuts off behind a value: to YAML it begins a comment, and often none was meant.

    One that is meant stands two spaces off, as YAML authors write them; `allow` comments always are.
    """
    source = text.source.text
    if source[text.start : text.start + 1] in "|>":
        return None
    cut = _CUT.match(source, text.end)
    return Span(text.source, *cut.span(1)) if cut else None


def nothing_after(source: Source, start: int, name: str) -> Text:
    """Place an empty value right behind its colon; parsers differ in where they see nothing."""
    colon = source.text.find(":", end_of_name(source.text, start, name)) + 1
    return Text("", source, colon, colon)
