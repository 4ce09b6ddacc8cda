"""What must last: identities, content hashes, times, and the lock file that keeps them from release to release.

A build reads the lock; only a release writes it. Does not know how notes are rendered or packed.
"""

from ankibuilder.lock.entries import Lock, LockedDeck, LockedNote, LockedNoteType, Release
from ankibuilder.lock.file import FORMAT, LOCK_FILE, as_file, read_lock
from ankibuilder.lock.identity import (
    card_guid,
    content_hash,
    field_id,
    guid,
    note_type_hash,
    note_type_id,
    number,
    template_id,
)
from ankibuilder.lock.kept import lost, named_still
from ankibuilder.lock.stamping import Stamp, note_type_time, stamp_notes

__all__ = [
    "FORMAT", "LOCK_FILE", "Lock", "LockedDeck", "LockedNote", "LockedNoteType", "Release", "Stamp", "as_file",
    "card_guid", "content_hash", "field_id", "guid", "lost", "named_still", "note_type_hash", "note_type_id",
    "note_type_time", "number", "read_lock", "stamp_notes", "template_id",
]  # fmt: skip
