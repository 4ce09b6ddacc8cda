"""Plays a learner's life through a row of packages in a temporary collection, and tells what each import did to it.

Does not know projects or releases: packages are files, oldest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from ankibuilder.engine import checked, collection, empty_notes
from ankibuilder.engine.account import Rehearsal, Update
from ankibuilder.engine.clock import pass_days, stamp
from ankibuilder.engine.compare import History, compare, conflicts, untouched
from ankibuilder.engine.deeds import Done, live
from ankibuilder.engine.delivery import Delivery, Fault, deliver, import_or_refuse, with_texts
from ankibuilder.engine.snapshot import snapshot
from ankibuilder.engine.study import Studied, prepare, study
from ankibuilder.engine.texts import import_text

if TYPE_CHECKING:
    from anki.collection import Collection

WEEKS = 6
NO_TEXTS: Mapping[int, Sequence[Path]] = {}
NO_TEXTS_FOR: Mapping[Path, Sequence[Path]] = {}
_SOON = 60  # seconds after a release that it is imported


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody with a collection, a history, and chance, which decides what they do."""

    opened: Collection
    chance: Random
    history: History = field(default_factory=History)


def rehearse(
    old_packages: Sequence[Path],
    new_package: Path,
    *,
    fsrs: bool = False,
    seed: int = 0,
    weeks: int = WEEKS,
    texts: Mapping[int, Sequence[Path]] = NO_TEXTS,
) -> Rehearsal:
    """Import the old packages in their order, study after each, and import the new one over it all; in so many weeks.

    Before the n-th package, counted from 0, its `texts` are imported, as by learners who keep their own words. Without
    old packages, the new one is imported, studied, and imported again. The same packages and seed give the same
    account. Raises AnkibuilderError where the engine is missing or a file is none that Anki can import.
    """
    old = [with_texts(deliver(path), texts.get(at, ())) for at, path in enumerate(old_packages)]
    packages = [*old, with_texts(deliver(new_package, ours=True), texts.get(len(old), ()))]
    return _rehearse(packages, fsrs, seed, weeks)


def rehearsals(
    old_packages: Sequence[Path],
    new_package: Path,
    *,
    seed: int = 0,
    weeks: int = WEEKS,
    texts: Mapping[Path, Sequence[Path]] = NO_TEXTS_FOR,
) -> Iterator[Rehearsal]:
    """Rehearse what learners may have: each old package alone, then all in their order; without FSRS and with it.

    Where there are `texts` for learners who have an old package, it is rehearsed once more with these imported first.
    """
    old, new = [deliver(path) for path in old_packages], deliver(new_package, ours=True)
    rows = [[each] for each in old] + ([old] if len(old) > 1 else [])
    for row in rows or [[]]:
        for fsrs in (False, True):
            yield _rehearse([*row, new], fsrs, seed, weeks)
    for each in old:
        if files := texts.get(each.path):
            yield _rehearse([each, with_texts(new, files)], True, seed, weeks)


def how_many(old: int, texts: int = 0) -> int:
    """Say how many rehearsals there are over so many old packages, some of which have texts."""
    return 2 * max(1, old + (old > 1)) + texts


