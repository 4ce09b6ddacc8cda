"""A note type is sorted by another field.

Anki takes another sort field for a change of the schema: it stamps every note of that kind with the time of the
import. The corrections of the same import then look older than the notes and do not arrive, and neither does any later
one that was released before the learner imported.

Cure: set `sort` in `kind.yaml` back to the field it named.

If it must be: Back up your collection. Import this version twice: first as usual, then with *Update notes* set to
*Always*. Anki asks for a full sync. Tags and text of your own on this deck's cards are replaced.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, cards_of
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for note types whose sort field is another one, wherever it stands."""
    for old, new in pair.types:
        before, after = old.fields[old.sort], new.fields[new.sort]
        if (before, after) not in pair.fields[new.id].pairs:
            what = f"note type `{new.name}`: sorted by `{after.name}`, no longer by `{before.name}`"
            yield Found(what, cards_of(pair, new))
