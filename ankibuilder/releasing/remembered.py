"""Whether the lock still knows the notes of a package that it lists: a merge may lose a line, or take an older one.

Nothing in the lock itself shows that. Without its line a card counts as new, and every learner's note of it would be
written over, though nothing about it changed. Does not know what else changed.
"""

from __future__ import annotations

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import LOCK_FILE, RELEASES, Lock, LockedNote
from ankibuilder.reading import Note, Package

_SHOWN = 3


def refuse_forgotten(package: Package, lock: Lock) -> None:
    """Refuse a lock without the lines of a released package. Raises AnkibuilderError."""
    names = [*_older_note_types(package, lock), *_forgotten_notes(package, lock)]
    if names:
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        shown = ", ".join(f"`{name}`" for name in names[:_SHOWN])
        where = (RELEASES / package.name).as_posix()
        message = f"{LOCK_FILE} has no line, or an older one, of what {where} holds: {shown}{more}"
        raise AnkibuilderError(message, "a merge lost it: take the file back from git, whole", status=1)


def _older_note_types(package: Package, lock: Lock) -> list[str]:
    """Name kinds; that a line is missing is told by the lines of its notes."""
    made = package.note_types
    return [kind for kind, known in lock.note_types.items() if known.id in made and known.time < made[known.id].time]


def _forgotten_notes(package: Package, lock: Lock) -> list[str]:
    """Name cards by the first field of their notes: ids of notes stay, and times only rise."""
    known = {line.note_id: line for line in lock.notes.values()}
    return [next(iter(note.fields.values())) for note in package.notes if not _knows(known.get(note.note_id), note)]


def _knows(known: LockedNote | None, note: Note) -> bool:
    return known is not None and known.time >= note.time
