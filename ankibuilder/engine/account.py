"""What a rehearsal found, as values and as text that people can read. Does not know how it was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ankibuilder.engine import Imported
from ankibuilder.engine.deeds import Done
from ankibuilder.engine.delivery import Fault
from ankibuilder.engine.study import Studied


@dataclass(frozen=True, slots=True)
class Update:
    """One import: what the learner had done before, what Anki reported, and what became of the learner's things.

    `reviews` and `cards` are how many there were to keep, `reviewed` how many of the cards had reviews. `studied` tells
    of the weeks after the import.
    """

    package: str
    log: Imported
    done: tuple[Done, ...]
    reviews: int
    cards: int
    reviewed: int
    kept: tuple[str, ...]
    overwritten: tuple[str, ...]
    spared: tuple[str, ...]
    returned: tuple[str, ...]
    faults: tuple[Fault, ...]
    studied: Studied
    by_text: bool = False

    def after_study(self, studied: Studied, faults: tuple[Fault, ...]) -> Update:
        """Add what came after the import."""
        return replace(self, studied=studied, faults=(*self.faults, *faults))


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A learner's life with some packages, the last of them the new one."""

    updates: tuple[Update, ...]
    fsrs: bool
    seed: int
    weeks: int
    general: tuple[Fault, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that must not have happened, once each."""
        return tuple(dict.fromkeys((*self.general, *(fault for update in self.updates for fault in update.faults))))

    @property
    def kept(self) -> tuple[str, ...]:
        """Cards whose edit by the learner was newer than the new package, and stayed."""
        return self.updates[-1].kept

    @property
    def title(self) -> str:
        """Which packages in which order, and which scheduler."""
        names = " → ".join(f"text, {u.package}" if u.by_text else u.package for u in self.updates)
        return f"{names} (FSRS {'on' if self.fsrs else 'off'})"

    @property
    def line(self) -> str:
        """The account in one line."""
        last = self.updates[-1]
        if len(self.updates) == 1:
            told = f"{_many(last.log.new, 'new note')}, {_many(last.studied.answers, 'answer')}"
        else:
            back = f" ({len(last.returned)} had been deleted)" if last.returned else ""
            told = (
                f"{last.log.new} new{back}, {last.log.updated} changed, {last.log.duplicate} as they were; "
                f"{_many(last.reviews, 'review')} and {_many(last.cards, 'card')} to keep"
            )
        return f"{self.title}: {told}: {_many(len(self.faults), 'fault') if self.faults else 'nothing lost'}"

    @property
    def text(self) -> str:
        """The whole account, a line for each thing."""
        return "\n".join([f"{self.title}, {_many(self.weeks, 'week')}, seed {self.seed}", *self._lines(), ""])

    def _lines(self) -> Iterator[str]:
        for update in self.updates:
            yield from _told(update)
        yield from (f"  FAULT: {fault}" for fault in self.faults)
        if not self.faults:
            yield "  nothing lost: every review, interval, flag and own word that Anki can keep is as it was"


def _told(update: Update) -> Iterator[str]:
    counts: Counter[str] = Counter()
    for done in update.done:
        counts.update(done.counts)
    if counts:
        yield "  the learner: " + ", ".join(f"{_DID[name]} {count}" for name, count in counts.items() if count)
    log = update.log
    yield f"  {update.package} arrives: {log.new} new, {log.updated} changed, {log.duplicate} as they were"
    if update.kept:
        yield f"  kept, as the learner's edit is newer than the release: {', '.join(update.kept)}"
    if update.overwritten:
        yield f"  own words or tags gone with a change of ours, as Anki does: {', '.join(update.overwritten)}"
    if update.spared:
        yield f"  own example and tags kept by the text file, which was imported first: {', '.join(update.spared)}"
    if update.returned:
        yield f"  came back though the learner deleted it, as Anki does: {', '.join(update.returned)}"
    now = update.studied
    yield (
        f"  then {_many(now.answers, 'answer')}: {now.never} cards never met, {now.learning} learning, "
        f"{now.review} in review, {now.relearning} relearning, {now.lapsed} lapsed before"
    )


_DID = {
    "delete": "deleted",
    "edit": "reworded",
    "write": "wrote own examples on",
    "tag": "tagged",
    "mark": "marked",
    "flag": "flagged",
    "suspend": "suspended",
    "bury": "buried",
    "move": "moved",
    "rename": "renamed decks:",
}


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
