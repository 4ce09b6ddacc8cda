"""What must last: identities, content hashes, times, and the lock file that keeps them from release to release.

A build reads the lock; only a release writes it. Does not know how notes are rendered or packed.
"""

from ankibuilder.lock.coming import may_be_built, may_come_next, version_order
from ankibuilder.lock.entries import Lock, LockedDeck, LockedNote, LockedNoteType, Release
from ankibuilder.lock.file import FORMAT, LOCK_FILE, as_file, parsed, read_lock
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
from ankibuilder.lock.packages import RELEASES, kept_package, not_lost, withdrawn
from ankibuilder.lock.stamping import Stamp, note_type_time, stamp_notes

__all__ = [
    "FORMAT", "LOCK_FILE", "RELEASES", "Lock", "LockedDeck", "LockedNote", "LockedNoteType", "Release", "Stamp",
    "as_file", "card_guid", "content_hash", "field_id", "guid", "kept_package", "lost", "may_be_built",
    "may_come_next", "named_still", "not_lost", "note_type_hash", "note_type_id", "note_type_time", "number", "parsed",
    "read_lock", "stamp_notes", "template_id", "version_order", "withdrawn",
]  # fmt: skip
