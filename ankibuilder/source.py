"""A source file's text, and places in it.

Knows lines and columns as an editor counts them; does not know YAML.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count, islice
from operator import add
from typing import NamedTuple


@dataclass(frozen=True, eq=False)
class Source:
    """One file as it was read: `path` is relative to the project and written with `/`."""

    path: str
    text: str

    @cached_property
    def line_starts(self) -> array[int]:
        """Where each line begins. Lines end at a line feed, alone or after a carriage return."""
        lengths = map(len, self.text.split("\n")[:-1])
        return array("q", map(add, accumulate(lengths, initial=0), count()))

    def line_of(self, at: int) -> int:
        """Tell which line a place is on, counted from 1."""
        return bisect_right(self.line_starts, at)

    def line(self, number: int) -> str:
        """Give the text of a line, counted from 1, without its end."""
        start, end = self.bounds(number)
        return self.text[start:end]

    def bounds(self, number: int) -> tuple[int, int]:
        """Say where a line begins and ends, counted from 1; a line may be as long as its file."""
        starts = self.line_starts
        start, end = starts[number - 1], starts[number] - 1 if number < len(starts) else len(self.text)
        return start, end - self.text.endswith("\r", start, end)


class Span(NamedTuple):
    """A stretch of a source, in characters from its beginning. Line and column are worked out when asked for."""

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line, counted from 1."""
        return self.source.line_of(self.start)

    @property
    def column(self) -> int:
        """The column, counted from 1 in characters."""
        return self.start - self.source.line_starts[self.line - 1] + 1

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

    @property
    def _begins(self) -> int:
        """Where the words begin: those of a block stand below its header, which may hold a comment."""
        block = self.source.text.startswith((">", "|"), self.start)
        return self.source.text.find("\n", self.start, self.end) + 1 if block else self.start

    def part(self, start: int, end: int) -> Span:
        """Find where the file spells a stretch of the value, across folded lines and doubled quotes; else the whole."""
        piece = self.value[start:end]
        begins = self.start + self.source.text.startswith(('"', "'"), self.start)
        if self.source.text.startswith(self.value, begins):  # spelt as it is
            return Span(self.source, begins + start, begins + end)
        spelt = re.compile(r"\s+".join(map(_spelt, piece.split())) or r"\Z(?!\Z)")
        before = sum(1 for _ in spelt.finditer(self.value, 0, start))
        found = next(islice(spelt.finditer(self.source.text, self._begins, self.end), before, None), None)
        return Span(self.source, *found.span()) if found else self.span


def _spelt(word: str) -> str:
    return re.escape(word).replace("'", "''?").replace('"', r'\\?"')


def whole(source: Source) -> Span:
    """The beginning of a file, for what is wrong with the file as such."""
    return Span(source, 0, 0)
