"""Notes and their cards, which all of Anki's formats store alike. Does not know how note types are stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ankibuilder.reading.archive import Unsound
from ankibuilder.reading.values import Card, Meta, Note

_MOST_NOTES = 1_000_000
_SEPARATOR = "\x1f"


class _Row(NamedTuple):
    """A note as it is stored: its fields and tags are still one text each."""

    note_id: int
    guid: str
    note_type: int
    time: int
    tags: str
    fields: str


def notes(database: sqlite3.Connection, meta: Meta) -> tuple[tuple[Note, ...], tuple[int, ...]]:
    """Read all notes, in the order of their ids, and the ids of those that only cards name.

    Raises Unsound where a note is not what its note type says.
    """
    cards: dict[int, list[Card]] = {}
    for note, deck, ordinal, due, stage in _card_rows(database):
        cards.setdefault(note, []).append(Card(ordinal, meta.decks.get(deck, ""), due, stage != 0))
    names = {number: [field.name for field in made.fields] for number, made in meta.note_types.items()}
    found = tuple(_note(row, names[row.note_type], cards) for row in _rows(database, meta))
    return found, tuple(sorted(cards.keys() - {note.note_id for note in found}))


def judge_notes(database: sqlite3.Connection, meta: Meta) -> None:
    """Look at all notes and cards, and keep none. Raises Unsound where `notes` does."""
    for rows in (_card_rows(database), _rows(database, meta)):
        for _ in rows:
            pass


def _card_rows(database: sqlite3.Connection) -> Iterator[Sequence[int]]:
    """Yield each card: its note, deck, ordinal, place in the order or day, and type."""
    rows = database.execute("SELECT nid, did, ord, due, type FROM cards ORDER BY nid, ord")
    for at, row in enumerate(rows):
        numbers = row if set(map(type, row)) == {int} else list(map(whole, row))
        if at > 10 * _MOST_NOTES or not 0 <= numbers[2] < 100_000:
            raise Unsound("its cards are not what Anki makes")
        yield numbers


def _rows(database: sqlite3.Connection, meta: Meta) -> Iterator[_Row]:
    sizes = {number: len(made.fields) for number, made in meta.note_types.items()}
    rows = database.execute(f"SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id LIMIT {_MOST_NOTES + 1}")
    for at, row in enumerate(rows):
        if at == _MOST_NOTES:
            raise Unsound(f"it has more than {_MOST_NOTES:,} notes")
        yield _row(row, sizes)


def _row(row: tuple[Any, ...], sizes: Mapping[int, int]) -> _Row:
    note_id, note_type, time = whole(row[0]), whole(row[2]), whole(row[3])
    guid, tags, fields = _spelt(row[1]), _spelt(row[4]), _spelt(row[5])
    if not (isinstance(guid, str) and isinstance(tags, str) and isinstance(fields, str)):
        raise Unsound(f"note {note_id} in it is not text")
    if note_type not in sizes:
        raise Unsound(f"note {note_id} in it has a note type that is not there")
    if (size := fields.count(_SEPARATOR) + 1) != sizes[note_type]:
        raise Unsound(f"note {note_id} in it has {size} fields; its note type has {sizes[note_type]}")
    return _Row(note_id, guid, note_type, time, tags, fields)


def _spelt(value: Any) -> Any:
    """Text columns are typeless enough that numbers come back as numbers, where a GUID or tag is made of digits."""
    return str(value) if type(value) in (int, float) else value


def _note(row: _Row, names: list[str], cards: Mapping[int, list[Card]]) -> Note:
    fields = dict(zip(names, row.fields.split(_SEPARATOR), strict=True))
    tags = tuple(sorted(set(row.tags.split())))
    return Note(row.guid, row.note_id, row.time, row.note_type, fields, tags, tuple(cards.get(row.note_id, ())))


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
