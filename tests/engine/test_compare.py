"""Whatever could be done to a learner's things between two looks at a collection is told, with the card it hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from releases import release
from worlds import new_world

from ankibuilder.engine import collection
from ankibuilder.engine.compare import compare, untouched
from ankibuilder.engine.delivery import Delivery, deliver
from ankibuilder.engine.rehearsal import Learner, update
from ankibuilder.engine.snapshot import snapshot
from ankibuilder.engine.study import prepare, study

REVIEWED = "(SELECT min(cid) FROM revlog)"
NUMBERS = ("due", "ivl", "factor", "reps", "lapses", "left", "queue", "type", "flags", "did", "odue", "odid")
NOTE = "guid, mid, mod, usn, tags, flds, sfld, csum, flags, data"
CARD = "mod, usn, type, queue, due, ivl, factor, reps, lapses, left, odue, odid, flags, data"


def sql(*statements: str) -> Callable[[Any], None]:
    def harm(opened: Any) -> None:
        for statement in statements:
            opened.db.execute(statement)

    return harm


def renamed(opened: Any) -> None:
    opened.decks.rename(opened.decks.by_name("World"), "Elsewhere")


def restyled(opened: Any) -> None:
    model = opened.models.by_name("World: Concept")
    model["css"] += "\n.mine { color: red; }"
    opened.models.update_dict(model)


def another_note_type(opened: Any) -> None:
    model = opened.models.copy(opened.models.by_name("World: Concept"), add=False)
    opened.models.add_dict(model)


HARMS: dict[str, tuple[Callable[[Any], None], str]] = {
    "a review lost": (sql(f"DELETE FROM revlog WHERE cid = {REVIEWED}"), "reviews lost or changed"),
    "a review changed": (sql(f"UPDATE revlog SET ease = 5 WHERE cid = {REVIEWED}"), "reviews lost or changed"),
    "a review made up": (sql("INSERT INTO revlog VALUES (7, 8, 0, 3, 1, 1, 2500, 9, 1)"), "that the learner never did"),
    "a card lost": (sql(f"DELETE FROM cards WHERE id = {REVIEWED}"), "the card is gone"),
    **{
        f"{column} changed": (sql(f"UPDATE cards SET {column} = {column} + 1 WHERE id = {REVIEWED}"), f"{column} ")
        for column in NUMBERS
    },
    "FSRS forgets": (sql(f"UPDATE cards SET data = '' WHERE id = {REVIEWED}"), "data {"),
    "a note lost": (sql("DELETE FROM notes WHERE id = (SELECT min(id) FROM notes)"), "the note is gone"),
    "a tag lost": (sql("UPDATE notes SET tags = ''"), "rewritten although it did not change: tag world::kind"),
    "a field lost": (sql("UPDATE notes SET flds = replace(flds, '.', '')"), "` became `"),
    "a time moved": (sql("UPDATE notes SET mod = mod + 1"), "marked as changed although it did not change"),
    "a note doubled": (
        sql(f"INSERT INTO notes SELECT id + 77, {NOTE} FROM notes LIMIT 1"),
        "the note is there 2 times",
    ),
    "a card made up": (
        sql(f"INSERT INTO cards SELECT id + 77, nid, did, 7, {CARD} FROM cards LIMIT 1"),
        "1 cards that no package holds",
    ),
    "a deck renamed": (renamed, "the deck `World` was renamed"),
    "a note type restyled": (restyled, "stale: the fields, templates or style of note type `World: Concept`"),
    "a note type more": (another_note_type, "an unused second note type `World: Concept"),
}  # fmt: skip


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Delivery:
    return deliver(release(new_world(3), tmp_path_factory.mktemp("released")))


@pytest.fixture
def learner(package: Delivery) -> Iterator[Learner]:
    with collection() as opened:
        prepare(opened, fsrs=True)
        learner = Learner(opened, Random(0))
        assert update(learner, package, package.time).faults == ()
        study(opened, "compare", 8)
        yield learner


def test_where_nothing_happened_nothing_is_told(learner: Learner, package: Delivery) -> None:
    before = snapshot(learner.opened)
    assert compare(before, snapshot(learner.opened), package, learner.history).faults == ()
    assert untouched(before, snapshot(learner.opened)) == []


@pytest.mark.parametrize("name", HARMS)
def test_every_harm_is_told(name: str, learner: Learner, package: Delivery) -> None:
    harm, words = HARMS[name]
    before = snapshot(learner.opened)
    harm(learner.opened)
    after = snapshot(learner.opened)
    faults = [str(fault) for fault in compare(before, after, package, learner.history).faults]
    assert any(words in fault for fault in faults), faults
    assert untouched(before, after) != []
