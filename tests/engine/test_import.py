"""Packages in the real Anki engine: imported, drawn, imported again, updated. Run on the newest and on 24.11."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import EPOCH, REPOSITORY, project, run

from ankibuilder.check import Checked, check
from ankibuilder.engine import Imported, collection, database_faults, faces, import_package
from ankibuilder.lock import guid, read_lock
from ankibuilder.render import CHANGED_IN


@pytest.fixture(scope="module")
def deck() -> Checked:
    return check(REPOSITORY)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built = run("build", "closeness", "-o", folder)
    assert built.returncode == 0, built.stderr
    return folder / "closeness.apkg"


@pytest.fixture(scope="module")
def imported(package: Path) -> Iterator[tuple[Any, Imported]]:
    with collection() as opened:
        yield opened, import_package(opened, package)


def test_all_notes_are_new_and_the_database_is_healthy(imported: tuple[Any, Imported], deck: Checked) -> None:
    opened, log = imported
    assert log == Imported(new=len(deck.project.cards), updated=0, duplicate=0, conflicting=0)
    assert database_faults(opened) == []


def test_importing_again_changes_nothing(package: Path) -> None:
    with collection() as opened:
        first = import_package(opened, package)
        before = opened.db.all("SELECT * FROM notes"), opened.db.all("SELECT * FROM cards")
        assert import_package(opened, package) == Imported(new=0, updated=0, duplicate=first.new, conflicting=0)
        assert (opened.db.all("SELECT * FROM notes"), opened.db.all("SELECT * FROM cards")) == before
        assert len(opened.models.all_names()) == len({*opened.models.all_names()})
        assert not any(name.endswith("+") for name in opened.models.all_names())


def test_fields_tags_and_note_types_are_as_rendered(imported: tuple[Any, Imported], deck: Checked) -> None:
    opened, _ = imported
    lock = read_lock(REPOSITORY)
    for note in deck.notes:
        stored = opened.get_note(opened.db.scalar("SELECT id FROM notes WHERE guid = ?", _guid(note.card.id.value)))
        changed = {CHANGED_IN: lock.notes[note.card.id.value].changed} if stored["Changed in"] else {}
        assert list(stored.fields) == list({**note.fields, **changed}.values())
        assert [tag for tag in sorted(stored.tags) if "::changed::" not in tag] == list(note.tags)
        assert stored.note_type()["name"] == f"Closeness: {note.card.kind.name}"


def _guid(card: str) -> str:
    return guid("closeness", card)


def test_every_card_draws_both_sides(imported: tuple[Any, Imported], deck: Checked) -> None:
    opened, _ = imported
    for note in deck.notes:
        (face,) = faces(opened, _guid(note.card.id.value))
        front, back = (re.sub(r"(?s)<style>.*?</style>", "", side) for side in (face.front, face.back))
        required = [note.fields[field.id] for field in note.card.kind.fields if field.required]
        prompt, answer = required[0], required[-1]
        assert prompt in front
        assert answer not in front
        assert answer in back
        assert note.fields["extra"] in back
        assert note.fields["module"] in front
        assert note.card.kind.name in front
        assert 'id="answer"' in back
        assert "988" in back
        assert note.card.id.value in back
        assert ("One sighting is not a pattern." in back) is (note.card.kind.id == "warning-sign")
        assert "{{" not in front + back
        assert "[[" not in front + back


def test_decks_and_descriptions(imported: tuple[Any, Imported], deck: Checked) -> None:
    opened, _ = imported
    names = [entry.name for entry in opened.decks.all_names_and_ids() if entry.name != "Default"]
    assert names == ["Closeness", *(subdeck.name for subdeck in deck.project.decks[0].subdecks)]
    top = opened.decks.by_name("Closeness")
    assert top["md"] is True
    for words in ("## Closeness: when getting near", "988", "findahelpline.com", "1-800-799-7233", "CC BY 4.0",
                  f"**Version.** {read_lock(REPOSITORY).releases[-1].version}", "**Updating.**", "backup"):  # fmt: skip
        assert words in top["desc"]
    for subdeck in deck.project.decks[0].subdecks:
        query = "SELECT n.guid FROM notes n JOIN cards c ON c.nid = n.id WHERE c.did = ?"
        stored = {row[0] for row in opened.db.all(query, opened.decks.id(subdeck.name))}
        assert stored == {_guid(card.id.value) for card in subdeck.cards}
        assert opened.decks.by_name(subdeck.name)["desc"] == subdeck.aim


def test_new_cards_come_in_teaching_order(package: Path, deck: Checked) -> None:
    with collection() as opened:
        import_package(opened, package)
        opened.decks.select(opened.decks.id("Closeness"))
        config = opened.decks.config_dict_for_deck_id(opened.decks.id("Closeness"))
        config["new"]["perDay"] = 999
        opened.decks.save(config)
        met = []
        while (card := opened.sched.getCard()) is not None:
            met.append(card.note().guid)
            opened.sched.bury_cards([card.id])
        assert met == [_guid(card.id.value) for card in deck.project.cards]


def test_the_preset_arrives_when_asked_for(package: Path) -> None:
    with collection() as opened:
        import_package(opened, package)
        assert [preset["name"] for preset in opened.decks.all_config()] == ["Default"]
    with collection() as opened:
        import_package(opened, package, with_presets=True)
        preset = next(p for p in opened.decks.all_config() if p["name"] == "Closeness (gentle)")
        assert (preset["new"]["perDay"], preset["rev"]["perDay"]) == (5, 100)
        for entry in opened.decks.all_names_and_ids():
            if entry.name != "Default":
                assert opened.decks.config_dict_for_deck_id(entry.id)["name"] == "Closeness (gentle)"
        assert database_faults(opened) == []


def answer_everything(opened: Any, deck: str) -> None:
    opened.decks.select(opened.decks.id(deck))
    while (card := opened.sched.getCard()) is not None:
        opened.sched.answerCard(card, 4)


def study_state(opened: Any) -> list[Any]:
    cards = opened.db.all(
        "SELECT id, nid, did, ord, type, queue, due, ivl, factor, reps, lapses, flags FROM cards ORDER BY id"
    )
    return [cards, opened.db.all("SELECT * FROM revlog ORDER BY id")]


def test_a_changed_card_updates_in_place_and_keeps_its_reviews(tmp_path: Path) -> None:
    with collection() as opened:
        root = project(tmp_path)
        run("build", "--project", root)
        import_package(opened, root / "dist/example.apkg")
        answer_everything(opened, "Example")
        before = study_state(opened)
        assert all(card[9] > 0 for card in before[0])
        assert len(before[1]) >= 2

        text = (root / "cards/example.yaml").read_text().replace("A safe point.", "A safe point to explore from.")
        (root / "cards/example.yaml").write_text(text)
        # 24.11 stamps what it imports with its own clock, so an update must be later than the last import.
        later = int(opened.db.scalar("SELECT max(mod) FROM notes")) + 10
        run("build", "--project", root, SOURCE_DATE_EPOCH=str(later))
        log = import_package(opened, root / "dist/example.apkg")
        assert (log.new, log.conflicting) == (0, 0)
        assert log.updated >= 1
        assert opened.db.scalar("SELECT flds FROM notes WHERE guid = ?", guid("example", "secure-base")).split("\x1f")[
            2
        ] == ("A safe point to explore from.")
        assert study_state(opened) == before
        assert database_faults(opened) == []


def test_media_arrive(tmp_path: Path) -> None:
    card = "  - {id: a, kind: concept, question: Q?, answer: A., image: {file: b.png, alt: B}}\n"
    root = project(tmp_path, cards__example=f"module: example\ntitle: E\ncards:\n{card}")
    (root / "cards/media").mkdir()
    (root / "cards/media/b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    run("build", "--project", root)
    with collection() as opened:
        import_package(opened, root / "dist/example.apkg")
        (name,) = re.findall(r'src="([^"]+)"', faces(opened, guid("example", "a"))[0].back)
        assert (Path(opened.media.dir()) / name).read_bytes() == b"\x89PNG\r\n\x1a\n"


def test_a_sick_collection_is_seen(tmp_path: Path) -> None:
    root = project(tmp_path)
    run("build", "--project", root)
    with collection() as opened:
        import_package(opened, root / "dist/example.apkg")
        assert database_faults(opened) == []
        opened.db.execute("UPDATE cards SET nid = 1 WHERE id = (SELECT min(id) FROM cards)")
        assert database_faults(opened) != []


def test_every_good_case_imports_clean(tmp_path: Path) -> None:
    from support import CASES

    for case in sorted((CASES / "good").iterdir()):
        run("build", "--project", case, "-o", tmp_path / case.name, SOURCE_DATE_EPOCH=str(EPOCH))
        for path in sorted((tmp_path / case.name).glob("*.apkg")):
            with collection() as opened:
                log = import_package(opened, path)
                assert log.new > 0
                assert (log.updated, log.duplicate, log.conflicting) == (0, 0, 0)
                assert database_faults(opened) == [], case.name
