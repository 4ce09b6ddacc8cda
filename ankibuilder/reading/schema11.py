"""Anki's older collections (schema 11): note types, decks and presets as JSON in one row. Does not know notes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from ankibuilder.reading.archive import Unsound
from ankibuilder.reading.notes import whole
from ankibuilder.reading.values import Field, Meta, NoteType, Template

_Value = TypeVar("_Value")


def schema11(database: sqlite3.Connection) -> Meta:
    """Read what the collection says beside its notes. Raises Unsound where it is not as Anki writes it."""
    row = database.execute("SELECT models, decks, dconf FROM col").fetchone()
    if row is None:
        raise Unsound("its collection is empty")
    models, decks, presets = (_objects(text, what) for text, what in zip(row, _PARTS, strict=True))
    try:
        named = {whole(number): _text(deck, "name") for number, deck in decks.items()}
        return Meta(
            note_types=dict(_each(models, _note_type)),
            decks=named,
            described={_text(deck, "name"): _whole_text(deck.get("desc") or "", "desc") for deck in decks.values()},
            presets={whole(number): _text(preset, "name") for number, preset in presets.items()},
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Unsound(f"its note types or decks are not as Anki writes them ({fault})") from fault


_PARTS = ("note types", "decks", "presets")


def _objects(text: Any, what: str) -> dict[str, dict[str, Any]]:
    try:
        read = json.loads(text)
    except (ValueError, TypeError, RecursionError) as fault:
        raise Unsound(f"its {what} are not readable") from fault
    if not isinstance(read, dict) or not all(isinstance(entry, dict) for entry in read.values()):
        raise Unsound(f"its {what} are not as Anki writes them")
    return read


def _each(entries: dict[str, Any], read: Callable[[int, Any], _Value]) -> list[tuple[int, _Value]]:
    return [(whole(number), read(whole(number), entry)) for number, entry in entries.items()]


def _note_type(number: int, model: dict[str, Any]) -> NoteType:
    fields = [Field(_text(field, "name"), _id(field)) for field in model["flds"]]
    templates = [
        Template(_text(template, "name"), _id(template), _text(template, "qfmt"), _text(template, "afmt"))
        for template in model["tmpls"]
    ]
    if not fields or not templates or len({field.name for field in fields}) != len(fields):
        raise Unsound("one of its note types has no fields or templates, or two of one name")
    return NoteType(
        number, _text(model, "name"), tuple(fields), tuple(templates), _text(model, "css"),
        sort=min(max(whole(model.get("sortf", 0)), 0), len(fields) - 1),
        time=whole(model.get("mod", 0)), cloze=model.get("type") == 1,
    )  # fmt: skip


def _text(entry: dict[str, Any], name: str) -> str:
    return _whole_text(entry[name], name)


def _whole_text(value: Any, name: str) -> str:
    """Take text alone: JSON may hold halves of characters, which no file can."""
    if not isinstance(value, str) or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise TypeError(f"`{name}` is no text")
    return value


def _id(entry: dict[str, Any]) -> int | None:
    value = entry.get("id")
    return None if value is None else whole(value)