def _rehearse(packages: Sequence[Delivery], fsrs: bool, seed: int, weeks: int) -> Rehearsal:
    updates: list[Update] = []
    with collection() as opened:
        learner = Learner(opened, Random(seed))
        prepare(opened, fsrs)
        moments = _moments(packages)
        for at, (package, moment) in enumerate(zip(packages, moments, strict=True)):
            done = _between(learner, moments[at - 1], moment, changes=moment > moments[at - 1]) if at else []
            updates.append(update(learner, package, moment, done))
            studied = study(opened, f"{seed}/{at}", max(2, weeks * 7 // len(packages)))
            updates[-1] = updates[-1].after_study(studied, _again(learner, package, last=at == len(packages) - 1))
            pass_days(opened, 1)
    older = [Fault("", f"{p.name} is newer than the new package, which cannot update it") for p in packages[:-1]
             if p.time > packages[-1].time]  # fmt: skip
    return Rehearsal(tuple(updates), fsrs, seed, weeks, tuple(older))


def _moments(packages: Sequence[Delivery]) -> list[int]:
    """Say when each package is imported: soon after its release, before the next, and in their order."""
    moments: list[int] = []
    for package, after in pairwise([*packages, None]):
        assert package is not None
        earliest = max([package.time, *moments[-1:]])
        gap = after.time - earliest if after else 2 * _SOON
        moments.append(earliest + (min(_SOON, gap // 2) if gap > 0 else _SOON))
    return moments


def _between(learner: Learner, earlier: int, later: int, changes: bool) -> list[Done]:
    """Do what learners do, some soon after the old package, some when the new one is out but not imported yet."""
    done = [live(learner.opened, learner.chance, earlier)]
    _note_down(learner.history, done[0], earlier)
    if changes:
        done.append(live(learner.opened, learner.chance, later, late=True))
        _note_down(learner.history, done[1], later)
    return done


def _note_down(history: History, done: Done, moment: int) -> None:
    history.edits |= dict.fromkeys(done.edited, moment)
    history.deleted |= done.deleted
    for guid in done.deleted:  # what comes back is as it was released, not as it was edited
        history.edits.pop(guid, None)


def update(learner: Learner, package: Delivery, moment: int, done: Sequence[Done] = ()) -> Update:
    """Import a package at a moment of simulated time, and compare everything before and after."""
    opened = learner.opened
    before = snapshot(opened)
    for text in package.texts:
        import_text(opened, text)
        _stamp_later(opened, moment)
    log = import_or_refuse(opened, package.path)
    if log.updated:
        _stamp_later(opened, moment)
    after = snapshot(opened)
    found = compare(before, after, package, learner.history)
    learner.history.remember(package, before)
    faults = (*package.faults, *found.faults, *conflicts(package, log.conflicting), *_health(learner))
    return Update(
        package=package.name,
        log=log,
        done=tuple(done),
        reviews=len(before.reviews),
        cards=len(before.cards),
        reviewed=len({row[1] for row in before.reviews.values()} & before.cards.keys()),
        kept=found.kept,
        overwritten=found.overwritten,
        spared=found.spared,
        returned=found.returned,
        faults=faults,
        studied=Studied(),
        by_text=bool(package.texts),
    )


def _health(learner: Learner) -> list[Fault]:
    """Run Anki's own checks.

    Where a release gives a note a second card and the learner's newer edit keeps the old fields, Anki adds the card all
    the same, and its front is empty until the note is updated: so it is for the note, not for the package.
    """
    opened, history = learner.opened, learner.history
    faults = [Fault("", words) for words in checked(opened)]
    for number in empty_notes(opened):
        note = opened.get_note(number)
        seen = history.seen.get(note.guid)
        if note.guid not in history.edits or not seen or seen[0].fields == "\x1f".join(note.fields):
            faults.append(Fault(note.fields[0], "a card with an empty front: Anki offers to delete it"))
    return faults


def _stamp_later(opened: Collection, moment: int) -> None:
    """Take back the clock's time from notes that an import updated: what bears a later time has it from there.

    A text import stamps with the clock, and before 25.02 so does that of a package: the next release in simulated time
    would be older than that (anki-import §2).
    """
    assert opened.db is not None
    stamp(opened, opened.db.list("SELECT id FROM notes WHERE mod > ?", moment), moment)


def _again(learner: Learner, package: Delivery, last: bool) -> tuple[Fault, ...]:
    """At the end, import the last package once more: nothing may change, and the database must still be whole."""
    if not last:
        return ()
    before = snapshot(learner.opened)
    import_or_refuse(learner.opened, package.path)
    after = snapshot(learner.opened)
    again = [*untouched(before, after), *compare(before, after, package, learner.history).faults]
    return (*again, *_health(learner))
