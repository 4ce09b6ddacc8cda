"""What one project asks of its cards, as data: the entries of its standard, frozen, each with its place.

Does not know the file they are read from, nor how a rule goes by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ankibuilder.diagnostics import Severity
from ankibuilder.source import Span, Text


@dataclass(frozen=True, slots=True)
class Scope:
    """Which texts an entry is about: of these kinds, in these fields; empty stands for any."""

    kinds: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()

    def takes(self, kind: str) -> bool:
        """Tell whether cards of a kind are meant."""
        return not self.kinds or kind in self.kinds

    @property
    def words(self) -> str:
        """Say it as people would: which fields, of which cards."""
        fields = " and ".join(f"`{name}`" for name in self.fields) or "every text"
        return f"{fields} of {' and '.join(sorted(self.kinds))}" if self.kinds else fields


@dataclass(frozen=True, slots=True)
class Limit:
    """The most words that the fields have together; over `better` is not wrong yet, but worth a second look."""

    scope: Scope
    words: int
    better: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Words not to use, and why."""

    scope: Scope
    name: str
    words: tuple[str, ...]
    excepted: tuple[str, ...]
    why: str
    instead: str
    level: Severity
    in_quotes: bool
    unless_sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class Questions:
    """How questions begin that can be answered with yes, or that ask for a set."""

    fields: tuple[str, ...] = ()
    yes_no: tuple[str, ...] = ()
    lead_ins: tuple[str, ...] = ()
    joined_by: tuple[str, ...] = ()
    marks: int | None = None
    set_asked: tuple[str, ...] = ()
    set_openings: tuple[str, ...] = ()
    set_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """How a field's text begins and ends, and how many sentences it has."""

    kinds: frozenset[str]
    field: str
    begins: tuple[str, ...]
    never_begins: tuple[str, ...]
    ends: tuple[str, ...]
    never_ends: tuple[str, ...]
    sentences: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """A card with this tag says one of these."""

    tag: str
    field: str
    any: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number: stands near a name of its country, on a card that also shows a way for others."""

    number: str
    near: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sureness asks of a card: sources or not, what was seen of one of them, what the extra says."""

    sources: bool
    checked: frozenset[str]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """From which similarity, in percent, two texts of a module are too alike; shorter ones are not compared."""

    similarity: int
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The highest reading grades, of a card and of a kind on average; names and terms count as easy words."""

    card: int | None
    average: int | None
    names: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the cards, in percent, are of a kind, or have a view or a tag; `among` the cards of one kind."""

    among: str
    kind: str
    view: str
    tag: str
    least: int | None
    most: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Standard:
    """A project's own rules; where one says nothing, nothing is asked. `language` is that of its cards."""

    language: str = "en"
    quoted: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()
    words: tuple[Unwanted, ...] = ()
    questions: Questions = field(default_factory=Questions)
    shapes: tuple[Form, ...] = ()
    lines: tuple[Line, ...] = ()
    numbers: tuple[Number, ...] = ()
    sureness: Mapping[str, Claim] = field(default_factory=dict)
    alike: Alike | None = None
    reading: Reading | None = None
    balance_from: int = 0
    balance: tuple[Share, ...] = ()
    named: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)  # sources that entries name, to be resolved
