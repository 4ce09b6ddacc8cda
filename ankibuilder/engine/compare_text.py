"""Compares a note before and after a text file brought its new words, and then the package.

Does not know which notes a text file should hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.engine.deeds import OWN_FIELD
from ankibuilder.engine.delivery import Delivery, Fault
from ankibuilder.engine.snapshot import Snapshot, StoredNote


def faults_by_text(old: StoredNote, new: StoredNote | None, delivery: Delivery, before: Snapshot) -> Iterator[Fault]:
    """The deck's words are new; the learner's own example and tags are as they were."""
    if new is None:
        yield Fault(old.label, "the note is gone")
        return
    own = own_field(old, before)
    was, now = old.fields.split("\x1f"), new.fields.split("\x1f")
    wanted = delivery.notes[old.guid].fields.split("\x1f")
    if own is not None and now[own] != was[own]:
        yield Fault(old.label, f"own example lost by the text file: `{was[own][:60]}` became `{now[own][:60]}`")
    if any(text != ours for at, (text, ours) in enumerate(zip(now, wanted, strict=True)) if at != own):
        yield Fault(old.label, "stale: its new text did not arrive by the text file")
    if set(new.tags.split()) != set(old.tags.split()) | delivery.by_text[old.guid]:
        yield Fault(old.label, f"tags after the text file: {difference(old, new)}")


def own_field(note: StoredNote, seen: Snapshot) -> int | None:
    """Say where the field for the learner's own words stands, if there is one."""
    names = seen.note_types[note.note_type][1]
    return names.index(OWN_FIELD) if OWN_FIELD in names else None


def brought(delivery: Delivery, guid: str) -> tuple[str, str]:
    """Give tags and fields as somebody gets them who had no such note; by text, with its own tags alone."""
    tags, fields = delivery.notes[guid].content
    if guid in delivery.by_text:
        tags = " ".join(["", *sorted(delivery.by_text[guid]), ""]) if delivery.by_text[guid] else ""
    return tags, fields


def difference(old: StoredNote, new: StoredNote) -> str:
    """Tell in a line what became of tags and fields."""
    was, now = set(old.tags.split()), set(new.tags.split())
    told = [f"tag {tag} gone" for tag in sorted(was - now)] + [f"tag {tag} added" for tag in sorted(now - was)]
    for before, after in zip(old.fields.split("\x1f"), new.fields.split("\x1f"), strict=False):
        if before != after:
            alike = next((at for at, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 20)
            start = max(0, alike - 20)
            told.append(f"`{before[start:][:60]}` became `{after[start:][:60]}`")
    return "; ".join(told) or "fields came or went"
