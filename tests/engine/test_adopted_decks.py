"""Old decks made into projects, rebuilt, and imported over the original in the real engine: nothing of it changes."""

from __future__ import annotations

import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from old_decks import ODDITIES, old_deck, with_refused
from support import CASES, run

from ankibuilder.engine import Imported, collection, database_faults, import_package
from ankibuilder.engine.drawn import refused_cards
from ankibuilder.lock import LOCK_FILE, as_file, read_lock
from ankibuilder.reading import Package, read_file

FORMS = ["genanki", "older form", "newer form", "whole collection"]


def exported(opened: Any, form: str, path: Path) -> Path:
    """Have the engine export all it has."""
    from anki.collection import ExportAnkiPackageOptions

    if form == "whole collection":
        opened.export_collection_package(str(path.with_suffix(".colpkg")), include_media=True, legacy=False)
        return path.with_suffix(".colpkg")
    options = ExportAnkiPackageOptions(with_scheduling=True, legacy=form == "older form", with_media=True)
    opened.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def in_form(package: Path, form: str, folder: Path) -> Path:
    if form == "genanki":
        return package
    with collection() as opened:
        import_package(opened, package)
        study(opened)
        return exported(opened, form, folder / "exported.apkg")


def study(opened: Any) -> None:
    """Answer some cards of every deck."""
    for deck in opened.decks.all_names_and_ids():
        opened.decks.select(deck.id)
        for _ in range(5):
            if card := opened.sched.getCard():
                opened.sched.answerCard(card, 3)


def adopted(package: Path, folder: Path, status: int = 0) -> Path:
    made = run("import", package, "-o", folder / "project", SOURCE_DATE_EPOCH="")
    assert made.returncode == status, made.stderr
    return folder / "project"


def built(root: Path, out: Path) -> list[Path]:
    made = run("build", "--project", root, "-o", out, SOURCE_DATE_EPOCH="")
    assert made.returncode == 0, made.stderr
    return sorted(out.glob("*.apkg"))


def raised(root: Path) -> None:
    """All times one second later, as if every card had been corrected."""
    lock = read_lock(root)
    notes = {name: replace(note, time=note.time + 1) for name, note in lock.notes.items()}
    types = {name: replace(made, time=made.time + 1) for name, made in lock.note_types.items()}
    (root / LOCK_FILE).write_bytes(as_file(replace(lock, notes=notes, note_types=types)))


def held(opened: Any) -> tuple[object, ...]:
    """Everything of the learner's: notes, cards with their reviews, media."""
    notes = opened.db.all("SELECT guid, mid, flds, tags FROM notes ORDER BY guid")
    cards = opened.db.all(
        "SELECT n.guid, c.ord, c.did, c.type, c.queue, c.due, c.ivl, c.reps FROM cards c JOIN notes n ON n.id = c.nid "
        "ORDER BY n.guid, c.ord"
    )
    return (
        notes,
        cards,
        opened.db.all("SELECT * FROM revlog"),
        sorted(p.name for p in Path(opened.media.dir()).iterdir()),
    )


