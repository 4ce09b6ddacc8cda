"""What becomes of a learner's cards when one is retired, and of their own words when one is corrected."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import CASES, SMALL, project, run, write
from worlds import pixel

from ankibuilder.engine import collection, database_faults, faces, import_package
from ankibuilder.engine.texts import import_text
from ankibuilder.lock import guid

PICTURE = "good/everything-a-card-may-say/cards/media/base.png"
RETIRED = "    retired: {because: Said better elsewhere., see: kinder}\n  - id: kinder"


def retired_after_a_release(folder: Path) -> tuple[Path, Path]:
    """Release a card, retire it, release again."""
    root = project(folder)
    cards = (root / "cards/example.yaml").read_text()
    run("release", "0.1.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790000000")
    (root / "cards/example.yaml").write_text(cards.replace("  - id: kinder", RETIRED))
    assert run("release", "0.2.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790090000").returncode == 0
    return root / "decks/releases/example-0.1.0.apkg", root / "decks/releases/example-0.2.0.apkg"


def where(opened: Any, card_id: str) -> list[tuple[str, int, int]]:
    """Each card of a note: its deck, how often it was reviewed, its interval."""
    note_id = opened.db.scalar("SELECT id FROM notes WHERE guid = ?", guid("example", card_id))
    cards = opened.get_note(note_id).cards()
    return [(opened.decks.name(card.did), card.reps, card.ivl) for card in cards]


def test_who_studied_a_retired_card_keeps_it_and_is_told(tmp_path: Path) -> None:
    old, new = retired_after_a_release(tmp_path)
    with collection() as opened:
        import_package(opened, old)
        opened.db.execute("UPDATE cards SET type = 2, queue = 2, ivl = 31, reps = 9, due = 100, mod = 1790000001")
        import_package(opened, new)
        assert where(opened, "secure-base") == [("Example", 9, 31)]
        (face,) = faces(opened, guid("example", "secure-base"))
        assert "Said better elsewhere." in face.front
        assert "ab-retired" in re.sub(r"(?s)<style>.*?</style>", "", face.front)
        assert len(opened.find_cards("tag:example::retired::0.2.0")) == 1
        (other,) = faces(opened, guid("example", "kinder"))
        assert "ab-retired" not in re.sub(r"(?s)<style>.*?</style>", "", other.front)
        assert database_faults(opened) == []


def test_a_newcomer_does_not_meet_a_retired_card_in_the_deck(tmp_path: Path) -> None:
    _, new = retired_after_a_release(tmp_path)
    with collection() as opened:
        import_package(opened, new)
        assert where(opened, "secure-base") == [("Example (retired)", 0, 0)]
        assert where(opened, "kinder") == [("Example", 0, 0)]
        assert database_faults(opened) == []


def refuse_doubles(opened: Any, path: Path) -> None:
    """Choose *Existing notes: Preserve* while importing a text file of one's own; Anki keeps that for the next one."""
    from anki.import_export_pb2 import CsvMetadata, ImportCsvRequest

    path.write_text("Front;Back\n")
    metadata = opened.get_csv_metadata(path=str(path), delimiter=None)
    metadata.dupe_resolution = CsvMetadata.DupeResolution.PRESERVE
    opened.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))


def test_the_text_update_leaves_the_learners_own_words_and_tags(tmp_path: Path) -> None:
    root = project(tmp_path)
    cards = (root / "cards/example.yaml").read_text()
    run("release", "0.1.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790000000")
    changed = cards.replace("A safe point.", 'A "safe" place.\n    extra: |\n      - one\n      - two')
    (root / "cards/example.yaml").write_text(changed + "  - {id: new, kind: concept, question: New?, answer: Yes.}\n")
    assert run("release", "0.2.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790090000").returncode == 0
    built = run("build", "--format", "text", "--since", "0.1.0", "--project", root)
    (path,) = built.stdout.split()
    assert path.endswith("example-since-0.1.0-concept.txt")
    with collection() as opened:
        import_package(opened, root / "decks/releases/example-0.1.0.apkg")
        own = opened.get_note(opened.db.scalar("SELECT id FROM notes WHERE guid = ?", guid("example", "secure-base")))
        own["My example"], own.tags = "Gran's kitchen", [*own.tags, "mine"]
        opened.update_note(own)
        opened.db.execute("UPDATE cards SET type = 2, queue = 2, ivl = 31, reps = 9, due = 100")
        opened.db.execute("UPDATE notes SET mod = 1790001000 WHERE id = ?", own.id)
        refuse_doubles(opened, tmp_path / "own.txt")
        import_text(opened, root / path)
        after = import_package(opened, root / "decks/releases/example-0.2.0.apkg")
        own.load()
        assert own["Answer"] == 'A "safe" place.'
        assert "<li>two</li>" in own["Extra"]
        assert own["Changed in"] == "0.2.0"
        assert own["My example"] == "Gran's kitchen"
        assert {"mine", "example::changed::0.2.0"} <= set(own.tags)
        assert where(opened, "secure-base") == [("Example", 9, 31)]
        assert (after.new, after.updated) == (1, 0)
        assert database_faults(opened) == []


