"""A source file's text, and places in it.

Knows lines and columns as an editor counts them; does not know YAML.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """One file as it was read: `path` is relative to the project and written with `/`."""

    path: str
    text: str


class Span(NamedTuple):
    """A stretch of a source, in characters from its beginning. Line and column are worked out when asked for."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line, counted from 1. Lines end at a line feed, alone or after a carriage return."""
        return self.source.text.count("\n", 0, self.start) + 1

    @property
    def column(self) -> int:
        """The column, counted from 1 in characters."""
        return self.start - self.source.text.rfind("\n", 0, self.start)

    @property
    def place(self) -> str:
        """`path:line:column`, as a person clicks on it."""
        return f"{self.source.path}:{self.line}:{self.column}"

    def find(self, part: str) -> Span:
        """Narrow to where `part` stands; stays as it is where the file spells it otherwise (escapes, folded lines)."""
        at = self.source.text.find(part, self.start, self.end) if part else -1
        return self if at < 0 else Span(self.source, at, at + len(part))


class Text(NamedTuple):
    """A value a person wrote, and where."""

    value: str
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where the value stands, quotes included."""
        return Span(self.source, self.start, self.end)


def whole(source: Source) -> Span:
    """The beginning of a file, for what is wrong with the file as such."""
    return Span(source, 0, 0)
