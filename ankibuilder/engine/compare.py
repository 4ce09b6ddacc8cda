"""Compares a collection before and after an import: what was the learner's is as it was, what is new is there.

Knows how Anki updates (docs/anki-import.md), so that what it documents is told, not blamed. Does not import anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ankibuilder.engine.compare_text import brought, difference, faults_by_text, own_field
from ankibuilder.engine.delivery import Delivery, Fault, doubled, ordinals
from ankibuilder.engine.snapshot import CARD_COLUMNS, Snapshot, StoredNote


@dataclass(slots=True)
class History:
    """What a learner has lived through.

    `seen`: the newest of each note that a package brought, with the time of that package; `first`: when a note first
    came with such content; `edits`: when the learner last edited a note; `newest`: the time of the newest package.
    """

    seen: dict[str, tuple[StoredNote, int]] = field(default_factory=dict)
    first: dict[tuple[str, tuple[str, str]], int] = field(default_factory=dict)
    edits: dict[str, int] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    newest: int = 0

    def remember(self, delivery: Delivery, before: Snapshot) -> None:
        """Take an import down; of one older than what was there, only notes that were not there count."""
        newer = delivery.time >= self.newest
        self.newest = max(self.newest, delivery.time)
        self.seen |= {
            guid: (note, delivery.time) for guid, note in delivery.notes.items() if newer or guid not in before.notes
        }
        for guid, note in delivery.notes.items():
            self.first[guid, note.content] = self.released(note, delivery)
        self.deleted -= delivery.notes.keys()

    def released(self, note: StoredNote, delivery: Delivery) -> int:
        """Say when a package's note was released as it is: with that package, or with one that is known already."""
        return min(delivery.time, self.first.get((note.guid, note.content), delivery.time))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an import did, by the notes' labels, and everything that must not be.

    `kept`: the learner's edit was newer than the change, and stayed; `overwritten`: a change took the learner's edit
    away, as Anki documents it; `spared`: own example or tags stayed beside a change, as a text file brought it;
    `returned`: the learner had deleted it, and it came back.
    """

    kept: tuple[str, ...] = ()
    overwritten: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def compare(before: Snapshot, after: Snapshot, delivery: Delivery, history: History) -> Comparison:
    """Judge one import."""
    told: dict[str, list[str]] = {"kept": [], "overwritten": [], "spared": []}
    faults = [*_reviews(before, after), *_cards(before, after), *_decks(before, after), *doubled(after)]
    for guid, notes in before.notes.items():
        fate = _fate(notes[0], delivery, history)
        (new,) = after.notes.get(guid, ())[:1] or (None,)
        faults += (
            faults_by_text(notes[0], new, delivery, before) if fate == "text" else _note(notes[0], new, fate, delivery)
        )
        told.setdefault(_told(notes[0], fate, history, before), []).append(notes[0].label)
    new_guids = delivery.notes.keys() - before.notes.keys()
    faults += _added(new_guids, after, delivery)
    faults += [*_card_lists(before, after, delivery), *_note_types(before, after, delivery, history)]
    faults += _media(after, delivery)
    returned = sorted(delivery.notes[guid].label for guid in new_guids & history.deleted)
    kept, overwritten, spared = (tuple(sorted(told[name])) for name in ("kept", "overwritten", "spared"))
    return Comparison(kept, overwritten, spared, tuple(returned), tuple(faults))


def _told(note: StoredNote, fate: str, history: History, before: Snapshot) -> str:
    """Say what an import meant for the learner's words on a note; empty where there were none, or nothing changed."""
    if fate in ("same", "kept") or note.guid not in history.seen:
        return "kept" if fate == "kept" else ""
    seen = history.seen[note.guid][0]
    if fate == "changed":
        return "overwritten" if note.content != seen.content else ""
    own = own_field(note, before)
    theirs = own is not None and bool(note.fields.split("\x1f")[own])
    return "spared" if theirs or set(note.tags.split()) - set(seen.tags.split()) else ""


def _fate(note: StoredNote, delivery: Delivery, history: History) -> str:
    """What must become of a note: `changed` to what the package says, `kept` as the learner wrote it, or `same`.

    Or `text`: as a text file said it, before the package came.
    """
    new = delivery.notes.get(note.guid)
    if new is not None and note.guid in delivery.by_text:
        return "text"
    seen, released = history.seen.get(note.guid, (None, 0))
    if new is None or delivery.time < released or (seen and seen.content == new.content):
        return "same"
    return "kept" if history.edits.get(note.guid, 0) >= history.released(new, delivery) else "changed"


