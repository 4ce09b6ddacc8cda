"""What a package brings to somebody who has nothing yet: a fresh import, looked at. The measure for every update.

Does not know earlier packages, nor learners who have some of it already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.engine import Imported, collection, database_faults, import_package
from ankibuilder.engine.drawn import refused_cards
from ankibuilder.engine.snapshot import Snapshot, StoredNote, snapshot
from ankibuilder.engine.texts import named

if TYPE_CHECKING:
    from anki.collection import Collection


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must not happen: to which card (its Card ID where it has one), and what exactly."""

    card: str
    what: str

    def __str__(self) -> str:
        return f"{self.card}: {self.what}" if self.card else self.what


@dataclass(frozen=True, slots=True)
class Delivery:
    """A package as a newcomer gets it. `time` is that of its release: the latest in it.

    `texts` are files that a learner imports before it; `by_text` names the notes in them, with the tags they add.
    """

    path: Path
    time: int
    log: Imported
    notes: Mapping[str, StoredNote]
    ordinals: Mapping[str, frozenset[int]]
    note_types: Mapping[int, tuple[object, ...]]
    faults: tuple[Fault, ...]
    texts: tuple[Path, ...] = ()
    by_text: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


def with_texts(delivery: Delivery, texts: Sequence[Path]) -> Delivery:
    """Give a package with the text files that a learner imports before it."""
    return replace(delivery, texts=tuple(texts), by_text=named(texts))


def deliver(path: Path, ours: bool = False) -> Delivery:
    """Import a package into an empty collection; one of `ours` is drawn and judged, too.

    Raises AnkibuilderError where Anki cannot import it.
    """
    with collection() as opened:
        assert opened.db is not None
        usual = snapshot(opened).note_types
        log = import_or_refuse(opened, path)
        seen = snapshot(opened)
        shown = [Fault(card, what) for card, what in refused_cards(opened)] if ours else []
        times = "SELECT mod FROM notes UNION SELECT mtime_secs FROM notetypes"
        return Delivery(
            path=path,
            time=max(opened.db.list(times), default=0),
            log=log,
            notes={guid: notes[0] for guid, notes in seen.notes.items()},
            ordinals=ordinals(seen),
            note_types={number: made for number, made in seen.note_types.items() if number not in usual},
            faults=(*_faults(seen, log), *shown, *(Fault("", words) for words in database_faults(opened))),
        )


def import_or_refuse(opened: Collection, path: Path) -> Imported:
    """Import, and tell in a line what Anki says where it does not."""
    from anki.errors import AnkiException

    if not path.is_file():
        raise AnkibuilderError(f"there is no file {path}", status=2)
    try:
        return import_package(opened, path)
    except AnkiException as fault:
        raise AnkibuilderError(f"Anki cannot import {path}: {fault}", "is it a whole .apkg file?") from fault


def ordinals(seen: Snapshot) -> dict[str, frozenset[int]]:
    """Which cards each note has, by GUID."""
    guids = {note.id: guid for guid, notes in seen.notes.items() for note in notes}
    held: dict[str, set[int]] = {guid: set() for guid in seen.notes}
    for note_id, _, ordinal, *_ in seen.cards.values():
        held.setdefault(guids.get(note_id, ""), set()).add(ordinal)
    return {guid: frozenset(found) for guid, found in held.items()}


def doubled(seen: Snapshot) -> list[Fault]:
    """Notes that are there twice: to Anki by their GUID, or to a learner by their Card ID."""
    faults = [Fault(notes[0].label, f"the note is there {len(notes)} times") for notes in seen.notes.values()
              if len(notes) > 1]  # fmt: skip
    guids: dict[str, set[str]] = {}
    for guid, notes in seen.notes.items():
        for note in notes:
            guids.setdefault(note.card_id, set()).add(guid)
    twice = [card for card, found in guids.items() if card and len(found) > 1]
    return faults + [Fault(card, "a second note of this card, with another GUID") for card in sorted(twice)]


def _faults(seen: Snapshot, log: Imported) -> list[Fault]:
    faults = doubled(seen)
    if log.updated or log.duplicate or log.conflicting:
        faults.append(Fault("", f"an empty collection could not take all of it: {log}"))
    held = ordinals(seen)
    for guid, notes in seen.notes.items():
        if not held[guid]:
            faults.append(Fault(notes[0].label, "the note has no card"))
        faults += [Fault(notes[0].label, f"its file {name} is missing") for name in notes[0].media
                   if name not in seen.media]  # fmt: skip
    return faults
