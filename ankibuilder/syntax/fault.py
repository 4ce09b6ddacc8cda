"""Where a parser stumbled, and what is made of it. Does not know what parsers say, nor what people do."""

from __future__ import annotations

from typing import NamedTuple

from ankibuilder.source import Source


class Fault(NamedTuple):
    """A parser's problem, where it stumbled (`at`), and where what it was reading began."""

    source: Source
    problem: str
    at: int
    began: int

    @property
    def text(self) -> str:
        """The whole file."""
        return self.source.text

    @property
    def number(self) -> int:
        """The line where it stumbled, counted from 1."""
        return self.source.line_of(self.at)

    @property
    def line(self) -> str:
        """That line."""
        return self.source.line(self.number)

    @property
    def begins_a_line(self) -> bool:
        """Whether only spaces stand before the place on its line."""
        return not self.line[: self.at - self.source.line_starts[self.number - 1]].strip(" ")

    @property
    def at_a_colon(self) -> bool:
        """Whether a colon was one too many on its line."""
        on_its_line = self.began >= self.source.line_starts[self.number - 1]
        return "mapping values" in self.problem or (on_its_line and self.text[self.at] == ":")


class Slip(NamedTuple):
    """What to tell of a stretch of the file, and what to do about it."""

    start: int
    end: int
    message: str
    hint: str


def sign(at: int, message: str, hint: str) -> Slip:
    """Tell something of a single character."""
    return Slip(at, at + 1, message, hint)
