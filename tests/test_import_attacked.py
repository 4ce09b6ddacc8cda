"""`import` of packages that are made to hurt: hostile names are kept out or harmless, huge things end soon."""

from __future__ import annotations

import io
import json
import sqlite3
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hostile import members, packed, stock
from old_decks import BASIC, note, packed as old_packed
from support import run

from ankibuilder.importing import make_plan
from ankibuilder.importing.decks import lawful
from ankibuilder.importing.markdown import written
from ankibuilder.reading import read_package


def made(folder: Path, models: dict[int, dict[str, Any]], fields: str = "a\x1fb", deck: str = "") -> Path:
    """Write a package with a note of each of these note types, each of which says what is not as usual."""
    held = members(stock(folder).read_bytes())
    database = sqlite3.connect(":memory:")
    database.deserialize(held["collection.anki2"])
    (said, decks) = database.execute("SELECT models, decks FROM col").fetchone()
    usual = json.loads(said)["7"]
    types = {str(number): {**usual, "id": number, **more} for number, more in models.items()}
    named = {number: {**told, "name": deck or told["name"]} for number, told in json.loads(decks).items()}
    database.execute("UPDATE col SET models = ?, decks = ?", (json.dumps(types), json.dumps(named)))
    row = database.execute("SELECT * FROM notes LIMIT 1").fetchone()
    card = database.execute("SELECT * FROM cards LIMIT 1").fetchone()
    database.execute("DELETE FROM notes")
    database.execute("DELETE FROM cards")
    for at, number in enumerate(models, start=1):
        values = [at, f"g{at}", number, *row[3:6], fields, *row[7:]]
        database.execute(f"INSERT INTO notes VALUES ({','.join('?' * len(values))})", values)
        values = [at, at, *card[2:]]
        database.execute(f"INSERT INTO cards VALUES ({','.join('?' * len(values))})", values)
    database.commit()
    (folder / "it.apkg").write_bytes(packed(held | {"collection.anki2": database.serialize()}))
    return folder / "it.apkg"


def tried(folder: Path, package: Path) -> tuple[int, str]:
    """Import it where nothing else is; nothing may be written but the target."""
    (folder / "here").mkdir()
    done = run("import", package, "-o", "out", cwd=folder / "here")
    there = [path.name for path in (folder / "here").iterdir()]
    assert there == (["out"] if "wrote out" in done.stderr else []), done.stderr
    assert "Traceback" not in done.stderr
    assert "please report" not in done.stderr
    assert len(done.stderr.splitlines()) <= 2
    assert not any(sign in done.stdout + done.stderr for sign in "\x1b\u202e\x00\u2028")
    assert "\n::" not in done.stdout
    if there:
        assert run("check", "--project", folder / "here/out").returncode == 0
    return done.returncode, done.stdout


NAMES = [
    "../../../x", "/etc/passwd", "a\n::error::x\x1b[31m\u202e", "a: {b]\n- c: !!python/object", "", " ", "con",
    "N" * 5_000, "{{x}}", "<script>alert(1)</script>", "[sound:a.mp3]", "a\x00b", "\u202e", "-", "null", "~",
    "a\u2028b",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_hostile_name_of_a_note_type_leads_nowhere(name: str, tmp_path: Path) -> None:
    tried(tmp_path, made(tmp_path, {9: {"name": name}}))


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_hostile_name_of_a_field_leads_nowhere(name: str, tmp_path: Path) -> None:
    field = json.loads('{"name": "Q", "ord": 0, "sticky": false, "rtl": false, "font": "Arial", "size": 20}')
    fields = [field, {**field, "name": name or "x", "ord": 1}]
    template = {"name": name or "x", "qfmt": "{{Q}}", "afmt": "x", "ord": 0, "bqfmt": "", "bafmt": "", "did": None}
    tried(tmp_path, made(tmp_path, {9: {"flds": fields, "tmpls": [template]}}))


@pytest.mark.parametrize("name", [*NAMES[:4], *NAMES[6:], "x::" * 50_000 + "y", "a::\u202e::b", "::", "..::.."])
def test_a_hostile_name_of_a_deck_is_made_lawful(name: str, tmp_path: Path) -> None:
    status, _ = tried(tmp_path, made(tmp_path, {7: {}}, deck=name))
    assert status == 0


def test_a_name_of_a_deck_stays_as_it_is_where_it_can() -> None:
    remarks: list[str] = []
    assert lawful("A::B c", "x", remarks) == "A::B c"
    assert remarks == []
    assert len(lawful("x::" * 50_000, "x", remarks)) < 100


def test_a_folder_for_each_of_many_note_types_is_not_made(tmp_path: Path) -> None:
    package = made(tmp_path, {number: {"name": f"N{number}"} for number in range(100, 1_200)})
    done = run("import", package, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0] == "error: it.apkg has notes of 1,100 note types; the most is 1,000"
    assert not (tmp_path / "out").exists()


def test_many_cards_of_one_name_take_no_longer_than_others(tmp_path: Path) -> None:
    package = old_packed(tmp_path, {"D": [note(BASIC, f"g{at}", "same", str(at)) for at in range(3_000)]})
    read = read_package(io.BytesIO(package.read_bytes()), "it.apkg")
    begun = time.process_time()
    plan = make_plan(read, package, "it")
    assert plan.cards[-1].id == "same-3000"
    assert time.process_time() - begun < 10


def test_many_media_are_read_in_one_pass(tmp_path: Path) -> None:
    held = members(stock(tmp_path).read_bytes())
    named = {str(at): f"a{at}.png" for at in range(20_000)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, raw in (held | dict.fromkeys(named, b"x") | {"media": json.dumps(named).encode()}).items():
            archive.writestr(name, raw)
    begun = time.process_time()
    assert len(read_package(buffer, "it.apkg").media) == 20_000
    assert time.process_time() - begun < 10  # with a copy of all names for each of them: minutes


@pytest.mark.parametrize(
    "sign", ["\\(", "\\[", "<", "<a ", "[", "{{c1::", "&", "<b>", "<img ", "![", "[sound:", "`", "*a", "<em>a"]
)
def test_a_field_of_signs_alone_ends_soon(sign: str) -> None:
    begun = time.process_time()
    written(sign * (20_000 // len(sign)))
    assert time.process_time() - begun < 2