def notes_of(*packages: Package) -> dict[str, tuple[object, ...]]:
    """Notes by GUID as they are decoded; Anki composes letters whenever it imports."""
    return {
        note.guid: (
            {name: unicodedata.normalize("NFC", html) for name, html in note.fields.items()},
            note.tags, note.note_type, note.time, note.note_id,
            tuple((card.ordinal, card.deck.replace(":", "")) for card in note.cards),  # Anki lets `:` stand alone
        )
        for package in packages
        for note in package.notes
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_an_old_deck_moves_over_without_losing_anything(form: str, tmp_path: Path) -> None:
    package = in_form(old_deck(tmp_path / "old"), form, tmp_path)
    root = adopted(package, tmp_path)
    first = built(root, tmp_path / "one")
    original, ours = read_file(package), [read_file(path) for path in first]
    there = notes_of(original)
    assert notes_of(*ours) == there
    assert {name: digest for one in ours for name, digest in one.media.items()} == original.media
    raised(root)
    second = built(root, tmp_path / "two")
    with collection() as opened:
        if form == "whole collection":
            package = old_deck(tmp_path / "old")
        many = import_package(opened, package).new
        study(opened)
        before, types = held(opened), len(opened.models.all_names_and_ids())
        assert total(import_package(opened, path) for path in first) == Imported(0, 0, many, 0)
        assert held(opened) == before
        assert total(import_package(opened, path) for path in second) == Imported(0, many, 0, 0)
        assert held(opened)[1:] == before[1:]
        assert held(opened)[0] == before[0]
        assert len(opened.models.all_names_and_ids()) == types


def total(logs: Any) -> Imported:
    numbers = [(log.new, log.updated, log.duplicate, log.conflicting) for log in logs]
    return Imported(*map(sum, zip(*numbers, strict=True)))


def test_newcomers_get_a_sound_deck(tmp_path: Path) -> None:
    root = adopted(old_deck(tmp_path / "old"), tmp_path)
    with collection() as opened:
        for path in built(root, tmp_path / "one"):
            import_package(opened, path)
        assert database_faults(opened) == []
        assert list(refused_cards(opened)) == []
        assert opened.note_count() == len(ODDITIES) + 8


def test_what_is_kept_of_a_mixed_deck_updates_in_place(tmp_path: Path) -> None:
    package = with_refused(tmp_path / "old")
    root = adopted(package, tmp_path, status=1)
    (first,) = built(root, tmp_path / "one")
    with collection() as opened:
        import_package(opened, package)
        before = held(opened)
        assert import_package(opened, first) == Imported(0, 0, 2, 0)
        assert held(opened) == before


def test_a_text_that_anki_exports_becomes_a_project(tmp_path: Path) -> None:
    with collection() as opened:
        import_package(opened, old_deck(tmp_path / "old"))
        opened.export_note_csv(
            out_path=str(tmp_path / "notes.txt"), limit=None, with_html=True, with_tags=True, with_deck=True,
            with_notetype=True, with_guid=True,
        )  # fmt: skip
    root = adopted(tmp_path / "notes.txt", tmp_path, status=1)  # the pictures are not in a text
    made = {note.guid: note for path in built(root, tmp_path / "one") for note in read_file(path).notes}
    there = {note.guid: note for note in read_file(tmp_path / "old/old.apkg").notes}
    media = {guid for guid, note in there.items() if "a%20b.png" in str(note.fields) or "a b.png" in str(note.fields)
             or "[sound:" in str(note.fields)}  # fmt: skip
    assert made.keys() == there.keys() - media
    for guid, note in made.items():
        wanted = [unicodedata.normalize("NFC", html) for html in there[guid].fields.values()]
        assert [html for html in note.fields.values() if html] == [html for html in wanted if html]
        assert note.tags == there[guid].tags


@pytest.mark.parametrize("case", ["own-cloze", "adopted-as-it-was"])
def test_clozes_and_adopted_kinds_are_drawn_as_anki_draws_them(case: str, tmp_path: Path) -> None:
    (package,) = built(CASES / "good" / case, tmp_path)
    with collection() as opened:
        many = import_package(opened, package).new
        assert database_faults(opened) == []
        assert list(refused_cards(opened)) == []
        assert opened.card_count() == sum(len(note.cards) for note in read_file(package).notes)
        assert many == opened.note_count()


def test_an_adopted_deck_is_corrected_and_released_like_any_other(tmp_path: Path) -> None:
    root = adopted(old_deck(tmp_path / "old"), tmp_path)
    cards = root / "cards/040-words-010-gaps.yaml"
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text.replace("Danube::river", "Danube::which river?"), encoding="utf-8")
    made = run("release", "0.1.0", "--project", root, SOURCE_DATE_EPOCH="")
    assert made.returncode == 0, made.stderr
    assert "1 card changed" in made.stderr
    assert "nothing lost" in made.stderr
    assert "FAULT" not in made.stderr


def test_a_gap_more_in_a_released_cloze_costs_nothing(tmp_path: Path) -> None:
    """Its card takes the id that the next note's first card had; Anki matches cards by note and number."""
    root = Path(shutil.copytree(CASES / "good/own-cloze", tmp_path / "project"))
    assert run("release", "0.1.0", "--no-rehearse", "--project", root).returncode == 0
    cards = root / "cards/010-europe.yaml"
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text.replace("Volga}} flows", "Volga}} {{c3::flows}}"), encoding="utf-8")
    made = run("release", "0.2.0", "--project", root, SOURCE_DATE_EPOCH="")
    assert made.returncode == 0, made.stderr
    assert "1 card changed" in made.stderr
    assert "nothing lost" in made.stderr
    assert "FAULT" not in made.stderr


def test_a_site_shows_adopted_cards(tmp_path: Path) -> None:
    case = CASES / "good/adopted-as-it-was"
    assert run("gallery", "-o", tmp_path / "site", "--project", case).returncode == 0
    page = (tmp_path / "site/modules/words.html").read_text(encoding="utf-8")
    assert 'src="../media/Hund 1.png"' in page
    assert (tmp_path / "site/media/Hund 1.png").is_file()
