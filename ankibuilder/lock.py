"""What must last: identities, content hashes, times, and the lock file that keeps them from release to release.

A build reads the lock; only a release will write it. Does not know how notes are rendered or packed. What is fixed here
for ever stands in docs/identity.md.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ankibuilder.diagnostics import AnkibuilderError, Diagnostic
from ankibuilder.files import read_bytes
from ankibuilder.model import Card

LOCK_FILE = "ankibuilder.lock"
FORMAT = 1
MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class LockedNote:
    """A released note: `time` is its modification time in seconds, `since` and `changed` are versions."""

    hash: str
    time: int
    note_id: int
    since: str
    changed: str


@dataclass(frozen=True, slots=True)
class LockedNoteType:
    """A released note type: the hash of all that an import applies, and its modification time in seconds."""

    hash: str
    time: int


@dataclass(frozen=True, slots=True)
class Release:
    """A version and the second it was released in."""

    version: str
    time: int


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything released so far; empty before the first release."""

    tool: str = ""
    releases: tuple[Release, ...] = ()
    note_types: Mapping[str, LockedNoteType] = field(default_factory=dict)
    notes: Mapping[str, LockedNote] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a note gets from the lock and the clock. `changed` is empty where the change is not released."""

    note_id: int
    time: int
    since: str
    changed: str


def guid(namespace: str, card_id: str) -> str:
    """Give a note's identity: 16 characters of a-z and 2-7, which no spreadsheet mangles and no `#` begins."""
    digest = hashlib.sha256(f"{namespace}/{card_id}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:16]


def card_guid(namespace: str, card: Card) -> str:
    """Give a card's GUID: the one it was adopted with, or the one its id makes."""
    return card.guid.value if card.guid else guid(namespace, card.id.value)


def number(*names: str) -> int:
    """Give a positive id below 2**53, what JSON readers hold exactly, for anything in Anki that has a number."""
    digest = hashlib.sha256("/".join(names).encode()).digest()
    return int.from_bytes(digest[:8], "big") % (2**53 - 1) + 1


def note_type_id(namespace: str, kind: str) -> int:
    """Give the id of a kind's note type."""
    return number(namespace, "note-type", kind)


def field_id(namespace: str, kind: str, field_name: str) -> int:
    """Give the id of a field; the field's name may change, its id in `kind.yaml` not."""
    return number(namespace, "note-type", kind, "field", field_name)


def template_id(namespace: str, kind: str, template: str) -> int:
    """Give the id of a card template."""
    return number(namespace, "note-type", kind, "template", template)


def content_hash(note_type: int, fields: Mapping[str, str], tags: Iterable[str], media: Mapping[str, bytes]) -> str:
    """Hash exactly what an import would apply to a note: fields, tags, note type and media bytes.

    The caller leaves out `changed-in` and the `changed` tag, which follow from the hash (anki-import: a note whose
    time rises is rewritten, the learner's own tags with it, so nothing else may move the hash).
    """
    files = {name: hashlib.sha256(raw).hexdigest() for name, raw in media.items()}
    return _hash([note_type, dict(fields), sorted(tags), files])


def note_type_hash(declaration: Any) -> str:
    """Hash a note type's name, fields, templates and style."""
    return _hash(declaration)


def _hash(value: Any) -> str:
    canonical = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def stamp_notes(lock: Lock, notes: Iterable[tuple[str, str, int]], now: int) -> dict[str, Stamp]:
    """Give each note (card id, content hash, number of cards it may have) its note id and time.

    An unchanged note keeps the time it was released with; a changed one gets `now`, and always more than before:
    Anki ignores an update that is not newer. New note ids end at `now` in milliseconds and leave room for each card,
    whose id is the note's plus its ordinal; ids in the future would be replaced by Anki's database check.
    """
    stamps: dict[str, Stamp] = {}
    new: list[tuple[str, int]] = []
    for card_id, content, slots in notes:
        known = lock.notes.get(card_id)
        if known is None:
            new.append((card_id, slots))
        elif known.hash == content:
            stamps[card_id] = Stamp(known.note_id, known.time, known.since, known.changed)
        else:
            stamps[card_id] = Stamp(known.note_id, max(now, known.time + 1), known.since, "")
    taken = {locked.note_id for locked in lock.notes.values()}
    note_id = max(now * 1000 - sum(slots for _, slots in new), max(taken, default=0) + 1000)
    for card_id, slots in new:
        stamps[card_id] = Stamp(note_id, now, "", "")
        note_id += slots
    return stamps


def note_type_time(lock: Lock, kind: str, content: str, now: int) -> int:
    """Give a note type its modification time: the released one while nothing about it changed."""
    known = lock.note_types.get(kind)
    if known is None:
        return now
    return known.time if known.hash == content else max(now, known.time + 1)


def read_lock(root: Path) -> Lock:
    """Read the lock; an empty one before the first release. Raises AnkibuilderError where it is damaged or too new."""
    refused: list[Diagnostic] = []
    raw = read_bytes(root, LOCK_FILE, MOST_BYTES, refused)
    if refused:
        raise AnkibuilderError(f"{LOCK_FILE}: {refused[0].message}", _RESTORE, status=1)
    if raw is None:
        return Lock()
    try:
        written = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise AnkibuilderError(f"{LOCK_FILE} is damaged: {fault}", _RESTORE, status=1) from fault
    if not isinstance(written, dict) or not isinstance(written.get("format"), int):
        raise AnkibuilderError(f"{LOCK_FILE} is damaged: it does not say its format", _RESTORE, status=1)
    if written["format"] > FORMAT:
        raise AnkibuilderError(f"{LOCK_FILE} is from a newer ankibuilder", "install the newer ankibuilder", status=1)
    try:
        return Lock(
            tool=str(written["tool"]),
            releases=tuple(_checked(Release(**release)) for release in written["releases"]),
            note_types={kind: _checked(LockedNoteType(**entry)) for kind, entry in written["note_types"].items()},
            notes={card: _checked(LockedNote(**entry)) for card, entry in written["notes"].items()},
        )
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise AnkibuilderError(f"{LOCK_FILE} is damaged: {fault}", _RESTORE, status=1) from fault


_Entry = TypeVar("_Entry", Release, LockedNoteType, LockedNote)
_WORD = re.compile(r"[0-9A-Za-z.+-]{1,80}")


def _checked(entry: _Entry) -> _Entry:
    """Take whole numbers that Anki can hold and plain words alone: versions end up on cards."""
    for name, value in asdict(entry).items():
        whole = name in ("time", "note_id") and type(value) is int and 0 < value < 2**53
        if not whole and not (name not in ("time", "note_id") and isinstance(value, str) and _WORD.fullmatch(value)):
            raise ValueError(f"`{name}` is {value!r}")
    return entry


_RESTORE = "it is not to be edited: take it back from git"
