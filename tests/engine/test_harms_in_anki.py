"""What each class of harm does to a learner in the real engine, and that what learners are told to set helps.

The old version is imported and studied, then the new one comes, which also corrects a card. No fakes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import CASES, EPOCH

from ankibuilder.check import check
from ankibuilder.engine import Imported, collection, import_package
from ankibuilder.lock import Lock
from ankibuilder.package import package
from ankibuilder.package.content import content, stamp
from ankibuilder.reading import Package, read_file

SCHEMA = [f"{what}-{how}" for what in ("field", "template") for how in ("added", "removed", "reordered", "renamed")]
CORRECTED = "Caspian Sea, which is a lake"
ALWAYS = {"merge_notetypes": True, "update_notes": 1}  # ImportAnkiPackageUpdateCondition.ALWAYS


def layered(kind: str, case: str, side: str, folder: Path) -> Path:
    """One version of a case's project; the new one with a correction that ought to arrive."""
    shutil.copytree(CASES / "update", folder)
    for layer in dict.fromkeys(("old", side)):
        if (CASES / kind / case / layer).is_dir():
            shutil.copytree(CASES / kind / case / layer, folder, dirs_exist_ok=True)
    if side == "new":
        for path in (folder / "cards").glob("*.yaml"):
            path.write_text(path.read_text(encoding="utf-8").replace("Caspian Sea", CORRECTED), encoding="utf-8")
    return folder


class Learner:
    """Somebody who has imported and studied the old version."""

    def __init__(self, opened: Any, folder: Path, kind: str, case: str) -> None:
        self.opened, self.folder, self.kind, self.case = opened, folder, kind, case
        self.old = self.build("old", EPOCH)
        import_package(opened, self.old)
        opened.decks.select(opened.decks.id(next(iter(n for n in read_file(self.old).decks if n != "Default"))))
        while (card := opened.sched.getCard()) is not None:
            opened.sched.answerCard(card, 4)
        self.before = self.studied()
        assert len(self.before) >= 4
        self.cards = opened.card_count()

    def build(self, side: str, moment: int) -> Path:
        root = layered(self.kind, self.case, side, self.folder / f"{side}-{moment}")
        checked = check(root)
        assert checked.errors == 0
        stamped = stamp(checked.project, checked.notes, Lock(), moment)
        path = root / "rivers.apkg"
        path.write_bytes(package(content(checked.project.decks[0], stamped)))
        return path

    def update(self, **options: Any) -> tuple[Package, Imported]:
        """Import the new version; 24.11 stamps what it imports by its own clock, so this one is later than that."""
        later = int(self.opened.db.scalar("SELECT max(mod) FROM notes")) + 10
        path = self.build("new", later)
        return read_file(path), import_package(self.opened, path, **options)

    def studied(self) -> list[Any]:
        return self.opened.db.all("SELECT id, type, queue, due, ivl, reps, flags FROM cards WHERE reps > 0 ORDER BY id")

    def notes(self, text: str) -> int:
        return int(self.opened.db.scalar("SELECT count() FROM notes WHERE flds LIKE ?", f"%{text}%"))

    @property
    def corrected(self) -> bool:
        """Whether the studied note has the correction."""
        (note,) = {note for note, in self.opened.db.all(
            "SELECT n.flds FROM notes n JOIN cards c ON c.nid = n.id WHERE c.reps > 0 AND n.flds LIKE '%Volga%'"
            " AND n.flds LIKE '%Caspian%'")}  # fmt: skip
        return CORRECTED in note


def learn(test: Callable[[Learner], None], folder: Path, kind: str, case: str) -> None:
    with collection() as opened:
        test(Learner(opened, folder, kind, case))


