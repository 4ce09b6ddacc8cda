"""Random projects, really studied and released again and again: no review, interval, flag or own word is lost.

The long run is in tests/long/test_many_updates.py. Negative controls show that each sort of loss would be seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import genanki
import pytest
from releases import Break, life, release
from worlds import EDITS, START, edit, new_world

from ankibuilder.engine import collection
from ankibuilder.engine.clock import pass_days
from ankibuilder.engine.compare import untouched
from ankibuilder.engine.delivery import deliver
from ankibuilder.engine.rehearsal import Learner, rehearse, update
from ankibuilder.engine.snapshot import snapshot
from ankibuilder.engine.study import prepare, study
from ankibuilder.note_type import NoteType
from ankibuilder.package.content import Content, PackedNote

SEED, WORLDS = 20_261_124, 2


def test_random_projects_never_cost_a_learner_anything(tmp_path: Path) -> None:
    edits: Counter[str] = Counter()
    for at in range(WORLDS):
        rehearsal, made = life(SEED + at, tmp_path)
        assert rehearsal.faults == (), f"seed {SEED + at}: {rehearsal.text}"
        for before in rehearsal.updates[1:]:
            assert before.reviewed >= before.cards / 2
            assert before.cards >= 19
        edits += made
    assert edits.keys() == EDITS.keys()


def test_releases_in_any_order_end_as_the_newest(tmp_path: Path) -> None:
    """v1, v2, v1, v3 ends as v3 with all reviews; then v1 again changes nothing but the deck's description."""
    world = new_world(SEED)
    v1 = release(world, tmp_path)
    edit(world, *EDITS)
    v2 = release(world, tmp_path)
    edit(world, *EDITS)
    v3 = release(world, tmp_path)
    with collection() as opened:
        learner = Learner(opened, Random(0))
        prepare(opened, fsrs=True)
        reviews = 0
        for at, path in enumerate((v1, v2, v1, v3)):
            made = update(learner, deliver(path), max(deliver(path).time, learner.history.newest) + 60)
            assert made.faults == ()
            assert made.reviews == reviews
            reviews += study(opened, f"order/{at}", 10).answers
            pass_days(opened, 1)
        before, newest = snapshot(opened), deliver(v3)
        for guid, note in newest.notes.items():
            assert before.notes[guid][0].content == note.content
            assert before.notes[guid][0].time >= note.time
        assert before.notes.keys() == newest.notes.keys()
        assert len(before.reviews) == reviews > 100
        assert {number: made for number, made in before.note_types.items() if number in newest.note_types} == (
            newest.note_types
        )
        assert described(opened, tmp_path, v3)

        assert update(learner, deliver(v1), newest.time + 120).faults == ()
        assert untouched(before, snapshot(opened)) == []
        assert described(opened, tmp_path, v1)


def described(opened: object, folder: Path, path: Path) -> bool:
    """Whether the deck says of itself what a package says."""
    from support import decoded

    deck = opened.decks.by_name("World")  # type: ignore[attr-defined]
    return bool(deck["desc"] == decoded(path)["decks"]["World"])


def each_note(change: Callable[[PackedNote], PackedNote]) -> Break:
    return lambda made: replace(made, notes=tuple(change(note) for note in made.notes))


def each_type(change: Callable[[NoteType], NoteType], note: Callable[[PackedNote], PackedNote]) -> Break:
    def broken(made: Content) -> Content:
        types = tuple((change(kind), time) for kind, time in made.note_types)
        notes = tuple(note(each)._replace(note_type=change(each.note_type)) for each in made.notes)
        return replace(made, note_types=types, notes=notes)

    return broken


def swapped(items: tuple[object, ...]) -> tuple[object, ...]:
    return (*items[:1], items[2], items[1], *items[3:])


def second_template_dropped(kind: NoteType) -> NoteType:
    return replace(kind, templates=kind.templates[:1])


BROKEN: dict[str, tuple[Break, str]] = {
    "a random GUID": (
        each_note(lambda note: note._replace(guid=f"random-{Random(note.guid).random()}")),
        "a second note of this card, with another GUID",
    ),
    "a constant time": (each_note(lambda note: note._replace(time=START)), "stale: its new text did not arrive"),
    "one time for all notes": (
        each_note(lambda note: note._replace(time=START + 10**8)),
        "marked as changed although it did not change",
    ),
    "a dropped template": (
        each_type(second_template_dropped, lambda note: note._replace(cards=note.cards[:1])),
        "conflicting",
    ),
    "fields in another order": (
        each_type(
            lambda kind: replace(kind, fields=swapped(kind.fields)),
            lambda note: note._replace(fields=swapped(note.fields)),
        ),
        "an unused second note type",
    ),
    "another note type id": (
        each_type(lambda kind: replace(kind, id=kind.id + 1), lambda note: note),
        "conflicting",
    ),
    "another sort field": (
        each_type(lambda kind: replace(kind, sort=2), lambda note: note),
        "stale: its new text did not arrive",
    ),
    "a note type's constant time": (
        lambda made: replace(made, note_types=tuple((kind, START) for kind, _ in made.note_types)),
        "stale: the fields, templates or style",
    ),
    "a note that loses a card": (each_note(lambda note: note._replace(fields=emptied(note.fields))), "an empty front"),
    "a picture that is not packed": (lambda made: replace(made, media={}), "is missing"),
}


def emptied(fields: tuple[str, ...]) -> tuple[str, ...]:
    return (*fields[:1], "", *fields[2:])


@pytest.mark.parametrize("name", BROKEN)
def test_what_would_harm_a_learner_is_caught(name: str, tmp_path: Path) -> None:
    breaking, words = BROKEN[name]
    world = new_world(SEED)
    edit(world, "second card", "second card", "media")
    first = release(world, tmp_path)
    edit(world, "text", "text", "style", "footer", "media")
    faults = [str(fault) for fault in rehearse([first], release(world, tmp_path, breaking), weeks=2).faults]
    assert any(words in fault for fault in faults), faults


def cloze(folder: Path, version: int, text: str) -> Path:
    """A package with a cloze note, made by genanki alone, as this program has no such kind."""
    deck, path = genanki.Deck(9, "Cloze"), folder / f"cloze-{version}.apkg"
    for at in range(6):
        deck.add_note(genanki.Note(genanki.CLOZE_MODEL, [f"{at}: {text}", ""], guid=f"cloze-{at}"))
    genanki.Package(deck).write_to_file(path, timestamp=START + version)
    return path


def test_a_renumbered_cloze_is_caught(tmp_path: Path) -> None:
    first = cloze(tmp_path, 1, "{{c1::One}} and {{c2::two}}.")
    faults = rehearse([first], cloze(tmp_path, 2, "{{c1::One}} and {{c3::two}}."), weeks=2).faults
    assert faults
    assert all("a card with an empty front: Anki offers to delete it" in str(fault) for fault in faults)
    assert rehearse([first], cloze(tmp_path, 3, "{{c1::One}} and {{c2::two}}!"), weeks=2).faults == ()
