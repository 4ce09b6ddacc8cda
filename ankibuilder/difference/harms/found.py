"""What a class of harm says of one case. Does not know the classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ankibuilder.difference.pair import Pair, card_id
from ankibuilder.difference.slots import Slot
from ankibuilder.reading import Note, NoteType


@dataclass(frozen=True, slots=True)
class Found:
    """`what` in one line, and what is affected; `cure` and `settings` only where the manual's cannot say it."""

    what: str
    affected: tuple[str, ...] = ()
    cure: str = ""
    settings: str = ""


def ids(notes: Iterable[Note]) -> tuple[str, ...]:
    """Name cards by their ids."""
    return tuple(card_id(note) for note in notes)


def cards_of(pair: Pair, made: NoteType) -> tuple[str, ...]:
    """Name the learner's cards of a note type."""
    return ids(old for old, _ in pair.shared if old.note_type == made.id)


def listed(slots: Iterable[Slot]) -> str:
    """Name fields or templates in a row."""
    return ", ".join(f"`{slot.name}`" for slot in slots)


def of_each_type(pair: Pair, what: str) -> Iterator[tuple[NoteType, tuple[str, ...], str]]:
    """Yield each note type with the cards of it, and the beginning of what is said of it."""
    for _, made in pair.types:
        yield made, cards_of(pair, made), f"note type `{made.name}`: {what}"
