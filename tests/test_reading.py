"""Packages of ours, of genanki and of Anki read as they are; hostile ones are refused in words, quickly."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hostile import HOSTILE, members, packed, read, stock
from support import CASES, EPOCH, decoded, project, run

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.reading import Card, as_package, read_file


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    root = project(tmp_path_factory.mktemp("good"))
    built = run("build", "--project", root)
    assert built.returncode == 0, built.stderr
    return (root / "dist/example.apkg").read_bytes()


@pytest.mark.parametrize("case", sorted((CASES / "good").iterdir()), ids=lambda case: case.name)
def test_ours_are_read_as_they_are(case: Path, tmp_path: Path) -> None:
    run("build", "--project", case, "-o", tmp_path)
    for path in tmp_path.glob("*.apkg"):
        package, told = read_file(path), decoded(path)
        assert [note.guid for note in package.notes] == [note["guid"] for note in told["notes"]]
        for note, other in zip(package.notes, told["notes"], strict=True):
            assert (note.note_id, note.time, list(note.tags)) == (other["id"], other["time"], sorted(other["tags"]))
            assert {name: html for name, html in note.fields.items() if html} == other["fields"]
            assert [[card.deck, card.ordinal, card.due] for card in note.cards] == other["cards"]
        assert {name: text for name, text in package.decks.items() if name != "Default"} == told["decks"]
        for made, other in zip(
            sorted(package.note_types.values(), key=lambda made: made.name), told["note types"], strict=True
        ):
            assert (made.id, made.name, made.time, made.sort) == tuple(other[x] for x in ("id", "name", "time", "sort"))
            assert [[field.name, field.id] for field in made.fields] == other["fields"]
            assert [[template.name, template.id] for template in made.templates] == other["templates"]
        assert sorted(package.media) == told["media"]


def test_stock_genanki_is_read(tmp_path: Path) -> None:
    package = read_file(stock(tmp_path))
    one, cloze = package.notes
    assert (one.guid, one.time, one.tags) == ("77", EPOCH, ("a", "b"))
    assert one.fields == {"Q": "Eins", "A": '<img src="é 1.png">'}
    assert one.cards == (Card(0, "Stock", 0),)
    assert package.note_types[7].fields[0].id is None
    assert [made.cloze for made in package.note_types.values()] == [False, True]
    assert [card.ordinal for card in cloze.cards] == [0, 1]
    assert package.media == {"é 1.png": hashlib.sha256(b"\x89PNG").hexdigest()}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_package_is_refused_in_words(good: bytes, what: str) -> None:
    spoil, words = HOSTILE[what]
    raw = spoil(good)
    started = time.perf_counter()
    with pytest.raises(AnkibuilderError) as refused:
        read(raw)
    assert time.perf_counter() - started < 5
    assert words in refused.value.message
    assert refused.value.message.startswith("it.apkg")
    assert refused.value.status == 1
    assert refused.value.hint


def test_what_hostile_packages_are_made_of_is_read(good: bytes) -> None:
    assert read(packed(members(good))) == read(good)


def test_what_is_no_file_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(AnkibuilderError, match="there is no file") as missing:
        read_file(tmp_path / "none.apkg")
    assert missing.value.status == 2
    with pytest.raises(AnkibuilderError) as folder:
        read_file(tmp_path)
    assert folder.value.status == 2
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.apkg")
        with pytest.raises(AnkibuilderError, match="no ordinary file"):
            read_file(tmp_path / "pipe.apkg")


def test_the_newer_form_needs_a_library_and_says_so(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "zstandard", None)
    with pytest.raises(AnkibuilderError, match="needs the library `zstandard`") as refused:
        read(packed({"collection.anki21b": b"", "media": b""}))
    assert refused.value.status == 3


@pytest.mark.parametrize("case", sorted((CASES / "good").iterdir()), ids=lambda case: case.name)
def test_ours_need_not_be_written_to_be_read(case: Path) -> None:
    """Apart from the deck and the preset `Default`, which genanki adds."""
    from ankibuilder.check import check
    from ankibuilder.lock import read_lock
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp

    checked = check(case)
    stamped = stamp(checked.project, checked.notes, read_lock(case), EPOCH)
    for deck in checked.project.decks:
        made = content(deck, stamped)
        written = read(package(made))
        decks = {name: text for name, text in written.decks.items() if name != "Default"}
        presets = {number: name for number, name in written.presets.items() if number != 1}
        assert as_package(made, "it.apkg") == replace(written, decks=decks, presets=presets)
