"""What an import plans, as frozen values. Does not know where a deck came from, nor how a project is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ankibuilder.model import Kind
from ankibuilder.note_type import NoteType
from ankibuilder.reading import Note


@dataclass(frozen=True, slots=True)
class Refused:
    """A note that is left out: its main field in a few words, its GUID, and why."""

    label: str
    guid: str
    reason: str


@dataclass(frozen=True, slots=True)
class AdoptedKind:
    """A note type as a kind: its folder's files by name; `fields` gives the ids of fields by their names."""

    kind: Kind
    files: Mapping[str, str]
    fields: Mapping[str, str]
    made: NoteType


@dataclass(frozen=True, slots=True)
class AdoptedCard:
    """A note as a card: `texts` as a card file writes them, by field id; `deck` is the full name."""

    id: str
    note: Note
    kind: str
    texts: Mapping[str, str]
    tags: tuple[str, ...]
    deck: str
    media: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A project to be written: its files by path, without media; what is kept, what is left out, and what else changes.

    Times and note ids of the old deck are in `cards`; those of note types in `times`, by kind, unless nobody said them.
    """

    name: str
    cards: tuple[AdoptedCard, ...]
    kinds: tuple[Kind, ...]
    decks: tuple[str, ...]
    refused: tuple[Refused, ...]
    remarks: tuple[str, ...]
    files: Mapping[str, str]
    media: Mapping[str, str] = field(default_factory=dict)  # the name in the package by the name in the project
    times: Mapping[str, int] = field(default_factory=dict)
