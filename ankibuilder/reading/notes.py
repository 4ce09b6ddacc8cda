"""Notes and their cards, which all of Anki's formats store alike. Does not know how note types are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from ankibuilder.reading.archive import Unsound
from ankibuilder.reading.values import Card, Meta, Note, NoteType

_MOST_NOTES = 1_000_000


def notes(database: sqlite3.Connection, meta: Meta) -> tuple[tuple[Note, ...], tuple[int, ...]]:
    """Read all notes, in the order of their ids, and the ids of those that only cards name.

    Raises Unsound where a note is not what its note type says.
    """
    cards = _cards(database, meta)
    found = tuple(_each(database, meta, cards))
    return found, tuple(sorted(cards.keys() - {note.note_id for note in found}))


def judge_notes(database: sqlite3.Connection, meta: Meta) -> None:
    """Read all notes one by one, and keep none. Raises Unsound where `notes` does."""
    for _ in _each(database, meta, _cards(database, meta)):
        pass


def _each(database: sqlite3.Connection, meta: Meta, cards: dict[int, list[Card]]) -> Iterator[Note]:
    rows = database.execute(f"SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id LIMIT {_MOST_NOTES + 1}")
    for number, row in enumerate(rows):
        if number == _MOST_NOTES:
            raise Unsound(f"it has more than {_MOST_NOTES:,} notes")
        yield _note(row, meta, cards)


def _cards(database: sqlite3.Connection, meta: Meta) -> dict[int, list[Card]]:
    found: dict[int, list[Card]] = {}
    most = 10 * _MOST_NOTES
    for at, row in enumerate(database.execute("SELECT nid, did, ord, due, type FROM cards ORDER BY nid, ord")):
        note, deck, ordinal, due, stage = map(whole, row)
        if at > most or not 0 <= ordinal < 100_000:
            raise Unsound("its cards are not what Anki makes")
        found.setdefault(note, []).append(Card(ordinal, meta.decks.get(deck, ""), due, stage != 0))
    return found


def _note(row: tuple[Any, ...], meta: Meta, cards: dict[int, list[Card]]) -> Note:
    note_id, note_type, time = whole(row[0]), whole(row[2]), whole(row[3])
    guid, tags, fields = _spelt(row[1]), _spelt(row[4]), _spelt(row[5])
    if not (isinstance(guid, str) and isinstance(tags, str) and isinstance(fields, str)):
        raise Unsound(f"note {note_id} in it is not text")
    made = meta.note_types.get(note_type)
    if made is None:
        raise Unsound(f"note {note_id} in it has a note type that is not there")
    return Note(guid, note_id, time, note_type, _named(fields.split("\x1f"), made, note_id),
                tuple(sorted(set(tags.split()))), tuple(cards.get(note_id, ())))  # fmt: skip


def _spelt(value: Any) -> Any:
    """Text columns are typeless enough that numbers come back as numbers, where a GUID or tag is made of digits."""
    return str(value) if type(value) in (int, float) else value


def _named(values: list[str], made: NoteType, note_id: int) -> dict[str, str]:
    if len(values) != len(made.fields):
        raise Unsound(f"note {note_id} in it has {len(values)} fields; its note type has {len(made.fields)}")
    return dict(zip([field.name for field in made.fields], values, strict=True))


def whole(value: Any) -> int:
    """Take a whole number of SQLite's or JSON's; numbers may be written as text in JSON."""
    if type(value) is int and -(2**63) <= value < 2**63:
        return value
    if type(value) is str and len(value) < 20 and value.lstrip("-").isascii() and value.lstrip("-").isdigit():
        value = int(value)
    if type(value) is float and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise Unsound(f"where a whole number belongs, it says `{str(value)[:40]}`")
    return value
