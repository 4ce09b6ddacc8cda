"""Writes Anki's collection database with genanki: our ids, times and cards, and the same bytes every time.

The only module that knows genanki. Does not know why a note has the id or time it has.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from itertools import count
from typing import Any

import genanki

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.model import Preset
from ankibuilder.note_type import NoteType
from ankibuilder.package.content import Content, PackedDeck, PackedNote


def collection(content: Content) -> bytes:
    """Write the database in memory, as no disk can be full there and nothing be left behind, and give its bytes.

    Raises AnkibuilderError where there is no room for it, or where cards of released notes would share an id.
    """
    try:
        return _collection(content)
    except sqlite3.IntegrityError as fault:
        message = "a kind has more templates than when its cards were released, and there are no ids for their cards"
        raise AnkibuilderError(message, "`ankibuilder diff` says what to take back", status=1) from fault
    except (sqlite3.OperationalError, MemoryError) as fault:
        raise AnkibuilderError(f"the deck's collection does not fit into memory: {fault}") from fault


def _collection(content: Content) -> bytes:
    # As a file would be, byte for byte; a plain ":memory:" counts its changes otherwise.
    with closing(sqlite3.connect("file:collection?vfs=memdb", uri=True)) as database:
        # secure_delete and VACUUM leave no stale bytes; then only the header tells one SQLite from another.
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA temp_store = MEMORY")
        _write(content, database.cursor())
        database.commit()
        database.execute("VACUUM")
        raw = bytearray(database.serialize())
    raw[96:100] = bytes(4)  # the version of the SQLite that wrote last (https://sqlite.org/fileformat.html, offset 96)
    return bytes(raw)


def _write(content: Content, cursor: sqlite3.Cursor) -> None:
    models = {made.id: _Model(made, time) for made, time in content.note_types}
    decks = {deck.name: _Deck(deck, content.preset) for deck in content.decks}
    taken = {note.note_id + at for note in content.notes if not _loose(note.note_type) for at in note.cards}
    for note in content.notes:
        decks[note.deck].add_note(_Note(note, models[note.note_type.id], taken))
    presets = [_preset_json(*content.preset)] if content.preset else []
    _Package(list(decks.values()), presets).write_to_db(cursor, 0, count(1))


class _Package(genanki.Package):  # type: ignore[misc]
    """genanki knows only Anki's default preset (anki-import §7)."""

    def __init__(self, decks: list[_Deck], presets: list[dict[str, Any]]) -> None:
        super().__init__(decks)
        self.presets = presets

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Any) -> None:
        super().write_to_db(cursor, timestamp, id_gen)
        known = json.loads(cursor.execute("SELECT dconf FROM col").fetchone()[0])
        known.update({str(preset["id"]): preset for preset in self.presets})
        cursor.execute("UPDATE col SET dconf = ?", (json.dumps(known),))


class _Deck(genanki.Deck):  # type: ignore[misc]
    """`md` makes Anki read the description as Markdown; `conf` names the preset."""

    def __init__(self, deck: PackedDeck, preset: tuple[int, Preset] | None) -> None:
        super().__init__(deck.id, deck.name, deck.description)
        self.preset = preset[0] if preset else 1

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "md": True, "conf": self.preset, "mod": 0}


class _Model(genanki.Model):  # type: ignore[misc]
    """A note type with field and template ids, so that a renamed field updates in place, and with its own time."""

    _req: list[Any] = []  # noqa: RUF012 - genanki's guess at which fields a card needs; Anki works it out itself

    def __init__(self, made: NoteType, time: int) -> None:
        super().__init__(
            made.id,
            made.name,
            fields=[{"name": name, **_id(number)} for name, number in made.fields],
            templates=[{"name": n, **_id(i), "qfmt": front, "afmt": back} for n, i, front, back in made.templates],
            css=made.css,
            sort_field_index=made.sort,
            model_type=genanki.Model.CLOZE if made.cloze else genanki.Model.FRONT_BACK,
        )
        self.time = time

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        made: dict[str, Any] = super().to_json(self.time, 1)
        return made


def _id(number: int | None) -> dict[str, int]:
    return {} if number is None else {"id": number}


class _Note(genanki.Note):  # type: ignore[misc]
    """A note with its own id and time; card ids are the note's plus the ordinal, or the next free one where it may."""

    def __init__(self, note: PackedNote, model: _Model, taken: set[int]) -> None:
        super().__init__(model=model, fields=list(note.fields), tags=note.tags, guid=note.guid, due=note.due)
        self.note = note
        ids = ((at, note.note_id + at) for at in note.cards)
        loose = _loose(note.note_type)
        self.__dict__["cards"] = [_Card(at, _free(wanted, taken) if loose else wanted) for at, wanted in ids]

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Any) -> None:
        super().write_to_db(cursor, self.note.time, deck_id, count(self.note.note_id))

    def _check_invalid_html_tags_in_fields(self) -> None:
        """Leave out genanki's own guess: the gate has judged every field, and this one is quadratic."""


def _loose(made: NoteType) -> bool:
    return made.cloze or made.adopted


def _free(wanted: int, taken: set[int]) -> int:
    """Take the next id that is free: a cloze gets new numbers, and the ids of adopted notes stand where they stood."""
    while wanted in taken:
        wanted += 1
    taken.add(wanted)
    return wanted


class _Card(genanki.Card):  # type: ignore[misc]
    """A card with its own id."""

    def __init__(self, ordinal: int, card_id: int) -> None:
        super().__init__(ordinal)
        self.card_id = card_id

    def write_to_db(
        self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, note_id: int, id_gen: Any, due: int = 0
    ) -> None:
        super().write_to_db(cursor, timestamp, deck_id, note_id, count(self.card_id), due)


def _preset_json(number: int, preset: Preset) -> dict[str, Any]:
    """Give a preset in Anki's schema 11; without maxTaken, autoplay, timer, new, rev and lapse no import succeeds."""
    return {
        "id": number,
        "mod": 0,
        "usn": -1,
        "name": preset.name,
        "maxTaken": 60,
        "autoplay": True,
        "timer": 0,
        "replayq": True,
        "dyn": False,
        "new": {
            "perDay": preset.new_per_day,
            "delays": [1.0, 10.0],
            "ints": [1, 4, 0],
            "initialFactor": 2500,
            "order": 1,
            "bury": False,
        },
        "rev": {"perDay": preset.reviews_per_day, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "bury": False},
        "lapse": {"delays": [10.0], "mult": 0.0, "minInt": 1, "leechFails": 8, "leechAction": 1},
    }
