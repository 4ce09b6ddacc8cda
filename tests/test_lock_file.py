"""The lock's file: read and written as ever, and whatever no release wrote is damage that is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support import CASES

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import Lock, LockedDeck, LockedNote, LockedNoteType, Release, as_file, parsed, read_lock

LOCK = Lock(
    tool="0.1.0",
    releases=(Release("0.1.0", 1_780_000_000, {"closeness-0.1.0.apkg": "ab12"}), Release("0.2.0", 1_780_000_009)),
    note_types={
        "concept": LockedNoteType("h", 1_780_000_000, 12, "C: Concept", (("Card ID", 3),), (("Card 1", 4),), 1)
    },
    notes={
        "secure-base": LockedNote(
            "h1", 1_780_000_000, 1_780_000_000_123, "0.1.0", "0.2.0", "concept", "kpfmzybrzokzetbb"
        ),
        "gone": LockedNote("h2", 1_780_000_009, 1_780_000_000_124, "0.1.0", "0.2.0", "concept", "a#b&c", "0.2.0"),
    },
    decks={"closeness": LockedDeck("Closeness", ("Closeness::010 Start here",), "h3")},
    namespace="closeness",
    name="Closeness – für alle",
)


GERMAN = replace(LOCK, decks={"closeness": LockedDeck("Nähe – für alle", ("Nähe::010 Größe",), "h3")})
OLD = LockedNoteType(
    "h",
    1_780_000_000,
    12,
    "Old: words",
    (("Word", -(2**63)), ("Extra", None)),
    (("Card 1", 2**63 - 1), ("Card 2", None)),
)
ADOPTED = replace(LOCK, note_types={"concept": OLD})


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("format-1", GERMAN),
        ("adopted", ADOPTED),
        ("empty", replace(LOCK, releases=(), note_types={}, notes={}, decks={})),
    ],
)
def test_a_lock_of_the_first_format_is_read_and_written_as_ever(name: str, lock: Lock) -> None:
    """Projects have such files: were it another seal or layout, theirs could not be read, or differed in every line."""
    kept = (CASES / f"lock/{name}.lock").read_bytes()
    assert (parsed(kept), as_file(lock)) == (lock, kept)


def put(folder: Path, text: str | bytes) -> Path:
    (folder / "ankibuilder.lock").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read_lock(tmp_path) == Lock()
    assert read_lock(put(tmp_path, as_file(LOCK))) == LOCK
    assert as_file(read_lock(tmp_path)) == as_file(LOCK)


@pytest.mark.parametrize("name", ["a" * 997, "ä", "日本語　単語", "می‌خواهم", "Family 👨‍👩‍👧", "Qu’est-ce que c’est ?"])
def test_names_in_any_language_are_read_again(tmp_path: Path, name: str) -> None:
    lock = replace(LOCK, name=name, decks={"closeness": LockedDeck(name, (f"{name}::A",), "h3")})
    assert read_lock(put(tmp_path, as_file(lock))) == lock


def test_a_lock_that_an_editor_marked_is_read(tmp_path: Path) -> None:
    assert read_lock(put(tmp_path, b"\xef\xbb\xbf" + as_file(LOCK).replace(b"\n", b"\r\n"))) == LOCK


def test_a_note_that_was_let_go_stays_in(tmp_path: Path) -> None:
    lock = replace(LOCK, notes=LOCK.notes | {"gone": replace(LOCK.notes["gone"], gone="0.2.0")})
    assert read_lock(put(tmp_path, as_file(lock))) == lock


@pytest.mark.parametrize(
    ("lock", "words"),
    [
        (replace(LOCK, releases=LOCK.releases[:1]), "names release 0.2.0, whose line is missing"),
        (replace(LOCK, releases=LOCK.releases[::-1]), "release 0.1.0 stands below 0.2.0"),
        (replace(LOCK, releases=(*LOCK.releases, Release("0.3.0", 1_780_000_005))), "release 0.3.0 stands below 0.2.0"),
        (replace(LOCK, releases=(*LOCK.releases, Release("0.2", 1_780_000_010))), "release 0.2 stands below 0.2.0"),
        (replace(LOCK, releases=(*LOCK.releases, Release("0.3.0", 1_780_000_009))), "release 0.3.0 stands below 0.2.0"),
        (replace(LOCK, note_types={}), "is of the kind `concept`, whose line in `note_types` is missing"),
        (replace(LOCK, decks={}), "closeness-0.1.0.apkg is of a deck whose line in `decks` is missing"),
    ],
)
def test_lines_that_a_merge_lost_or_mixed_up_are_told(tmp_path: Path, lock: Lock, words: str) -> None:
    assert words in damaged(tmp_path, as_file(lock))


def test_a_merge_that_was_not_finished_is_told(tmp_path: Path) -> None:
    told = damaged(tmp_path, as_file(LOCK).replace(b'"notes"', b'<<<<<<< HEAD\n=======\n>>>>>>> other\n"notes"'))
    assert "holds the marks of a merge" in told


def test_the_file_has_a_line_an_entry_sorted() -> None:
    lines = as_file(LOCK).decode().splitlines()
    notes = lines[lines.index('"notes": {') + 1 :]
    assert [json.loads(line.partition(": ")[0]) for line in notes[:2]] == ["gone", "secure-base"]
    assert as_file(replace(LOCK, notes=dict(reversed(LOCK.notes.items())))) == as_file(LOCK)


def test_two_branches_that_each_add_a_note_merge_line_by_line(tmp_path: Path) -> None:
    more = {name: replace(LOCK.notes["gone"], note_id=at) for at, name in enumerate(("aside", "zebra"), start=5)}
    whole = as_file(replace(LOCK, notes=LOCK.notes | more)).decode().splitlines(keepends=True)
    one = as_file(replace(LOCK, notes=LOCK.notes | {"aside": more["aside"]})).decode().splitlines(keepends=True)
    assert [line for line in whole if line in one or "zebra" in line or "secure-base" in line] == whole


def damaged(folder: Path, text: str | bytes) -> str:
    with pytest.raises(AnkibuilderError) as raised:
        read_lock(put(folder, text))
    assert raised.value.status == 1
    return raised.value.message


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"format": 1}', '{"format": "x"}', "", '{"format": true}'])
def test_a_damaged_lock_stops_everything(tmp_path: Path, text: str) -> None:
    assert "damaged" in damaged(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"hash": "h1"', '"hash": "h3"', "`secure-base` in `notes` was changed by hand"),
        ('"time": 1780000009, "packages"', '"time": 1780000008, "packages"', "`0.2.0` in `releases`"),
        ('"Closeness::010 Start here"', '"Closeness::020 Start here"', "`closeness` in `decks`"),
        ('["Card ID", 3]', '["Card ID", 5]', "`concept` in `note_types`"),
        ('"gone": {', '"going": {', "`going` in `notes`"),
        ('"gone": {', '"secure-base": {', "`secure-base` stands there twice"),
        ('"namespace": "closeness"', '"namespace": "a\\u0000"', "is no text that a release writes"),
        *(
            ('"namespace": "closeness"', f'"namespace": "a{sign}"', "is no text that a release writes")
            for sign in ("\\n", "\\ud800", "\u2028", "\u2029")
        ),
        ('"namespace": "closeness"', f'"namespace": "{"a" * 1_001}"', "is no text that a release writes"),
        ('"tool": "0.1.0"', f'"tool": "{"a" * 81}"', "is no word that a release writes"),
        ('"tool": "0.1.0"', '"tool": "<b>"', "is no word that a release writes"),
    ],
)
def test_an_edit_by_hand_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    text = as_file(LOCK).decode()
    assert old in text
    assert named in damaged(tmp_path, text.replace(old, new))


@pytest.mark.parametrize(
    ("name", "value"),
    [("time", "1780000000"), ("time", None), ("time", 2**70), ("time", 2**53), ("time", -1), ("time", True),
     ("note_id", 0), ("note_id", 1.5), ("changed", "<script>"),
     ("changed", "1\x1f2"), ("hash", None), ("since", ["1"]), ("guid", "")],
)  # fmt: skip
def test_a_value_that_no_release_writes_is_damage_though_it_is_sealed(tmp_path: Path, name: str, value: Any) -> None:
    note = replace(LOCK.notes["gone"], **{name: value})
    assert "damaged" in damaged(tmp_path, as_file(replace(LOCK, notes={"gone": note})))


@pytest.mark.parametrize("number", ["7", 7.0, True, 2**63, -(2**63) - 1, [7]])
def test_an_id_that_anki_cannot_hold_is_damage_though_it_is_sealed(tmp_path: Path, number: Any) -> None:
    adopted = [replace(OLD, fields=(("Word", number),)), replace(OLD, templates=(("Card 1", number),))]
    told = [damaged(tmp_path, as_file(replace(LOCK, note_types={"concept": made}))) for made in adopted]
    assert told == [f"ankibuilder.lock is damaged: {number!r} is no id of Anki's"] * 2


def test_a_lock_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ankibuilder.lock").symlink_to("/dev/zero")
    with pytest.raises(AnkibuilderError, match="symbolic link") as told:
        read_lock(tmp_path)
    assert (told.value.status, told.value.hint) == (1, "it is not to be edited: take it back from git")


def test_a_lock_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "ankibuilder.lock").open("wb") as file:
        file.truncate(100_000_001)
    with pytest.raises(AnkibuilderError) as told:
        read_lock(tmp_path)
    assert told.value.message == "ankibuilder.lock: this file is larger than 100,000,000 bytes"


def test_a_newer_lock_is_refused(tmp_path: Path) -> None:
    assert "newer" in damaged(tmp_path, as_file(LOCK).replace(b'"format": 1', b'"format": 2'))
