"""Anki's newer collections (schema 18): note types and decks in tables, their details in protocol buffers.

Knows the few numbers of Anki's proto/anki/notetypes.proto and decks.proto that matter here. Does not know notes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from ankibuilder.reading.archive import Unsound
from ankibuilder.reading.notes import whole
from ankibuilder.reading.values import Field, Meta, NoteType, Template

_KIND, _SORT, _CSS = 1, 2, 3  # Notetype.Config
_FIELD_ID = 9  # Notetype.Field.Config
_FRONT, _BACK, _TEMPLATE_ID = 1, 2, 8  # Notetype.Template.Config
_NORMAL, _DESCRIPTION = 1, 4  # Deck.KindContainer, Deck.Normal
_ENTRY, _NAME = 1, 1  # MediaEntries, MediaEntry


def schema18(database: sqlite3.Connection) -> Meta:
    """Read what the collection says beside its notes. Raises Unsound where it is not as Anki writes it."""
    fields: dict[int, list[Field]] = {}
    for number, name, config in database.execute("SELECT ntid, name, config FROM fields ORDER BY ntid, ord"):
        fields.setdefault(whole(number), []).append(Field(_text(name), _message(config).get(_FIELD_ID)))
    templates: dict[int, list[Template]] = {}
    for number, name, config in database.execute("SELECT ntid, name, config FROM templates ORDER BY ntid, ord"):
        read = _message(config)
        made = Template(_text(name), read.get(_TEMPLATE_ID), _text(read.get(_FRONT, b"")), _text(read.get(_BACK, b"")))
        templates.setdefault(whole(number), []).append(made)
    decks = {whole(number): (_text(name).replace("\x1f", "::"), _described(kind))
             for number, name, kind in database.execute("SELECT id, name, kind FROM decks")}  # fmt: skip
    return Meta(
        note_types={
            whole(row[0]): _note_type(row, fields.get(row[0], []), templates.get(row[0], []))
            for row in database.execute("SELECT id, name, mtime_secs, config FROM notetypes")
        },
        decks={number: name for number, (name, _) in decks.items()},
        described=dict(decks.values()),
        presets={whole(n): _text(name) for n, name in database.execute("SELECT id, name FROM deck_config")},
    )


def _note_type(row: tuple[Any, ...], fields: list[Field], templates: list[Template]) -> NoteType:
    if not fields or not templates or len({field.name for field in fields}) != len(fields):
        raise Unsound("one of its note types has no fields or templates, or two of one name")
    config = _message(row[3])
    return NoteType(
        row[0], _text(row[1]), tuple(fields), tuple(templates), _text(config.get(_CSS, b"")),
        sort=min(whole(config.get(_SORT, 0)), len(fields) - 1), time=whole(row[2]), cloze=config.get(_KIND) == 1,
    )  # fmt: skip


def _described(kind: Any) -> str:
    normal = _message(kind).get(_NORMAL)
    return _text(_message(normal).get(_DESCRIPTION, b"")) if normal is not None else ""


def media_names(raw: bytes) -> list[str]:
    """List the names of media in the order of their members; the newer form has them in a protocol buffer."""
    return [_text(_message(entry).get(_NAME, b"")) for number, entry in _values(raw) if number == _ENTRY]


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if not isinstance(value, str):
        raise Unsound("a name or a text in it is none")
    return value


def _message(raw: Any) -> dict[int, Any]:
    """Give the last value of each number in a protocol buffer: whole numbers, or bytes."""
    if not isinstance(raw, bytes):
        raise Unsound("its note types or decks are not as Anki writes them")
    return dict(_values(raw))


def _values(raw: bytes) -> Iterator[tuple[int, Any]]:
    """After https://protobuf.dev/programming-guides/encoding/."""
    at = 0
    while at < len(raw):
        key, at = _varint(raw, at)
        if key & 7 == 0:
            value, at = _varint(raw, at)
            yield key >> 3, value if value < 2**63 else value - 2**64
        else:
            length, at = _varint(raw, at) if key & 7 == 2 else ({1: 8, 5: 4}.get(key & 7, len(raw) + 1), at)
            if at + length > len(raw):
                raise Unsound("its note types or decks are damaged")
            yield key >> 3, raw[at : at + length]
            at += length


def _varint(raw: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(raw):
            break
        value |= (raw[at] & 0x7F) << shift
        at += 1
        if not raw[at - 1] & 0x80:
            return value & (2**64 - 1), at
    raise Unsound("its note types or decks are damaged")
