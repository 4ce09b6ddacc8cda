"""The real Anki engine (the optional extra `anki`): imports packages and draws cards in temporary collections.

The only place that imports `anki`. Does not know YAML, nor where packages come from.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from anki.collection import Collection


@dataclass(frozen=True, slots=True)
class Imported:
    """How many notes an import added, updated, found unchanged (or edited by the learner later), and refused."""

    new: int
    updated: int
    duplicate: int
    conflicting: int


@dataclass(frozen=True, slots=True)
class Face:
    """A card as Anki draws it: HTML of both sides, with the note type's style in front."""

    template: str
    front: str
    back: str


@contextmanager
def collection() -> Iterator[Collection]:
    """Open an empty collection that vanishes afterwards. Raises AnkibuilderError where the engine is not installed."""
    try:
        from anki.collection import Collection
    except ImportError as fault:
        hint = "install it in the environment of ankibuilder, as with `.venv/bin/pip install anki`"
        raise AnkibuilderError("the Anki engine is not installed", hint) from fault
    with tempfile.TemporaryDirectory(prefix="ankibuilder-") as folder:
        opened = Collection(str(Path(folder) / "collection.anki2"))
        try:
            yield opened
        finally:
            opened.close()


def import_package(opened: Collection, path: Path, with_presets: bool = False, **options: Any) -> Imported:
    """Import a package as *File › Import* does, with Anki's default options unless told otherwise."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    chosen = ImportAnkiPackageOptions(with_deck_configs=with_presets, **options)
    log = opened.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=chosen)).log
    return Imported(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))


def faces(opened: Collection, note_guid: str) -> list[Face]:
    """Draw every card of a note."""
    note_id = opened.db.scalar("SELECT id FROM notes WHERE guid = ?", note_guid) if opened.db else None
    cards = opened.get_note(note_id).cards() if note_id else []
    return [Face(card.template()["name"], card.question(), card.answer()) for card in cards]


def database_faults(opened: Collection) -> list[str]:
    """Run Anki's own *Check Database* and *Empty Cards*, and give what they complain of."""
    before = opened.card_count()
    words, healthy = opened.fix_integrity()
    complaints = [line for line in words.splitlines() if line and "rebuilt and optimized" not in line]
    if not healthy and not complaints:
        complaints = [words]
    if opened.card_count() != before:
        complaints.append(f"the check made {opened.card_count() - before} cards")
    return complaints + [f"card with an empty front in note {note.note_id}" for note in opened.get_empty_cards().notes]
