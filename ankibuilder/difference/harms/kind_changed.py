"""A card is of another kind than it was.

Its GUID is the old one and its note type is not. Anki's import calls the note "conflicting" and leaves it as it was
for ever: the learner never sees the card's new form, nor any later correction of it.

Cure: give the card its old `kind` back. If another kind suits it better, retire it (`retired: {because: …, see: …}`)
and write a new card with a new id.

If it must be: No setting helps. The card that you have stays as it was. Delete it and import again to get the new one;
its reviews are lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair
from ankibuilder.reading import Note


def find(pair: Pair) -> Iterator[Found]:
    """Look for notes whose note type is another one, where it is not the note type itself that changed its id."""
    groups: dict[tuple[str, str], list[Note]] = {}
    for old, new in pair.shared:
        both_there = old.note_type in pair.new.note_types or new.note_type in pair.old.note_types
        if old.note_type != new.note_type and both_there:
            names = pair.old.note_types[old.note_type].name, pair.new.note_types[new.note_type].name
            groups.setdefault(names, []).append(old)
    for (before, after), notes in groups.items():
        yield Found(f"{len(notes)} of `{before}` became `{after}`", ids(notes))
