"""What learners do beside studying: edit, write own words, tag, mark, flag, suspend, bury, move, delete, rename.

All of it by the calls that Anki's own windows make. Does not know what an import makes of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from ankibuilder.engine.clock import stamp

if TYPE_CHECKING:
    from anki.collection import Collection

OWN_FIELD = "My example"
CARD_ID = "Card ID"


@dataclass(frozen=True, slots=True)
class Done:
    """What a learner did: how often each thing, which notes (by GUID) were edited, and which deleted."""

    counts: Mapping[str, int]
    edited: frozenset[str]
    deleted: frozenset[str]


def live(opened: Collection, chance: Random, moment: int, late: bool = False) -> Done:
    """Do each thing to about an eighth of the notes, at least to one; notes that were edited bear the moment.

    Late, when the next release is out already, only edit, and leave half of the notes alone: what is edited then, the
    release does not reach, and how it updates could not be seen.
    """
    assert opened.db is not None
    known = opened.db.list("SELECT id FROM notes ORDER BY guid")
    within = chance.sample(known, len(known) // 2) if late else known
    counts: Counter[str] = Counter()
    edited: set[str] = set()
    deleted: set[str] = set()
    gone: set[int] = set()
    for name in LATE if late else DEEDS:
        notes = [opened.get_note(note) for note in within if note not in gone]
        if name in ("delete", "rename"):
            notes = chance.sample(notes, 1) if len(notes) > 2 else []
        chosen = chance.sample(notes, -(-len(notes) // 8)) if notes else []
        touched = [note for note in chosen if DEEDS[name](opened, note, chance)]
        counts[name] += len(touched)
        if name == "delete":
            deleted |= {note.guid for note in touched}
            gone |= {note.id for note in touched}
        elif name in _EDITS:
            edited |= {note.guid for note in touched}
            stamp(opened, [note.id for note in touched], moment)
    return Done(counts, frozenset(edited - deleted), frozenset(deleted))


def _edit(opened: Collection, note: Any, chance: Random) -> bool:
    """Add to a field that the deck filled: never take away, as a front may not become empty by it."""
    filled = [name for name, text in note.items() if text and name not in (CARD_ID, OWN_FIELD)]
    if filled:
        note[chance.choice(filled)] += " (my wording)"
        opened.update_note(note)
    return bool(filled)


def _write(opened: Collection, note: Any, chance: Random) -> bool:
    if OWN_FIELD not in note:
        return False
    note[OWN_FIELD] = f"In my own words, {chance.randrange(1000)}."
    opened.update_note(note)
    return True


def _tag(opened: Collection, note: Any, chance: Random) -> bool:
    note.add_tag(f"mine::{chance.choice(('difficult', 'talk-about', 'again'))}")
    opened.update_note(note)
    return True


def _mark(opened: Collection, note: Any, chance: Random) -> bool:
    note.add_tag("marked")
    opened.update_note(note)
    return True


def _flag(opened: Collection, note: Any, chance: Random) -> bool:
    opened.set_user_flag_for_cards(chance.randint(1, 7), note.card_ids())
    return True


def _suspend(opened: Collection, note: Any, chance: Random) -> bool:
    opened.sched.suspend_cards(note.card_ids())
    return True


def _bury(opened: Collection, note: Any, chance: Random) -> bool:
    opened.sched.bury_cards(note.card_ids())
    return True


def _move(opened: Collection, note: Any, chance: Random) -> bool:
    opened.set_deck(note.card_ids(), opened.decks.id("My own deck"))
    return True


def _rename(opened: Collection, note: Any, chance: Random) -> bool:
    deck = opened.decks.get(note.cards()[0].did) if note.cards() else None
    if deck is None or deck["id"] == 1:
        return False
    opened.decks.rename(deck, f"{deck['name']} as I call it")
    return True


def _delete(opened: Collection, note: Any, chance: Random) -> bool:
    opened.remove_notes([note.id])
    return True


_EDITS = ("edit", "write", "tag", "mark")  # what raises a note's time; what is done to cards does not
LATE = ("edit", "write", "tag")
DEEDS: Mapping[str, Callable[[Any, Any, Random], bool]] = {
    "delete": _delete,
    "edit": _edit,
    "write": _write,
    "tag": _tag,
    "mark": _mark,
    "flag": _flag,
    "suspend": _suspend,
    "bury": _bury,
    "move": _move,
    "rename": _rename,
}
