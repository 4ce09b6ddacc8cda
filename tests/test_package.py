"""Packages: the same bytes everywhere, cards where fronts are not empty, media, presets, and nothing left behind."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest
from support import EPOCH, REPOSITORY, decoded, project, run, run_apart, run_here

PNG = b"\x89PNG\r\n\x1a\n"
VARIATIONS = [
    {},
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "4242"},
    {"TZ": "Asia/Kathmandu"},
    {"TZ": "America/St_Johns"},
    {"LC_ALL": "C", "LANG": "C"},
    {"umask": "077"},
    {"umask": "000"},
    {"cwd": "elsewhere"},
    {"times": "old"},
]
ALL_AT_ONCE = {name: value for variation in VARIATIONS for name, value in variation.items()}


def copy(folder: Path) -> Path:
    """The deck's sources in another place."""
    for name in ("cards", "decks"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "ankibuilder.yaml", folder)
    return folder


def hashes(folder: Path, variations: list[dict[str, str]]) -> set[str]:
    """Build the deck in different circumstances, each time in a process of its own."""
    found = set()
    for at, variation in enumerate(variations):
        root = copy(folder / str(at))
        environment = {name: value for name, value in variation.items() if name.isupper()}
        if "times" in variation:
            for path in root.rglob("*"):
                os.utime(path, (1_000_000_000, 1_000_000_000))
        mask = os.umask(int(variation.get("umask", "022"), 8))
        try:
            built = run_apart("build", "--project", root, cwd=folder if "cwd" in variation else root, **environment)
        finally:
            os.umask(mask)
        assert built.returncode == 0, built.stderr
        found.add(hashlib.sha256((root / "dist/closeness.apkg").read_bytes()).hexdigest())
    return found


def test_two_builds_of_the_deck_give_one_hash(tmp_path: Path) -> None:
    assert len(hashes(tmp_path, [{}, ALL_AT_ONCE])) == 1


@pytest.mark.long
def test_ten_builds_of_the_deck_give_one_hash(tmp_path: Path) -> None:
    assert len(hashes(tmp_path, VARIATIONS)) == 1


