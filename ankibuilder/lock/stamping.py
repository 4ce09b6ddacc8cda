"""Gives notes and note types their times: the released one while nothing changed, and a later one where something did.

Does not know how notes are rendered.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ankibuilder.lock.entries import Lock


class Stamp(NamedTuple):
    """What a note gets from the lock and the clock. `changed` is empty where the change is not released."""

    note_id: int
    time: int
    since: str
    changed: str
    retired: str = ""


def stamp_notes(lock: Lock, notes: Iterable[tuple[str, str, int]], now: int) -> dict[str, Stamp]:
    """Give each note (card id, content hash, number of cards it may have) its note id and time.

    An unchanged note keeps the time it was released with; a changed one gets `now`, and always more than before:
    Anki ignores an update that is not newer. New note ids end at `now` in milliseconds and leave room for each card,
    whose id is the note's plus its ordinal; ids in the future would be replaced by Anki's database check.
    """
    stamps: dict[str, Stamp] = {}
    new: list[tuple[str, int]] = []
    for card_id, content, slots in notes:
        known = lock.notes.get(card_id)
        if known is None:
            new.append((card_id, slots))
        elif known.hash == content:
            stamps[card_id] = Stamp(known.note_id, known.time, known.since, known.changed, known.retired)
        else:
            stamps[card_id] = Stamp(known.note_id, max(now, known.time + 1), known.since, "")
    taken = {locked.note_id for locked in lock.notes.values()}
    note_id = max(now * 1000 - sum(slots for _, slots in new), max(taken, default=0) + 1000)
    for card_id, slots in new:
        stamps[card_id] = Stamp(note_id, now, "", "")
        note_id += slots
    return stamps


def note_type_time(lock: Lock, kind: str, content: str, now: int) -> int:
    """Give a note type its modification time: the released one while nothing about it changed."""
    known = lock.note_types.get(kind)
    if known is None:
        return now
    return known.time if known.hash == content else max(now, known.time + 1)
