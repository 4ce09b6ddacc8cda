"""Packages that nobody should be able to hurt us with: each is made here, and `reading` must refuse it in words."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import genanki
import pytest
from support import EPOCH

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.reading import Package, judge_package, read_package


def read(raw: bytes) -> Package:
    """Read a package; who only judges it must come to the same."""
    try:
        package = read_package(io.BytesIO(raw), "it.apkg")
    except AnkibuilderError as fault:
        with pytest.raises(AnkibuilderError, match=f"{re.escape(fault.message)}$"):
            judge_package(io.BytesIO(raw), "it.apkg")
        raise
    judge_package(io.BytesIO(raw), "it.apkg")
    return package


def stock(folder: Path) -> Path:
    """A package of stock genanki, with a picture, a cloze, and no ids of fields."""
    basic = genanki.Model(7, "Basic", fields=[{"name": "Q"}, {"name": "A"}],
                          templates=[{"name": "Card 1", "qfmt": "{{Q}}", "afmt": "{{A}}"}])  # fmt: skip
    deck = genanki.Deck(8, "Stock")
    deck.add_note(genanki.Note(basic, ["Eins", '<img src="é 1.png">'], tags=["b", "a"], guid=77))
    deck.add_note(genanki.Note(genanki.CLOZE_MODEL, ["{{c1::a}} {{c2::b}}", ""]))
    (folder / "é 1.png").write_bytes(b"\x89PNG")
    genanki.Package(deck, [str(folder / "é 1.png")]).write_to_file(str(folder / "stock.apkg"), timestamp=EPOCH)
    return folder / "stock.apkg"


def packed(members: Mapping[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return buffer.getvalue()


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sql(good: bytes, *statements: str) -> bytes:
    """The package with its collection changed by SQL."""
    held = members(good)
    database = sqlite3.connect(":memory:")
    database.deserialize(held["collection.anki2"])
    for statement in statements:
        database.execute(statement)
    database.commit()
    held["collection.anki2"] = database.serialize()
    database.close()
    return packed(held)


def with_member(good: bytes, **changed: Any) -> bytes:
    """The package with members replaced; None leaves one out, what is no bytes is written as JSON."""
    held = members(good) | {"collection.anki2" if name == "collection" else name: raw for name, raw in changed.items()}
    kept = {name: raw for name, raw in held.items() if raw is not None}
    return packed({name: raw if isinstance(raw, bytes) else json.dumps(raw).encode() for name, raw in kept.items()})


def with_media(good: bytes, *names: str) -> bytes:
    """The package with media of these names."""
    listed = {str(at): name for at, name in enumerate(names)}
    return with_member(good, media=listed, **dict.fromkeys(listed, b"a"))


def bomb(good: bytes) -> bytes:
    return packed(members(good) | {"media": b'{"0": "a.png"}', "0": bytes(150_000_000)}, zipfile.ZIP_DEFLATED)


def with_models(good: bytes, text: str) -> bytes:
    return with_sql(good, f"UPDATE col SET models = '{text}'")


def lying(good: bytes) -> bytes:
    """A member whose sizes in the directory are not what comes out of it."""
    raw = bytearray(packed(members(good) | {"0": bytes(200_000_000)}, zipfile.ZIP_DEFLATED))
    at = raw.rfind(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<L", 10)
    return bytes(raw)


def overlapping(good: bytes) -> bytes:
    """Every entry of the directory leads to the first file."""
    raw = bytearray(good)
    at = raw.find(b"PK\x01\x02")
    while at >= 0:
        raw[at + 42 : at + 46] = bytes(4)
        at = raw.find(b"PK\x01\x02", at + 4)
    return bytes(raw)


def encrypted(good: bytes) -> bytes:
    raw = bytearray(good)
    at = raw.find(b"PK\x01\x02")
    raw[at + 8] |= 1
    return bytes(raw)


def doubled(good: bytes) -> bytes:
    return good.replace(b"collection.anki2", b"media\0\0\0\0\0\0\0\0\0\0\0")


_EVER = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
_NOTES = "SELECT n AS id, 'g' AS guid, 1 AS mid, 1 AS mod, '' AS tags, 'a' AS flds FROM r"

HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty file": (lambda good: b"", "no zip file"),
    "text": (lambda good: b"front;back\n" * 400, "no zip file"),
    "cut off at the end": (lambda good: good[:-40], "no zip file"),
    "cut off in the middle": (lambda good: good[: len(good) // 2] + good[-22:], "damaged"),
    "bytes turned in the database": (lambda good: good[:600] + bytes(9000) + good[9600:], "damaged"),
    "no collection": (lambda good: with_member(good, collection=None), "no collection"),
    "no list of media": (lambda good: with_member(good, media=None), "list of media is missing"),
    "a collection that is none": (lambda good: with_member(good, collection=b"SQLite format 4" * 99), "no database"),
    "a collection cut off": (
        lambda good: with_member(good, collection=members(good)["collection.anki2"][:5000]),
        "damaged",
    ),
    "a view that never ends": (
        lambda good: with_sql(good, "DROP TABLE notes", f"CREATE VIEW notes AS {_EVER} {_NOTES}"),
        "no plain table",
    ),
    "a trigger": (
        lambda good: with_sql(good, "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM cards; END"),
        "no plain table",
    ),
    "a virtual table": (lambda good: with_sql(good, "CREATE VIRTUAL TABLE v USING fts5(x)"), "no plain table"),
    "a computed column": (
        lambda good: with_sql(good, "ALTER TABLE notes RENAME COLUMN flds TO f",
                              "ALTER TABLE notes ADD COLUMN flds TEXT AS (hex(zeroblob(20000000)))"),
        "no plain table",
    ),
    "a check that takes for ever": (
        lambda good: with_sql(good, "CREATE TABLE c (x CHECK (hex(zeroblob(20000000)) > x))"),
        "no plain table",
    ),
    "no table of notes": (lambda good: with_sql(good, "DROP TABLE notes"), "damaged"),
    "no row in col": (lambda good: with_sql(good, "DELETE FROM col"), "is empty"),
    "note types that are no JSON": (lambda good: with_models(good, "{"), "not readable"),
    "note types that are a list": (lambda good: with_models(good, "[]"), "not as Anki writes"),
    "note types nested without end": (lambda good: with_models(good, "[" * 200_000), "not readable"),
    "a note type without fields": (
        lambda good: with_models(good, '{"1": {"name": "A", "css": "", "flds": [], "tmpls": []}}'),
        "no fields",
    ),
    "a note type whose name is a number": (
        lambda good: with_models(good, '{"1": {"name": 1, "css": "", "flds": [{"name": "A"}], "tmpls": [{}]}}'),
        "not as Anki writes",
    ),
    "a note type with half a character": (
        lambda good: with_models(good, '{"1": {"name": "\\ud800", "css": "", "flds": [{"name": "A"}], "tmpls": [{}]}}'),
        "not as Anki writes",
    ),
    "notes of no note type": (lambda good: with_models(good, "{}"), "note type that is not there"),
    "a note with a field too many": (
        lambda good: with_sql(good, "UPDATE notes SET flds = flds || char(31) || 'x'"),
        "has 17 fields; its note type has 16",
    ),
    "a note that is bytes": (lambda good: with_sql(good, "UPDATE notes SET flds = x'ff00'"), "is not text"),
    "text that is no UTF-8": (lambda good: with_sql(good, "UPDATE notes SET flds = CAST(x'ff1f' AS TEXT)"), "damaged"),
    "an id that is text": (lambda good: with_sql(good, "UPDATE notes SET mod = 'soon'"), "whole number"),
    "media in a folder above": (lambda good: with_media(good, "../a.png"), "cannot be the name"),
    "media in a folder": (lambda good: with_media(good, "a\\b.png"), "cannot be the name"),
    "media that are a device": (lambda good: with_media(good, "con.png"), "Windows"),
    "media that are hidden": (lambda good: with_media(good, ".a.png"), "cannot be the name"),
    "media of one name": (lambda good: with_media(good, "a.png", "A.png"), "one name"),
    "media that are listed and missing": (lambda good: with_member(good, media={"0": "a.png"}), "missing"),
    "media whose member is a path": (lambda good: with_member(good, media={"/etc/passwd": "a.png"}), "missing"),
    "a list of media that is no map": (lambda good: with_member(good, media=["a.png"]), "not as Anki writes"),
    "a bomb": (bomb, "larger than"),
    "a bomb that lies": (lambda good: lying(with_member(good, media={"0": "a.png"})), "damaged"),
    "files that overlap": (overlapping, "overlap"),
    "an encrypted file": (encrypted, "packed in a way"),
    "too many files": (
        lambda good: packed(members(good) | {f"x{at}": b"" for at in range(65_600)}),
        "more entries",
    ),
    "packed otherwise": (lambda good: packed(members(good), zipfile.ZIP_LZMA), "packed in a way"),
    "a newer collection that is no zstd": (lambda good: packed({"collection.anki21b": b"no", "media": b""}), "damaged"),
}  # fmt: skip
