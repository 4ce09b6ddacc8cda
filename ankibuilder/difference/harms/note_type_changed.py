"""A note type has another id, because its kind's folder was renamed or its pinned id changed.

To Anki it is another note type. Its import calls the notes "conflicting" and leaves them as they are for ever: no
correction and no new design reaches them, and an unused second note type appears.

Cure: give the kind's folder its old name (the kind's `name` may be any), or the kind its old `note_type` id.

If it must be: No setting helps: cards that you have stay as they were, and get no correction any more. To study the
new text, delete the old cards and import again; their reviews are lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for notes of a note type that is gone, which now are of one that was not there."""
    groups: dict[tuple[int, int], list[str]] = {}
    for old, new in pair.shared:
        if old.note_type not in pair.new.note_types and new.note_type not in pair.old.note_types:
            groups.setdefault((old.note_type, new.note_type), []).extend(ids([old]))
    for (before, after), cards in groups.items():
        one, other = pair.old.note_types[before].name, pair.new.note_types[after].name
        what = f"note type `{one}`" + (f" became `{other}`," if one != other else "")
        yield Found(f"{what} has the id {after} instead of {before}", tuple(cards))
