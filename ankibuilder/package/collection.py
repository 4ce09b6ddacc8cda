"""Writes Anki's collection database with genanki: our ids, times and cards, and the same bytes every time.

The only module that knows genanki. Does not know why a note has the id or time it has.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

import genanki
from genanki.apkg_col import APKG_COL
from genanki.apkg_schema import APKG_SCHEMA

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
        database.executescript(_TABLES)
        database.executescript(APKG_COL)
        _write(content, database)
        database.commit()
        database.executescript(_INDEXES)  # at once, and not with each note
        database.execute("VACUUM")
        raw = database.serialize()
    # Without the version of the SQLite that wrote last (https://sqlite.org/fileformat.html, offset 96).
    return b"".join((memoryview(raw)[:96], bytes(4), memoryview(raw)[100:]))


def _split(schema: str) -> tuple[str, str]:
    tables, mark, indexes = schema.partition("CREATE INDEX")
    return tables, mark + indexes


_TABLES, _INDEXES = _split(APKG_SCHEMA)


def _write(content: Content, database: sqlite3.Connection) -> None:
    decks = {deck.name: _Deck(deck, content.preset) for deck in content.decks}
    presets = [_preset_json(*content.preset)] if content.preset else []
    _tell(database, "models", _models(content))
    _tell(database, "decks", {str(deck.deck_id): deck.to_json() for deck in decks.values()})
    _tell(database, "dconf", {str(preset["id"]): preset for preset in presets})  # genanki knows Anki's default alone
    numbers = {name: deck.deck_id for name, deck in decks.items()}
    database.executemany(f"INSERT INTO notes VALUES({','.join('?' * 11)})", map(_note_row, content.notes))
    database.executemany(f"INSERT INTO cards VALUES({','.join('?' * 18)})", _card_rows(content.notes, numbers))


def _models(content: Content) -> dict[str | int, Any]:
    """Give note types in the order in which decks meet them; those of the last deck stand there once more.

    genanki wrote them so, deck by deck: packages that people have keep their bytes.
    """
    made = {note_type.id: _Model(note_type).to_json(time, 1) for note_type, time in content.note_types}
    of_decks: dict[str, dict[int, None]] = {deck.name: {} for deck in content.decks}
    for note in content.notes:
        of_decks[note.deck][note.note_type.id] = None
    *before, last = of_decks.values()
    earlier: dict[str | int, Any] = {str(number): made[number] for numbers in before for number in numbers}
    return earlier | {number: made[number] for number in last}


def _tell(database: sqlite3.Connection, column: str, entries: Mapping[Any, Any]) -> None:
    """Add entries to one of the columns that hold JSON."""
    known = json.loads(database.execute(f"SELECT {column} FROM col").fetchone()[0])
    database.execute(f"UPDATE col SET {column} = ?", (json.dumps({**known, **entries}),))


def _note_row(note: PackedNote) -> tuple[Any, ...]:
    """Give a row of `notes`: id, guid, mid, mod, usn, tags, flds, sfld, csum (Anki works it out), flags, data."""
    fields, made = note.fields, note.note_type
    tags = f" {' '.join(note.tags)} "
    return note.note_id, note.guid, made.id, note.time, -1, tags, "\x1f".join(fields), fields[made.sort], 0, 0, ""


def _card_rows(notes: Iterable[PackedNote], decks: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    """Give rows of `cards`: id, nid, did, ord, mod, usn, type, queue, due, and what reviews fill in."""
    for note, numbers in _card_ids(notes):
        for number, ordinal in zip(numbers, note.cards, strict=True):
            yield (number, note.note_id, decks[note.deck], ordinal, note.time, -1, 0, 0, note.due,
                   0, 0, 0, 0, 0, 0, 0, 0, "")  # fmt: skip


class _Deck(genanki.Deck):  # type: ignore[misc]
    """`md` makes Anki read the description as Markdown; `conf` names the preset."""

    def __init__(self, deck: PackedDeck, preset: tuple[int, Preset] | None) -> None:
        super().__init__(deck.id, deck.name, deck.description)
        self.preset = preset[0] if preset else 1

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "md": True, "conf": self.preset, "mod": 0}


class _Model(genanki.Model):  # type: ignore[misc]
    """A note type with field and template ids, so that a renamed field updates in place."""

    _req: list[Any] = []  # noqa: RUF012 - genanki's guess at which fields a card needs; Anki works it out itself

    def __init__(self, made: NoteType) -> None:
        super().__init__(
            made.id,
            made.name,
            fields=[{"name": name, **_id(number)} for name, number in made.fields],
            templates=[{"name": n, **_id(i), "qfmt": front, "afmt": back} for n, i, front, back in made.templates],
            css=made.css,
            sort_field_index=made.sort,
            model_type=genanki.Model.CLOZE if made.cloze else genanki.Model.FRONT_BACK,
        )


def _id(number: int | None) -> dict[str, int]:
    return {} if number is None else {"id": number}


def _card_ids(notes: Iterable[PackedNote]) -> Iterator[tuple[PackedNote, list[int]]]:
    """Give notes with their cards' ids: the note's own plus the ordinal, or the next that is free where it may be so.

    A cloze gets new numbers as it is edited, and the ids of adopted notes stand as close as they stood.
    """
    notes = list(notes)
    taken = {note.note_id + at for note in notes if not _is_loose(note.note_type) for at in note.cards}
    for note in notes:
        wanted = [note.note_id + at for at in note.cards]
        yield note, [_free(number, taken) for number in wanted] if _is_loose(note.note_type) else wanted


def _is_loose(made: NoteType) -> bool:
    return made.cloze or made.adopted


def _free(wanted: int, taken: set[int]) -> int:
    while wanted in taken:
        wanted += 1
    taken.add(wanted)
    return wanted


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