PAIR = {
    "kinds/pair/kind.yaml": """\
name: Pair
sort: word
fields:
  - {id: word, name: Word, required: true}
  - {id: meaning, name: Meaning, required: true}
templates:
  - {id: card, name: Card 1, front: front.html, back: back.html}
""",
    "kinds/pair/front.html": "{{#Word}}{{Word}}{{/Word}}",
    "kinds/pair/back.html": "{{FrontSide}}<hr id=answer>{{Meaning}} {{Image}} {{My example}}",
    "kinds/pair/style.css": "",
    "cards/example.yaml": """\
module: example
title: Example
cards:
  - id: haven
    kind: pair
    word: haven
    meaning: a safe place
""",
}


@pytest.mark.parametrize("renamed", [False, True])
def test_a_text_update_comes_through_a_renamed_field_and_a_new_picture(renamed: bool, tmp_path: Path) -> None:
    """The learner's note type still has the old names, or one that the learner gave it."""
    root = write(tmp_path, SMALL | PAIR)
    run("release", "0.1.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790000000")
    kind, back, cards = (root / name for name in list(PAIR)[0:5:2])
    kind.write_text(kind.read_text().replace("name: Meaning", "name: What it means"))
    back.write_text(back.read_text().replace("{{Meaning}}", "{{What it means}}"))
    image = "    image: {file: dot.png, alt: A dot.}\n"
    cards.write_text(cards.read_text().replace("a safe place", "where one is safe") + image)
    (root / "cards/media").mkdir()
    (root / "cards/media/dot.png").write_bytes(pixel(0))
    made = run("release", "0.2.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790090000")
    assert made.returncode == 0, made.stderr
    (path,) = run("build", "--format", "text", "--since", "0.1.0", "--project", root).stdout.split()
    with collection() as opened:
        import_package(opened, root / "decks/releases/example-0.1.0.apkg")
        if renamed:
            note_type = opened.models.by_name("Example: Pair")
            note_type["name"] = "Pairs, as I call them"
            opened.models.update_dict(note_type)
        own = opened.get_note(opened.db.scalar("SELECT id FROM notes WHERE guid = ?", guid("example", "haven")))
        own["My example"] = "the harbour"
        opened.update_note(own)
        opened.db.execute("UPDATE notes SET mod = 1790001000")
        import_text(opened, root / path)
        import_package(opened, root / "decks/releases/example-0.2.0.apkg")
        own.load()
        assert own.fields[2] == "where one is safe"
        assert own["My example"] == "the harbour"
        assert opened.media.have(re.findall(r'src="([^"]+)"', own["Image"])[0])
        assert database_faults(opened) == []


def test_a_picture_that_a_corrected_card_got_comes_with_the_package_after_the_text(tmp_path: Path) -> None:
    """After the text the package has nothing newer for the card, so Anki does not look at what the card names."""
    root = project(tmp_path)
    path = root / "cards/example.yaml"
    run("release", "0.1.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790000000")
    (root / "cards/media").mkdir()
    (root / "cards/media/base.png").write_bytes((CASES / PICTURE).read_bytes())
    path.write_text(
        path.read_text().replace("A safe point.", "A safe point.\n    image: {file: base.png, alt: A base}")
    )
    made = run("release", "0.2.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790090000")
    assert made.returncode == 0, made.stderr
    (text,) = run("build", "--format", "text", "--since", "0.1.0", "--project", root).stdout.split()
    with collection() as opened:
        import_package(opened, root / "decks/releases/example-0.1.0.apkg")
        import_text(opened, root / text)
        import_package(opened, root / "decks/releases/example-0.2.0.apkg")
        note = opened.get_note(opened.db.scalar("SELECT id FROM notes WHERE guid = ?", guid("example", "secure-base")))
        (named,) = re.findall(r'src="([^"]+)"', note["Image"])
        assert (Path(opened.media.dir()) / named).is_file()


def test_a_text_reaches_a_field_that_has_a_new_shown_name(tmp_path: Path) -> None:
    root = Path(shutil.copytree(CASES / "good/own-kind-with-two-templates", tmp_path / "project"))
    manifest = next((root / "decks").iterdir()).stem
    run("release", "0.1.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790000000")
    for name, old, new in (
        ("kinds/pair/kind.yaml", "name: Meaning", "name: Sense"),
        ("kinds/pair/back.html", "{{Meaning}}", "{{Sense}}"),
        ("cards/animals.yaml", "meaning: ", "meaning: Corrected "),
    ):
        (root / name).write_text((root / name).read_text().replace(old, new))
    made = run("release", "0.2.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH="1790090000")
    assert made.returncode == 0, made.stderr
    with collection() as opened:
        import_package(opened, root / f"decks/releases/{manifest}-0.1.0.apkg")
        for text in run("build", "--format", "text", "--since", "0.1.0", "--project", root).stdout.split():
            import_text(opened, root / text)
        import_package(opened, root / f"decks/releases/{manifest}-0.2.0.apkg")
        texts = [opened.get_note(note)["Sense"] for note in opened.find_notes("")]
        assert {text.split()[0] for text in texts} == {"Corrected"}
