"""What becomes of a learner's cards when one is retired, and of their own words when one is corrected."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from support import project, run

from ankibuilder.engine import collection, database_faults, faces, import_package
from ankibuilder.lock import guid

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


def import_text(opened: Any, path: Path) -> None:
    """Import a text file as *File › Import* does."""
    from anki.import_export_pb2 import ImportCsvRequest

    metadata = opened.get_csv_metadata(path=str(path), delimiter=None)
    opened.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))


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
