"""`verify`: whole packages pass, everything else is told in words, with the engine and without."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import HOSTILE, members, packed, stock, with_member, with_sql
from support import REPOSITORY, project, run, run_apart, run_here

WITHOUT = "import sys; sys.modules['anki'] = None; from ankibuilder.cli import program; program()"


def without_engine(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, *map(str, arguments)],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = project(tmp_path_factory.mktemp("good"))
    assert run("build", "--project", root).returncode == 0
    return root / "dist/example.apkg"


@pytest.fixture(scope="module")
def good(package: Path) -> bytes:
    return package.read_bytes()


def test_a_whole_package(package: Path) -> None:
    from anki.buildinfo import version

    told = run_apart("verify", package)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == (
        f"{package}: whole: 2 notes, 2 cards, 2 note types, 0 media files; imports into Anki {version}\n"
    )


def test_what_is_released_and_what_others_make_is_whole(tmp_path: Path) -> None:
    others = stock(tmp_path)
    told = run("verify", *sorted((REPOSITORY / "decks/releases").glob("*.apkg")), others, "--format", "json")
    assert told.returncode == 0, told.stdout
    read = json.loads(told.stdout)
    assert read["faults"] == 0
    assert read["packages"][-1] == {
        "file": str(others), "faults": [], "notices": [], "notes": 2, "cards": 3, "note_types": 2, "media_files": 1,
    }  # fmt: skip


def test_without_the_engine_it_says_so(package: Path) -> None:
    told = without_engine("verify", package)
    assert (told.returncode, told.stdout) == (
        0,
        f"{package}: whole: 2 notes, 2 cards, 2 note types, 0 media files\n",
    )
    assert told.stderr == "not tried in Anki: the engine is not installed (`.venv/bin/pip install anki`)\n"
    assert json.loads(without_engine("verify", package, "--format", "json").stdout)["engine"] is None


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_packages_fail_in_words(
    good: bytes, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil, words = HOSTILE[what]
    path = tmp_path / "it.apkg"
    path.write_bytes(spoil(good))
    status, out, err = run_here(capsys, "verify", path)
    assert (status, err) == (1, "")
    assert out.startswith(f"{path}: FAULT: ")
    assert out.count("\n") == 1
    assert words in out
    assert [left.name for left in tmp_path.iterdir()] == ["it.apkg"]


FAULTS = {
    "two notes of one GUID": (["UPDATE notes SET guid = 'same'"], "notes have one GUID"),
    "a note without cards": (
        ["DELETE FROM cards WHERE nid = (SELECT min(id) FROM notes)"],
        "a note has no card: ",
    ),
    "a card without a note": (
        ["UPDATE cards SET nid = 7 WHERE id = (SELECT min(id) FROM cards)"],
        "cards are of a note that is not there: 7",
    ),
    "a card in no deck": (["UPDATE cards SET did = 7"], "a card is in a deck that is not there: "),
    "two cards of one template": (
        ["INSERT INTO cards SELECT 77, nid, did, ord, mod, usn, type, queue, due, ivl, factor, reps, lapses, left,"
         " odue, odid, flags, data FROM cards LIMIT 1"],
        "a note has two cards of one template",
    ),
    "a picture that is not there": (
        ["UPDATE notes SET flds = replace(flds, 'A safe point.', '<img alt=\"\" src=''a%20b.png''> [sound:c.mp3]')"],
        "a picture or sound is not in it: a b.png, c.mp3",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", FAULTS)
def test_faults_inside_are_told(good: bytes, what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statements, words = FAULTS[what]
    path = tmp_path / "it.apkg"
    path.write_bytes(with_sql(good, *statements))
    status, out, _ = run_here(capsys, "verify", path)
    assert status == 1
    assert f"{path}: FAULT: {words}" in out


def test_pictures_from_elsewhere_are_none_of_the_package(good: bytes, tmp_path: Path) -> None:
    text = '<img src="https://example.org/a.png"> <img src="data:image/gif;base64,x"> <img src=there&amp;here.png>'
    path = tmp_path / "it.apkg"
    changed = with_sql(good, f"UPDATE notes SET flds = replace(flds, 'A safe point.', '{text}')")
    path.write_bytes(with_member(changed, media={"0": "there&here.png"}, **{"0": b"a"}))
    assert without_engine("verify", path).returncode == 0


def test_a_member_that_nothing_names_is_read_too(good: bytes, tmp_path: Path) -> None:
    raw = bytearray(packed(members(good) | {"more": b"word for word"}))
    at = raw.find(b"word for word")
    raw[at] ^= 1
    (tmp_path / "it.apkg").write_bytes(raw)
    told = run("verify", tmp_path / "it.apkg")
    assert told.returncode == 1
    assert "Bad CRC-32 for file 'more'" in told.stdout
    (tmp_path / "it.apkg").write_bytes(packed(members(good) | {"../more": b""}))
    assert "would be written elsewhere" in run("verify", tmp_path / "it.apkg").stdout


def test_what_anki_alone_finds_is_told(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "it.apkg"
    path.write_bytes(with_sql(good, 'UPDATE col SET models = replace(models, \'"qfmt"\', \'"qfmt": 7, "q"\')'))
    told = run("verify", path)
    assert told.returncode == 1, told.stdout
    path.write_bytes(with_sql(good, "UPDATE cards SET due = 5000000, type = 0, queue = 9"))
    told = run("verify", path)
    assert told.returncode == 1, told.stdout
    assert "Traceback" not in told.stderr


def test_a_release_is_imported_before_anything_is_written(tmp_path: Path) -> None:
    """Where there is no Anki to import into, there is no release."""
    root = project(tmp_path)
    refused = without_engine("release", "0.1.0", "--project", root)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.startswith("error: the Anki engine is not installed")
    assert not (root / "ankibuilder.lock").exists()
    assert not (root / "decks/releases").exists()


def test_what_cannot_be_read_is_the_environments_fault(package: Path, tmp_path: Path) -> None:
    assert run("verify").returncode == 2
    assert run("verify", tmp_path / "none.apkg", package).returncode == 2
    assert run("verify", tmp_path).returncode == 2
    os.mkfifo(tmp_path / "pipe.apkg")
    assert run("verify", tmp_path / "pipe.apkg").returncode == 2
