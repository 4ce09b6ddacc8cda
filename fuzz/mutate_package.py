"""Damages packages: the zip around them, the members inside a sound zip, and what a sound database says."""

from __future__ import annotations

import io
import json
import random
import sqlite3
import zipfile

import zstandard

VALUES = [
    "''",
    "NULL",
    "-1",
    "0",
    "9223372036854775807",
    "1.5",
    "1e999",
    "x'ff00'",
    "CAST(x'ff1f80' AS TEXT)",
    "'a\x1fb'",
    "char(0)",
    "'\u202e'",
    "zeroblob(100000)",
    "printf('%.*c', 300000, 'a')",
    "'../../x'",
    "'[]'",
    "'{'",
    "rowid",
    "'{\"1\": {}}'",
]
STATEMENTS = [
    "DROP TABLE {t}",
    "DELETE FROM {t}",
    "ALTER TABLE {t} ADD COLUMN z",
    "CREATE TABLE z (x)",
    "CREATE VIEW z AS SELECT * FROM {t}",
    "CREATE TRIGGER z AFTER INSERT ON {t} BEGIN DELETE FROM {t}; END",
    "CREATE INDEX z ON {t} (1 + 1)",
    "INSERT INTO {t} SELECT * FROM {t} LIMIT 1",
    "PRAGMA user_version = -1",
    "CREATE TABLE w (x PRIMARY KEY) WITHOUT ROWID",
    "CREATE INDEX z ON {t} (rowid) WHERE rowid > 1",
    "PRAGMA encoding = 'UTF-16'",
    "CREATE VIRTUAL TABLE z USING fts5(x)",
]
JSONS = [None, 0, -1, 1e999, "", "1", [], [[]], {}, {"name": 1}, True, "\ud800", 10**30]


def spoilt(raw: bytes, chance: random.Random) -> bytes:
    """Turn, cut, copy or blank some bytes."""
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 8, 50))):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 2, 4, 16, 512))
        match chance.randrange(6):
            case 0:
                changed[at : at + length] = chance.randbytes(length)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[: length * 4]
            case 3:
                changed[at : at + length] = bytes(min(length, len(changed) - at))
            case 4:
                changed[at : at + length] = b"\xff" * min(length, len(changed) - at)
            case _:
                changed[at : at + 1] = bytes([chance.choice((0, 1, 0x1F, 0x7F, 0x80, 0xFF))])
    return bytes(changed)


def mutated(raw: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Damage the file as it lies there, or (three times in four) a member inside a zip that stays sound."""
    if chance.randrange(4) == 0:
        return spoilt(raw, chance)
    held = members(raw)
    name = chance.choice(sorted(held))
    which = chance.randrange(3)
    if (which == 0 and name.startswith("collection")) or chance.randrange(3) == 0:
        held["media" if which == 1 else name] = _spoilt_member(held["media" if which == 1 else name], chance)
    else:
        name = next(name for name in sorted(held, reverse=True) if name.startswith("collection"))
        held[name] = _kept(held[name], chance, chance.choice((_spoilt_database, _said_otherwise, _said_otherwise)))
    return packed(held, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def members(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(held: dict[str, bytes], how: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how, compresslevel=1) as archive:
        for name, raw in held.items():
            archive.writestr(name, raw)
    return buffer.getvalue()


def _spoilt_member(raw: bytes, chance: random.Random) -> bytes:
    return spoilt(raw or b"\0", chance) if chance.randrange(2) else _kept(raw, chance, spoilt)


def _kept(raw: bytes, chance: random.Random, change) -> bytes:  # type: ignore[no-untyped-def]
    """Change what zstd packs and pack it again, where it is packed."""
    if not raw.startswith(b"\x28\xb5\x2f\xfd"):
        return change(raw or b"\0", chance)  # type: ignore[no-any-return]
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    return zstandard.ZstdCompressor(level=1).compress(change(plain or b"\0", chance))


def _spoilt_database(raw: bytes, chance: random.Random) -> bytes:
    """Damage single pages and headers, which a random byte of a large file seldom meets."""
    changed = bytearray(raw)
    size = int.from_bytes(raw[16:18], "big") or 65536
    for _ in range(chance.choice((1, 1, 2, 5))):
        page = chance.randrange(max(1, len(raw) // max(size, 512))) * size
        at = page + chance.choice((0, 1, 3, 5, 8, 12, chance.randrange(100), chance.randrange(size)))
        changed[at : at + 1] = bytes([chance.choice((0, 1, 2, 5, 10, 13, 0x7F, 0xFF, chance.randrange(256)))])
    return bytes(changed[: len(raw)] if chance.randrange(20) else changed[: chance.randrange(len(changed))])


def _said_otherwise(raw: bytes, chance: random.Random) -> bytes:
    """Let a sound database say other things: values, rows, tables, the JSON within."""
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(raw[:18] + b"\x01\x01" + raw[20:])
        database.create_collation("unicase", lambda one, other: (one > other) - (one < other))
        database.execute("PRAGMA writable_schema = ON")
        for _ in range(chance.choice((1, 1, 2, 3))):
            _said(database, chance)
        database.commit()
        return database.serialize()
    except (sqlite3.Error, ValueError, TypeError, OverflowError, IndexError):
        return spoilt(raw, chance)
    finally:
        database.close()


def _said(database: sqlite3.Connection, chance: random.Random) -> None:
    tables = [
        row[0]
        for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    ]
    table = chance.choice(tables)
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    column = chance.choice(columns)
    match chance.randrange(4):
        case 0:
            database.execute(chance.choice(STATEMENTS).format(t=table))
        case 1 if "col" in tables and _has_json(database):
            column = chance.choice(("models", "decks", "dconf"))
            (text,) = database.execute(f"SELECT {column} FROM col").fetchone()
            database.execute(f"UPDATE col SET {column} = ?", (_json_otherwise(text, chance),))
        case 2:
            row = database.execute(f"SELECT {column} FROM {table} LIMIT 1").fetchone()
            if row and isinstance(row[0], str | bytes):
                raw = row[0].encode() if isinstance(row[0], str) else row[0]
                text = spoilt(raw or b"\0", chance)
                database.execute(
                    f"UPDATE {table} SET {column} = {'?' if isinstance(row[0], bytes) else 'CAST(? AS TEXT)'}", (text,)
                )
        case _:
            database.execute(
                f"UPDATE OR REPLACE {table} SET {column} = {chance.choice(VALUES)} WHERE rowid % {chance.choice((1, 2, 3))} = 0"
            )


def _has_json(database: sqlite3.Connection) -> bool:
    row = database.execute("SELECT models FROM col").fetchone()
    return row is not None and str(row[0]).startswith("{") and len(row[0]) > 9


def _json_otherwise(text: str, chance: random.Random) -> str:
    """Put something else at a random place of the tree."""
    tree = json.loads(text)
    at = tree
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            return json.dumps(tree)
        key = chance.choice(keys)
        if not isinstance(at[key], dict | list) or chance.randrange(4) == 0:
            break
        at = at[key]
    if isinstance(at, dict) and chance.randrange(2):
        del at[key]
    else:
        at[key] = chance.choice(JSONS)
    return json.dumps(tree)
