"""A collection as it stands at one moment, as plain values: all that is a learner's, and the deck's part of it.

Does not know what may change, nor why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ankibuilder.engine.deeds import CARD_ID

if TYPE_CHECKING:
    from anki.collection import Collection

CARD_COLUMNS = (
    "nid", "did", "ord", "type", "queue", "due", "ivl", "factor", "reps", "lapses", "left", "odue", "odid", "flags",
    "data", "mod",
)  # fmt: skip
_MEDIA = re.compile(r'src="([^"]+)"|\[sound:([^\]]+)\]')


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note: `label` is its Card ID, or its first words where its note type has none."""

    id: int
    guid: str
    note_type: int
    time: int
    tags: str
    fields: str
    label: str
    card_id: str

    @property
    def content(self) -> tuple[str, str]:
        """What an update replaces."""
        return self.tags, self.fields

    @property
    def media(self) -> list[str]:
        """The files that it shows."""
        return [unquote(unescape(picture)) or sound for picture, sound in _MEDIA.findall(self.fields)]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Notes by GUID (several where one is doubled), cards and reviews by id, decks and note types by id."""

    notes: Mapping[str, tuple[StoredNote, ...]]
    cards: Mapping[int, tuple[Any, ...]]
    reviews: Mapping[int, tuple[Any, ...]]
    decks: Mapping[int, tuple[str, int]]
    note_types: Mapping[int, tuple[Any, ...]]
    media: frozenset[str]

    @property
    def labels(self) -> dict[int, str]:
        """Labels of notes by id."""
        return {note.id: note.label for notes in self.notes.values() for note in notes}


def snapshot(opened: Collection) -> Snapshot:
    """Look at everything."""
    from anki.models import ModelManager

    db = opened.db
    assert db is not None
    # The collection's own manager remembers note types as they were before an import.
    models = {model["id"]: model for model in ModelManager(opened).all()}
    notes: dict[str, tuple[StoredNote, ...]] = {}
    for row in db.all("SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"):
        notes[row[1]] = (*notes.get(row[1], ()), _note(row, models))
    return Snapshot(
        notes=notes,
        cards={row[0]: tuple(row[1:]) for row in db.all(f"SELECT id, {', '.join(CARD_COLUMNS)} FROM cards")},
        reviews={row[0]: tuple(row) for row in db.all("SELECT * FROM revlog")},
        decks={deck["id"]: (deck["name"], deck.get("conf", 0)) for deck in opened.decks.all()},
        note_types={number: _note_type(model) for number, model in models.items()},
        media=frozenset(path.name for path in Path(opened.media.dir()).iterdir()),
    )


def _note(row: list[Any], models: Mapping[int, Any]) -> StoredNote:
    first = row[5].split("\x1f")[0]
    card_id = first if models[row[2]]["flds"][0]["name"] == CARD_ID else ""
    number, guid, note_type, time, tags, fields = row
    return StoredNote(number, guid, note_type, time, tags, fields, card_id or first[:40] or guid, card_id)


def _note_type(model: Any) -> tuple[Any, ...]:
    """What an import applies of a note type."""
    fields = tuple(field["name"] for field in model["flds"])
    templates = tuple((template["name"], template["qfmt"], template["afmt"]) for template in model["tmpls"])
    return model["name"], fields, templates, model["css"]
