"""Two notes of the new package have one GUID.

Anki imports both, but knows them apart no more: later corrections reach one of them alone, and which one is chance.

Cure: give each card a GUID of its own: take away the pinned `guid:` of the one that was not adopted with it.

If it must be: No setting helps. One of the two cards gets no corrections.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair
from ankibuilder.reading import Note


def find(pair: Pair) -> Iterator[Found]:
    """Look for GUIDs that are there twice."""
    by_guid: dict[str, list[Note]] = {}
    for note in pair.new.notes:
        by_guid.setdefault(note.guid, []).append(note)
    for guid, notes in by_guid.items():
        if len(notes) > 1:
            yield Found(f"{len(notes)} notes have the GUID {guid}", ids(notes))
