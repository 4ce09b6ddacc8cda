"""What shapes are made of, and what they say of a value of another sort. Does not know any one shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.parse import Mapping, Node, Sequence
from ankibuilder.source import Span, Text

Report: TypeAlias = list[Diagnostic]
_MOST_MISTAKES = 10_000  # in one list: more than anybody reads at once
NEVER = "never"  # the name of a shape that nothing fits
FILL = "write something, or remove the line"


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of value: `name` as people call it, `read` gives the value, or None after it reported why not.

    The rest is what `read` goes by, for who describes the shape to others: the words that may stand there (None: any),
    the form of the whole text and its most characters, the least and the most number, a list's items and whether there
    may be none, a mapping's names.
    """

    name: str
    read: Callable[[Node, Report], Any]
    options: tuple[str, ...] | None = None
    pattern: str = ""
    longest: int | None = None
    least: int | None = None
    most: int | None = None
    of: Shape | None = None
    may_be_empty: bool = True
    keys: tuple[Key, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """A name that may stand in a mapping. `about` is what editors and docs say of it, `default` what holds without.

    `also` are other words for it, which people bring along from elsewhere: it is what they mean by them.
    """

    name: str
    shape: Shape
    required: bool = False
    about: str = ""
    default: str | bool | None = None
    also: tuple[str, ...] = ()


class Record(NamedTuple):
    """A mapping as it was read: only what fitted its shape is in `values`, None what did not."""

    values: dict[str, Any]
    node: Mapping

    @property
    def span(self) -> Span:
        """Where the mapping begins."""
        return self.node.span

    @property
    def keys(self) -> dict[str, Span]:
        """Where each name stands."""
        return {name: self.node.name(name).span for name in self.node.entries}

    def get(self, name: str, default: Any = None) -> Any:
        """Give a value, or the default where it is missing or did not fit."""
        value = self.values.get(name)
        return default if value is None else value


def wrong_type(node: Node, expected: str, hint: str = "") -> Diagnostic:
    """Say that a text stands where a list is expected, or the like."""
    found = {Mapping: "a mapping", Sequence: "a list"}.get(type(node))
    if found is None:
        found = "nothing" if not node.value else f"the text `{short(node.value)}`"  # type: ignore[union-attr]
    span = node.span if type(node) is Text else Span(node.source, node.start, node.start + 1)
    return error("wrong-type", span, f"expected {expected}, found {found}", hint)


def flooded(report: Report, before: int, node: Node) -> bool:
    """Tell whether more mistakes were found than anybody reads at once; then a last one says that reading stops."""
    if len(report) - before < _MOST_MISTAKES:
        return False
    span = node.span if type(node) is Text else Span(node.source, node.start, node.start + 1)
    message = f"more than {_MOST_MISTAKES:,} mistakes before this place; what follows was not read"
    report.append(error("too-complex", span, message, "mend those first"))
    return True


def example(keys: tuple[Key, ...]) -> str:
    """Show a mapping in braces: what it must say, or else what it may say first."""
    names = [key.name for key in keys if key.required] or [key.name for key in keys[:2]]
    return f"{{{', '.join(f'{name}: …' for name in names)}}}"


def short(value: str) -> str:
    """Keep a value from filling the screen."""
    return value if len(value) <= 40 else value[:39] + "…"