def _note(old: StoredNote, new: StoredNote | None, fate: str, delivery: Delivery) -> Iterator[Fault]:
    if new is None:
        yield Fault(old.label, "the note is gone")
    elif fate == "changed":
        if new.content != delivery.notes[old.guid].content:
            yield Fault(old.label, "stale: its new text did not arrive")
    elif new.content != old.content:
        words = "an edit newer than the release was lost" if fate == "kept" else "rewritten although it did not change"
        yield Fault(old.label, f"{words}: {difference(old, new)}")
    elif (new.id, new.note_type, new.time) != (old.id, old.note_type, old.time):
        yield Fault(old.label, "marked as changed although it did not change: own words on it would be lost")


def _reviews(before: Snapshot, after: Snapshot) -> Iterator[Fault]:
    lost: dict[int, int] = {}
    for number, row in before.reviews.items():
        if after.reviews.get(number) != row:
            lost[row[1]] = lost.get(row[1], 0) + 1
    for card, count in lost.items():
        yield Fault(_card_label(before, card), f"{count} reviews lost or changed")
    if extra := after.reviews.keys() - before.reviews.keys():
        yield Fault("", f"{len(extra)} reviews that the learner never did")


def _cards(before: Snapshot, after: Snapshot) -> Iterator[Fault]:
    for card, row in before.cards.items():
        new = after.cards.get(card)
        if new is None:
            yield Fault(_card_label(before, card), "the card is gone, with its interval and reviews")
        elif new != row:
            changed = [
                f"{name} {was} became {now}"
                for name, was, now in zip(CARD_COLUMNS, row, new, strict=True)
                if was != now
            ]
            yield Fault(_card_label(before, card), "; ".join(changed))


def _card_label(before: Snapshot, card: int) -> str:
    row = before.cards.get(card)
    return f"{before.labels.get(row[0], '?')} (card {row[2] + 1})" if row else f"card {card}"


def _decks(before: Snapshot, after: Snapshot) -> Iterator[Fault]:
    for number, (name, preset) in before.decks.items():
        if number not in after.decks:
            yield Fault("", f"the deck `{name}` is gone")
        elif after.decks[number] != (name, preset):
            yield Fault("", f"the deck `{name}` was renamed, or given another preset")


def _added(guids: set[str], after: Snapshot, delivery: Delivery) -> Iterator[Fault]:
    for guid in guids:
        new = after.notes.get(guid)
        if not new:
            yield Fault(delivery.notes[guid].label, "the new note did not arrive")
        elif new[0].content != brought(delivery, guid):
            yield Fault(delivery.notes[guid].label, "the new note is not as a newcomer gets it")


def _card_lists(before: Snapshot, after: Snapshot, delivery: Delivery) -> Iterator[Fault]:
    """A note's cards are those it had and those the package holds, and no others."""
    had, have = ordinals(before), ordinals(after)
    for guid, held in delivery.ordinals.items():
        if guid in have and (surplus := have[guid] - held - had.get(guid, frozenset())):
            yield Fault(delivery.notes[guid].label, f"{len(surplus)} cards that no package holds")
        if guid in have and (missing := held - have[guid]):
            yield Fault(delivery.notes[guid].label, f"{len(missing)} cards of the package did not arrive")


def _note_types(before: Snapshot, after: Snapshot, delivery: Delivery, history: History) -> Iterator[Fault]:
    for number in after.note_types.keys() - before.note_types.keys() - delivery.note_types.keys():
        yield Fault("", f"an unused second note type `{after.note_types[number][0]}` appeared")
    for number, made in delivery.note_types.items():
        if number not in after.note_types:
            yield Fault("", f"the note type `{made[0]}` did not arrive")
        elif delivery.time >= history.newest and after.note_types[number] != made:
            yield Fault("", f"stale: the fields, templates or style of note type `{made[0]}` did not arrive")
        elif delivery.time < history.newest and after.note_types[number] != before.note_types.get(number, made):
            yield Fault("", f"an older package changed the note type `{made[0]}`")


def _media(after: Snapshot, delivery: Delivery) -> Iterator[Fault]:
    for guid in delivery.notes:
        for note in after.notes.get(guid, ()):
            for name in note.media:
                if name not in after.media:
                    yield Fault(note.label, f"its file {name} is missing")


def untouched(before: Snapshot, after: Snapshot) -> list[Fault]:
    """Tell what changed where nothing at all may: by a package that was imported before, or by an older one."""
    pairs = (
        ("notes", before.notes, after.notes),
        ("cards", before.cards, after.cards),
        ("reviews", before.reviews, after.reviews),
        ("decks", before.decks, after.decks),
        ("note types", before.note_types, after.note_types),
    )
    return [Fault("", f"an import that brings nothing new changed {name}") for name, was, now in pairs if was != now]


def conflicts(delivery: Delivery, refused: int) -> list[Fault]:
    """Tell of notes that Anki would not update."""
    words = f"Anki refused {refused} of {len(delivery.notes)} notes (conflicting): their note type is not as it was"
    return [Fault("", words)] if refused else []