@pytest.mark.parametrize("case", [*SCHEMA, "note-type-changed", "kind-changed"])
def test_what_anki_takes_for_another_note_type_is_never_corrected(case: str, tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        _, log = learner.update()
        assert log.conflicting == (1 if case == "kind-changed" else 2)
        assert not learner.corrected
        assert learner.studied() == learner.before

    learn(test, tmp_path, "harm", case)


@pytest.mark.parametrize("case", SCHEMA)
def test_merging_and_updating_always_brings_it_all_the_same(case: str, tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        _, log = learner.update(**ALWAYS)
        assert log.conflicting == 0
        assert learner.corrected
        assert learner.studied() == learner.before

    learn(test, tmp_path, "harm", case)


def test_another_sort_field_keeps_the_correction_out_until_it_is_imported_again(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        learner.update()
        assert not learner.corrected
        import_package(learner.opened, next(learner.folder.glob("new-*/*.apkg")), update_notes=1)
        assert learner.corrected
        assert learner.studied() == learner.before

    learn(test, tmp_path, "harm", "sort-field-changed")


def test_another_namespace_brings_the_whole_deck_again(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        _, log = learner.update()
        assert (log.new, log.updated) == (4, 0)
        assert not learner.corrected

    learn(test, tmp_path, "harm", "namespace-changed")


def test_another_project_name_renames_the_learners_note_types(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        learner.update()
        names = set(learner.opened.models.all_names())
        assert {"Streams: Pair", "Streams: Concept"} <= names
        assert not {"Rivers: Pair", "Rivers: Concept"} & names

    learn(test, tmp_path, "harm", "note-type-renamed")


def test_a_deck_of_another_name_comes_beside_the_old_one(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        learner.update()
        names = {entry.name for entry in learner.opened.decks.all_names_and_ids()}
        assert {"Rivers::010 Europe", "Rivers::010 Europa"} <= names
        assert learner.opened.find_cards('"deck:Rivers::010 Europa"') == []
        assert learner.studied() == learner.before

    learn(test, tmp_path, "harm", "deck-renamed")


def test_a_deck_that_was_renamed_first_stays_one(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        learner.opened.decks.rename(learner.opened.decks.id("Rivers::010 Europe"), "Rivers::010 Europa")
        learner.update()
        names = {entry.name for entry in learner.opened.decks.all_names_and_ids()}
        assert "Rivers::010 Europe" not in names
        assert len(learner.opened.find_cards('"deck:Rivers::010 Europa"')) == 5

    learn(test, tmp_path, "harm", "deck-renamed")


def test_another_module_id_takes_own_words_from_every_card_of_it(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        for number in learner.opened.find_notes('"tag:rivers::module::europe"'):
            note = learner.opened.get_note(number)
            note["My example"] = "Ours"
            learner.opened.update_note(note)
        assert learner.notes("Ours") == 3
        learner.update()
        assert learner.notes("Ours") == 0
        assert learner.studied() == learner.before

    learn(test, tmp_path, "harm", "module-renamed")


def test_a_card_that_vanished_stays_as_it_was(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        learner.update()
        assert not learner.corrected
        assert learner.studied() == learner.before

    learn(test, tmp_path, "harm", "card-vanished")


@pytest.mark.parametrize("case", ["identity-lost", "guid-changed"])
def test_a_card_of_another_identity_comes_twice(case: str, tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        _, log = learner.update()
        assert log.new == 1
        assert not learner.corrected
        assert learner.notes("Volga") == 3  # the question about the longest river names it, too

    learn(test, tmp_path, "harm", case)


def test_a_card_whose_front_is_empty_is_offered_for_deletion(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        assert list(learner.opened.get_empty_cards().notes) == []
        learner.update()
        (empty,) = learner.opened.get_empty_cards().notes
        assert set(empty.card_ids) <= {card[0] for card in learner.before}

    learn(test, tmp_path, "harm", "front-emptied")


def test_a_template_that_fills_fronts_brings_cards_of_notes_that_are_known(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        learner.update()
        assert learner.opened.card_count() == learner.cards + 1

    learn(test, tmp_path, "harm", "front-filled")


def test_what_is_not_newer_never_arrives(tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        log = import_package(learner.opened, learner.build("new", EPOCH))
        assert (log.updated, log.new) == (0, 0)
        assert not learner.corrected

    learn(test, tmp_path, "harm", "never-newer")


@pytest.mark.parametrize("case", sorted(path.name for path in (CASES / "harmless").iterdir()))
def test_what_is_called_harmless_is(case: str, tmp_path: Path) -> None:
    def test(learner: Learner) -> None:
        built, log = learner.update()
        assert log.conflicting == 0
        assert learner.studied() == learner.before
        assert case == "retired-card-gone" or learner.corrected
        assert not any(name.endswith("+") for name in learner.opened.models.all_names())
        assert list(learner.opened.get_empty_cards().notes) == []
        made = {made.name: made.css for made in built.note_types.values()}
        assert {name: learner.opened.models.by_name(name)["css"] for name in made} == made

    learn(test, tmp_path, "harmless", case)
