"""The real Anki engine (the optional extra `anki`): imports packages and draws cards in temporary collections.

The only place that imports `anki`. Does not know YAML, nor where packages come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.writing import private_folder

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
        raise _missing() from fault
    _hush()
    with private_folder() as folder:
        opened = Collection(str(folder / "collection.anki2"))
        hasten(opened)
        try:
            yield opened
        finally:
            opened.close()


def _hush() -> None:
    """Keep older engines from telling on stdout that they took a while; newer ones log it."""
    from anki import _backend

    vars(_backend)["print"] = lambda *words, **how: None


def require() -> None:
    """Raise AnkibuilderError where the engine is not installed, without loading all of it."""
    try:
        import anki  # noqa: F401
    except ImportError as fault:
        raise _missing() from fault


def _missing() -> AnkibuilderError:
    hint = "install it beside ankibuilder: `.venv/bin/pip install anki`; after pipx, `pipx inject ankibuilder anki`"
    return AnkibuilderError("the Anki engine is not installed", hint)


def hasten(opened: Collection) -> None:
    """Let it not wait for the disk: what is gone in a moment need not outlast a power cut."""
    assert opened.db is not None
    opened.db.execute("PRAGMA synchronous = OFF")


def import_package(opened: Collection, path: Path, with_presets: bool = False, **options: Any) -> Imported:
    """Import a package as *File › Import* does, with Anki's default options unless told otherwise."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    chosen = ImportAnkiPackageOptions(with_deck_configs=with_presets, **options)
    log = opened.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=chosen)).log
    return Imported(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting))


def faces(opened: Collection, note_guid: str) -> list[Face]:
    """Draw every card of a note; raises AnkibuilderError where one holds what must not be shown."""
    from ankibuilder.engine.drawn import refused_card

    note_id = opened.db.scalar("SELECT id FROM notes WHERE guid = ?", note_guid) if opened.db else None
    cards = opened.get_note(note_id).cards() if note_id else []
    media = {path.name for path in Path(opened.media.dir()).iterdir()}
    for card in cards:
        if what := refused_card(card, media):
            raise AnkibuilderError(f"a card is not shown: {what}", "remove it from its texts or templates", status=1)
    return [Face(card.template()["name"], card.question(), card.answer()) for card in cards]


def database_faults(opened: Collection) -> list[str]:
    """Run Anki's own *Check Database* and *Empty Cards*, and give what they complain of."""
    return checked(opened) + [f"card with an empty front in note {note}" for note in empty_notes(opened)]


def empty_notes(opened: Collection) -> list[int]:
    """Run *Empty Cards*: the notes that have a card whose front is empty."""
    return [note.note_id for note in opened.get_empty_cards().notes]


def checked(opened: Collection) -> list[str]:
    """Run *Check Database*, and give what it complains of."""
    before = opened.card_count()
    words, healthy = opened.fix_integrity()
    complaints = [line for line in words.splitlines() if line and "rebuilt and optimized" not in line]
    if not healthy and not complaints:
        complaints = [words]
    if opened.card_count() != before:
        complaints.append(f"the check made {opened.card_count() - before} cards")
    return complaints
