"""Something changed, and its time is not later than it was.

Anki updates a note or a note type only if the one in the package is newer than its own. At the same time or an earlier
one, the change does not arrive.

Cure: build with a later time: mind the clock, `SOURCE_DATE_EPOCH`, and that the lock is the one of the last release.

If it must be: Set *Update notes* to *Always*; that helps only where the time is earlier, and not where it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import CHANGED_IN, Pair, lasting_tags
from ankibuilder.reading import Note, NoteType


def find(pair: Pair) -> Iterator[Found]:
    """Look for notes and note types that changed and are not newer."""
    stale = [new for old, new in pair.alike if new.time <= old.time and _differ(pair, old, new)]
    if stale:
        yield Found("cards changed, and are not newer than they were", ids(stale))
    types = tuple(new.name for old, new in pair.types if new.time <= old.time and _design(old) != _design(new))
    if types:
        yield Found("note types changed, and are not newer than they were", types)


def _differ(pair: Pair, old: Note, new: Note) -> bool:
    texts = any(before != after for name, before, after in pair.values(old, new) if name != CHANGED_IN)
    return texts or lasting_tags(old) != lasting_tags(new)


def _design(made: NoteType) -> tuple[object, ...]:
    return made.name, made.css, made.fields, made.templates