def test_another_time_gives_other_bytes(tmp_path: Path) -> None:
    root = project(tmp_path)
    run("build", "--project", root)
    before = (root / "dist/example.apkg").read_bytes()
    run("build", "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + 1))
    assert (root / "dist/example.apkg").read_bytes() != before


def test_the_archive_tells_nothing_of_where_it_was_made(tmp_path: Path) -> None:
    root = project(tmp_path)
    run("build", "--project", root)
    with zipfile.ZipFile(root / "dist/example.apkg") as archive:
        for entry in archive.infolist():
            assert (entry.date_time, entry.compress_type, entry.create_system) == ((1980, 1, 1, 0, 0, 0), 0, 3)
        raw = archive.read("collection.anki2")
    for word in (b"example.org", str(tmp_path).encode(), b"cards/example"):
        assert word not in raw


def test_an_unchanged_package_is_not_written_again(tmp_path: Path) -> None:
    root = project(tmp_path)
    run("build", "--project", root)
    package = root / "dist/example.apkg"
    os.utime(package, (1, 1))
    built = run("build", "-v", "--project", root)
    assert package.stat().st_mtime == 1
    assert "as it was" in built.stderr


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    root, temporary = project(tmp_path / "project"), tmp_path / "tmp"
    temporary.mkdir()
    assert run_apart("build", "--project", root, TMPDIR=str(temporary)).returncode == 0
    assert list(temporary.iterdir()) == []
    assert [path.name for path in (root / "dist").iterdir()] == ["example.apkg"]


def test_a_package_has_the_rights_a_new_file_has(tmp_path: Path) -> None:
    root = project(tmp_path)
    mask = os.umask(0o027)
    try:
        run("build", "--project", root)
    finally:
        os.umask(mask)
    assert (root / "dist/example.apkg").stat().st_mode & 0o777 == 0o640


KIND = {
    "kinds/pair/kind.yaml": (
        "name: Pair\nfields:\n  - {id: front, name: Front, required: true}\n  - {id: back, name: Back}\nsort: front\n"
        "templates:\n  - {id: there, name: There, front: a.html, back: b.html}\n"
        "  - {id: back-again, name: Back again, front: c.html, back: b.html}\n"
    ),
    "kinds/pair/a.html": "{{#Front}}{{Front}}{{/Front}}",
    "kinds/pair/b.html": "{{FrontSide}}<hr id=answer>{{Back}}",
    "kinds/pair/c.html": "{{#Front}}{{#Back}}{{Back}}{{/Back}}{{/Front}}",
}


@pytest.mark.parametrize(("back", "ordinals"), [("    back: Tier\n", [0, 1]), ("", [0])])
def test_an_own_kind_has_cards_exactly_where_a_front_is_not_empty(
    tmp_path: Path, back: str, ordinals: list[int]
) -> None:
    card = f"module: example\ntitle: E\ncards:\n  - id: animal\n    kind: pair\n    front: animal\n{back}"
    root = project(tmp_path, cards__example=card)
    for name, text in KIND.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    built = run("build", "--project", root)
    assert built.returncode == 0, built.stderr
    (note,) = decoded(root / "dist/example.apkg")["notes"]
    assert [ordinal for _, ordinal, _ in note["cards"]] == ordinals
    assert note["note type"] == "Example: Pair"


def test_media_are_packed_under_the_name_of_their_content(tmp_path: Path) -> None:
    card = (
        "module: example\ntitle: E\ncards:\n  - id: a\n    kind: concept\n    question: Q?\n    answer: A.\n"
        "    image: {file: Base.PNG, alt: 'A \"base\" & more', credit: Me}\n    audio: {file: word.mp3}\n"
    )
    root = project(tmp_path, cards__example=card)
    (root / "cards/media").mkdir()
    (root / "cards/media/Base.PNG").write_bytes(PNG)
    (root / "cards/media/word.mp3").write_bytes(b"ID3")
    (root / "cards/media/unused.mp3").write_bytes(b"ID3")
    built = run("build", "--project", root)
    assert built.returncode == 0, built.stderr
    content = decoded(root / "dist/example.apkg")
    hashed = hashlib.sha256(PNG).hexdigest()[:12]
    picture = f"_Base-{hashed}.png"
    assert content["media"] == [picture, f"_word-{hashlib.sha256(b'ID3').hexdigest()[:12]}.mp3"]
    fields = content["notes"][0]["fields"]
    assert fields["Image"] == f'<img src="{picture}" alt="A &quot;base&quot; &amp; more"><br><small>Me</small>'
    assert fields["Audio"].startswith("[sound:_word-")
    with zipfile.ZipFile(root / "dist/example.apkg") as archive:
        assert archive.read("0") == PNG


def test_an_unchanged_note_keeps_its_released_time_and_a_changed_one_does_not(tmp_path: Path) -> None:
    from ankibuilder.check import check
    from ankibuilder.lock import Lock, LockedNote, Release
    from ankibuilder.package import package
    from ankibuilder.package.content import _hash, content, stamp

    checked = check(project(tmp_path))
    first = stamp(checked.project, checked.notes, Lock(), EPOCH)
    hashes = {note.card.id.value: _hash(note, first.note_types[note.card.kind.id][0]) for note in checked.notes}
    lock = Lock(
        releases=(Release("0.1.0", EPOCH),),
        notes={
            "secure-base": LockedNote(
                hashes["secure-base"], EPOCH, first.stamps["secure-base"].note_id, "0.1.0", "0.2.0"
            ),
            "kinder": LockedNote("another", EPOCH, first.stamps["kinder"].note_id, "0.1.0", "0.1.0"),
        },
    )
    later = stamp(checked.project, checked.notes, lock, EPOCH + 1000)
    assert later.unreleased
    path = tmp_path / "later.apkg"
    path.write_bytes(package(content(checked.project.decks[0], later)))
    notes = {note["fields"]["Card ID"]: note for note in decoded(path)["notes"]}
    assert {name: note["time"] for name, note in notes.items()} == {"secure-base": EPOCH, "kinder": EPOCH + 1000}
    assert notes["secure-base"]["fields"]["Changed in"] == "0.2.0"
    assert "example::changed::0.2.0" in notes["secure-base"]["tags"]
    assert "Changed in" not in notes["kinder"]["fields"]
    assert "0.1.0 (2026-09-21), with unreleased changes" in decoded(path)["decks"]["Example"]


def test_a_note_type_keeps_its_released_time_in_the_package(tmp_path: Path) -> None:
    from ankibuilder.check import check
    from ankibuilder.lock import Lock, LockedNoteType
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp

    checked = check(project(tmp_path))
    made = stamp(checked.project, checked.notes, Lock(), EPOCH).note_types
    lock = Lock(note_types={"concept": LockedNoteType(made["concept"][0].hash, 7), "reframe": LockedNoteType("old", 7)})
    later = stamp(checked.project, checked.notes, lock, EPOCH)
    assert later.unreleased
    path = tmp_path / "later.apkg"
    path.write_bytes(package(content(checked.project.decks[0], later)))
    times = {made["name"]: made["time"] for made in decoded(path)["note types"]}
    assert times == {"Example: Concept": 7, "Example: Reframe": EPOCH}


def test_the_database_does_not_say_which_sqlite_wrote_it(tmp_path: Path) -> None:
    root = project(tmp_path)
    run("build", "--project", root)
    with zipfile.ZipFile(root / "dist/example.apkg") as archive:
        assert archive.read("collection.anki2")[96:100] == bytes(4)


def test_the_database_is_sound(tmp_path: Path) -> None:
    root = project(tmp_path)
    run("build", "--project", root)
    with zipfile.ZipFile(root / "dist/example.apkg") as archive:
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


def test_a_package_that_does_not_read_back_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ankibuilder.package.package", lambda content: b"damaged")
    status, said, told = run_here(capsys, "build", "--project", project(tmp_path))
    assert (status, said) == (3, "")
    assert "error: cannot write example.apkg: it would not be whole: " in told
    assert not (tmp_path / "dist/example.apkg").exists()
