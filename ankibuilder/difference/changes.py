"""What a learner sees change, harmful or not. Does not know harms, nor how a change is told."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from ankibuilder.difference.decks import placed, renamed_decks
from ankibuilder.difference.pair import CHANGED_IN, MODULE, RETIRED, Pair, is_retired, lasting_tags, named
from ankibuilder.difference.values import (
    Added,
    Changed,
    Described,
    FieldChange,
    Moved,
    Named,
    Redesigned,
    Renamed,
    Retired,
)
from ankibuilder.difference.words import compared, pieces, plain
from ankibuilder.reading import Note

# The paragraphs of a description that tell the version (description.py): every release changes them.
_EVERY_TIME = re.compile(r"(?m)^\*\*(?:Version|Updating)\.\*\*.*$\n*")


def added(pair: Pair) -> Iterator[Added]:
    """Yield cards that are new."""
    for note in pair.fresh:
        yield Added(named(note, pair.new), note.cards[0].deck if note.cards else "")


def changed(pair: Pair) -> Iterator[Changed]:
    """Yield cards whose text or tags changed; a module's new title is told once, and not for each of them."""
    for old, new in pair.shared:
        fields = tuple(
            FieldChange(name, compared(before, after))
            for name, before, after in pair.values(old, new)
            if before != after and name not in (CHANGED_IN, MODULE) and not (name == RETIRED and "" in (before, after))
        )
        one, other = lasting_tags(old), lasting_tags(new)
        if fields or one != other:
            yield Changed(named(new, pair.new), fields, tuple(sorted(other - one)), tuple(sorted(one - other)))


def retired(pair: Pair) -> Iterator[Retired]:
    """Yield cards that say for the first time that they are no longer studied."""
    for old, new in pair.shared:
        if is_retired(new) and not is_retired(old):
            yield Retired(named(new, pair.new), plain(new.fields[RETIRED]))


def returned(pair: Pair) -> Iterator[Named]:
    """Yield cards that are studied again."""
    return (named(new, pair.new) for old, new in pair.shared if is_retired(old) and not is_retired(new))


def moved(pair: Pair) -> Iterator[Moved]:
    """Yield cards in another deck, apart from those whose deck has another name."""
    renamed = {note.guid for notes in renamed_decks(pair).values() for note in notes}
    for note, before, after in placed(pair):
        if before.casefold() != after.casefold() and note.guid not in renamed:
            yield Moved(named(note, pair.new), before, after)


def reordered(pair: Pair) -> Iterator[Named]:
    """Yield as few cards as can be said to have changed places in the order of new cards."""
    both = [(old.cards[0].due, new) for old, new in sorted(pair.shared, key=_due) if old.cards and new.cards]
    stay = _longest_rising([due for due, _ in both])
    return (named(note, pair.new) for at, (_, note) in enumerate(both) if at not in stay)


def _due(both: tuple[Note, Note]) -> int:
    return both[1].cards[0].due if both[1].cards else 0


def _longest_rising(numbers: list[int]) -> set[int]:
    """Give the places of a longest sequence that does not fall: what stands in it kept its order."""
    ends: list[tuple[int, int]] = []
    before: dict[int, int | None] = {}
    for at, number in enumerate(numbers):
        place = bisect_left(ends, (number + 1, -1))
        before[at] = ends[place - 1][1] if place else None
        ends[place : place + 1] = [(number, at)]
    found, last = set[int](), ends[-1][1] if ends else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found


def renamed(pair: Pair) -> Iterator[Renamed]:
    """Yield modules, fields and templates that are shown under another name and are the same."""
    titles: dict[tuple[str, str], int] = {}
    kept = {plain(note.fields.get(MODULE, "")) for note in pair.new.notes}
    for old, new in pair.shared:
        both = plain(old.fields.get(MODULE, "")), plain(new.fields.get(MODULE, ""))
        if both[0] != both[1] and both[0] not in kept:  # else a card moved to another module
            titles[both] = titles.get(both, 0) + 1
    yield from (Renamed("module", *both, cards) for both, cards in titles.items())
    for _, made in pair.types:
        cards = sum(note.note_type == made.id for _, note in pair.shared)
        for what, known in (("field", pair.fields[made.id]), ("template", pair.templates[made.id])):
            for one, other in known.pairs:
                if one.name != other.name and (one, other) not in known.broken:
                    yield Renamed(f"{what} of {made.name}", one.name, other.name, cards)


def redesigned(pair: Pair) -> Iterator[Redesigned]:
    """Yield note types whose style or templates changed."""
    for old, new in pair.types:
        parts = ["style"] if old.css != new.css else []
        for one, other in pair.templates[new.id].pairs:
            parts += [f"front of {other.name}"] if one.front != other.front else []
            parts += [f"back of {other.name}"] if one.back != other.back else []
        if parts:
            yield Redesigned(new.name, tuple(parts))


def described(pair: Pair) -> Iterator[Described]:
    """Yield decks of one name whose description says something else."""
    for name, text in pair.new.decks.items():
        before, after = (" ".join(_EVERY_TIME.sub("", each).split()) for each in (pair.old.decks.get(name, text), text))
        if before != after:
            yield Described(name, pieces(before, after))
