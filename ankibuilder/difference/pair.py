"""Two packages side by side: which note became which, as Anki matches them, and as people would.

Does not know what follows for a learner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ankibuilder.difference.lost import same_text
from ankibuilder.difference.slots import Slots, slots
from ankibuilder.difference.values import Named
from ankibuilder.difference.words import plain
from ankibuilder.kinds import common_fields
from ankibuilder.reading import Field, Note, NoteType, Package, Template

COMMON = {field.id: field.name for field in (*common_fields().first, *common_fields().last)}
CARD_ID, RETIRED, CHANGED_IN, MODULE = (COMMON[name] for name in ("card-id", "retired", "changed-in", "module"))


@dataclass(frozen=True, eq=False)
class Pair:
    """An old package, and the one that would be imported over it."""

    old: Package
    new: Package

    @cached_property
    def _before(self) -> dict[str, Note]:
        return _by_guid(self.old)

    @cached_property
    def _after(self) -> dict[str, Note]:
        return _by_guid(self.new)

    @cached_property
    def shared(self) -> tuple[tuple[Note, Note], ...]:
        """Notes of one GUID, in the new order: what Anki takes for the same note."""
        return tuple((self._before[g], note) for g, note in self._after.items() if g in self._before)

    @cached_property
    def alike(self) -> tuple[tuple[Note, Note], ...]:
        """Those of `shared` that have one note type: the only ones that Anki updates."""
        return tuple((old, new) for old, new in self.shared if old.note_type == new.note_type)

    @cached_property
    def regiven(self) -> tuple[tuple[Note, Note], ...]:
        """Notes of one card id that have another GUID: new ones, to Anki."""
        by_id = {card_id(note): note for note in self._before.values() if note.guid not in self._after}
        fresh = (note for note in self._after.values() if note.guid not in self._before and note.fields.get(CARD_ID))
        return tuple((by_id[card_id(note)], note) for note in fresh if card_id(note) in by_id)

    @cached_property
    def rebased(self) -> bool:
        """Whether every card has another GUID, and every note type another id: another namespace."""
        return bool(self.regiven) and not self.shared and not self.types

    @cached_property
    def gone(self) -> tuple[Note, ...]:
        """Old notes that nothing in the new package stands for."""
        kept = {note.guid for note, _ in self.regiven} | self._after.keys()
        return tuple(note for note in self.old.notes if note.guid not in kept)

    @cached_property
    def fresh(self) -> tuple[Note, ...]:
        """New notes that nothing in the old package stands for."""
        known = {note.guid for _, note in self.regiven} | self._before.keys()
        return tuple(note for note in self.new.notes if note.guid not in known)

    @cached_property
    def renamed_cards(self) -> tuple[tuple[Note, Note], ...]:
        """Cards that are gone, with a new one that says nearly the same."""
        return same_text([note for note in self.gone if not is_retired(note)], self.fresh, frozenset(COMMON.values()))

    @cached_property
    def types(self) -> tuple[tuple[NoteType, NoteType], ...]:
        """Note types of one id."""
        return tuple(
            (self.old.note_types[i], made) for i, made in self.new.note_types.items() if i in self.old.note_types
        )

    @cached_property
    def fields(self) -> dict[int, Slots[Field]]:
        """Which field became which, by note type."""
        return {new.id: slots(old.fields, new.fields) for old, new in self.types}

    @cached_property
    def templates(self) -> dict[int, Slots[Template]]:
        """Which template became which, by note type."""
        return {new.id: slots(old.templates, new.templates) for old, new in self.types}

    def values(self, old: Note, new: Note) -> Iterator[tuple[str, str, str]]:
        """Yield each field of a note by its new name, with its old and its new text; one that is not there is empty."""
        if old.note_type == new.note_type:
            known = self.fields[new.note_type]
            before = {there.name: here.name for here, there in known.pairs}
            removed = [slot.name for slot in known.removed]
        else:
            before = {name: name for name in new.fields}
            removed = [name for name in old.fields if name not in new.fields]
        for name, text in new.fields.items():
            yield name, old.fields.get(before.get(name, ""), ""), text
        for name in removed:
            yield name, old.fields[name], ""


def _by_guid(package: Package) -> dict[str, Note]:
    """Give the notes by GUID; of two with one GUID the first."""
    found: dict[str, Note] = {}
    for note in package.notes:
        found.setdefault(note.guid, note)
    return found


def card_id(note: Note) -> str:
    """Give a card's id, or the GUID where the note has no such field."""
    return plain(note.fields.get(CARD_ID, "")) or note.guid


def named(note: Note, package: Package) -> Named:
    """Give a card as people know it; its prompt is what Anki sorts by."""
    made = package.note_types[note.note_type]
    return Named(card_id(note), plain(note.fields[made.fields[made.sort].name]))


def is_retired(note: Note) -> bool:
    """Tell whether a card says that it is no longer studied."""
    return bool(note.fields.get(RETIRED))


def lasting_tags(note: Note) -> frozenset[str]:
    """Give the tags without those that tell the release in which something happened to the card."""
    return frozenset(tag for tag in note.tags if "::changed::" not in tag and "::retired::" not in tag)
