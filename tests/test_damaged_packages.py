"""Damaged packages by the thousand: each is read or refused in words. A short run is in the everyday suite."""

from __future__ import annotations

import random
import sqlite3
import zipfile

import pytest
from hostile import members, packed, read, stock
from support import CASES, run

from ankibuilder.diagnostics import AnkibuilderError

SEED, MANY, FEW = 20261124, 40_000, 400


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("packages")
    for case in ("minimal", "everything-a-card-may-say", "own-kind-with-two-templates"):
        run("build", "--project", CASES / "good" / case, "-o", folder)
    stock(folder)
    whole = [path.read_bytes() for path in sorted(folder.glob("*.apkg"))]
    return whole + [packed(members(raw), zipfile.ZIP_DEFLATED) for raw in whole]


def spoilt(raw: bytes, chance: random.Random) -> bytes:
    """Turn, cut, copy or blank some bytes."""
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 8, 50))):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 1, 2, 4, 16, 512))
        match chance.randrange(5):
            case 0:
                changed[at : at + length] = chance.randbytes(length)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[: length * 4]
            case 3:
                changed[at : at + length] = bytes(min(length, len(changed) - at))
            case _:
                changed[at : at + 1] = bytes([chance.choice((0, 1, 0x1F, 0x7F, 0x80, 0xFF))])
    return bytes(changed)


def spoilt_inside(raw: bytes, chance: random.Random) -> bytes:
    """Spoil a member and pack it again, so that the zip is sound and its sums are right."""
    held = members(raw)
    name = chance.choice(sorted(held))
    return packed(held | {name: spoilt(held[name] or b"\0", chance)})


def spoilt_text(raw: bytes, chance: random.Random) -> bytes:
    """Spoil what a sound database says."""
    held = members(raw)
    database = sqlite3.connect(":memory:")
    database.deserialize(held["collection.anki2"])
    column = chance.choice(("models", "decks", "dconf"))
    text = database.execute(f"SELECT {column} FROM col").fetchone()[0].encode()
    database.execute(f"UPDATE col SET {column} = CAST(? AS TEXT)", (spoilt(text, chance),))
    database.commit()
    held["collection.anki2"] = database.serialize()
    database.close()
    return packed(held)


def hurl(packages: list[bytes], times: int, seed: int) -> tuple[int, int]:
    chance, taken = random.Random(seed), 0
    told: list[AnkibuilderError] = []
    for _ in range(times):
        raw = chance.choice((spoilt, spoilt_inside, spoilt_text))(chance.choice(packages), chance)
        try:
            read(raw)
            taken += 1
        except AnkibuilderError as fault:
            told.append(fault)
    assert all(fault.status == 1 and "\n" not in fault.message for fault in told)
    return taken, len(told)


def test_a_few_damaged_packages_are_read_or_refused(packages: list[bytes]) -> None:
    taken, refused = hurl(packages, FEW, SEED)
    assert taken > FEW / 50
    assert refused > FEW / 3


@pytest.mark.long
def test_many_damaged_packages_are_read_or_refused(packages: list[bytes]) -> None:
    taken, refused = hurl(packages, MANY, SEED + 1)
    assert taken > MANY / 50
    assert refused > MANY / 3
