"""What the lock remembers of everything that was ever released. Does not know the file it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LockedNote:
    """A released note: `time` is its modification time in seconds; `since`, `changed` and `retired` are versions.

    `gone` is the major release that let go of it: learners keep it, and no card has its id any more.
    """

    hash: str
    time: int
    note_id: int
    since: str
    changed: str
    kind: str = ""
    guid: str = ""
    retired: str = ""
    gone: str = ""


@dataclass(frozen=True, slots=True)
class LockedNoteType:
    """A released note type: the hash of all that an import applies, its time, and what must never change of it."""

    hash: str
    time: int
    id: int = 0
    name: str = ""
    fields: tuple[tuple[str, int | None], ...] = ()
    templates: tuple[tuple[str, int | None], ...] = ()
    sort: int = 0


@dataclass(frozen=True, slots=True)
class LockedDeck:
    """A released deck: its name and its subdecks' in Anki, and the hash of its description."""

    name: str
    subdecks: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Release:
    """A version, the second it was released in, and the SHA-256 of each package by its file's name."""

    version: str
    time: int
    packages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything released so far; empty before the first release. `tool` is the version that released last."""

    tool: str = ""
    releases: tuple[Release, ...] = ()
    note_types: Mapping[str, LockedNoteType] = field(default_factory=dict)
    notes: Mapping[str, LockedNote] = field(default_factory=dict)
    decks: Mapping[str, LockedDeck] = field(default_factory=dict)
    namespace: str = ""
    name: str = ""
