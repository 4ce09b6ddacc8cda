"""What a package holds, as frozen values. Does not know how any of it was stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Card:
    """A card of a note: which template (or cloze number less one) made it, where it goes, and when it is new.

    Of a card that was `studied`, `due` is a day, and no place in the order.
    """

    ordinal: int
    deck: str
    due: int
    studied: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A note; `note_type` is the note type's id, `time` seconds, `fields` HTML by name in the note type's order."""

    guid: str
    note_id: int
    time: int
    note_type: int
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a note type; many packages give it no id."""

    name: str
    id: int | None


@dataclass(frozen=True, slots=True)
class Template:
    """A template of a note type; many packages give it no id."""

    name: str
    id: int | None
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type; `sort` is the number of the sort field, `time` the modification time in seconds."""

    id: int
    name: str
    fields: tuple[Field, ...]
    templates: tuple[Template, ...]
    css: str
    sort: int
    time: int
    cloze: bool


@dataclass(frozen=True, slots=True)
class Package:
    """Everything an import could apply.

    Notes in the order of their ids (two may have one GUID), descriptions by the full names of decks, media as SHA-256
    by name, presets by id. Orphans are cards of notes that are not there, by the notes' ids.
    """

    name: str
    notes: tuple[Note, ...]
    note_types: Mapping[int, NoteType]
    decks: Mapping[str, str]
    media: Mapping[str, str]
    presets: Mapping[int, str]
    orphans: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What a collection says beside its notes; decks by id."""

    note_types: Mapping[int, NoteType]
    decks: Mapping[int, str]
    described: Mapping[str, str]
    presets: Mapping[int, str]
