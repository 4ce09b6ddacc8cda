"""A card has the text that another card had: ids were swapped, or one was given to another card.

Reviews belong to the id. A learner who knows the old card well is asked the other one after months, and the one that
they were learning comes as if they knew it; nothing tells them, and Anki's intervals are wrong for both.

Cure: give each text back the id that it had. Order, module and file of a card may change freely.

If it must be: No setting helps. Set the card back to new (*Cards › Reset* in the browser) if you do not know it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.lost import given_away
from ankibuilder.difference.pair import COMMON, Pair, named


def find(pair: Pair) -> Iterator[Found]:
    """Find cards that Anki takes for the same, and that say what another card said."""
    for old, new, source in given_away(pair.alike, pair.old.notes, frozenset(COMMON.values())):
        one, other = ids([new])[0], ids([source])[0]
        settings = (
            f"The card “{named(new, pair.new).prompt}” stands in place of another: *Reset* it if you do not know it."
        )
        yield Found(f"card `{one}` says now what `{other}` said", ids([old]), settings=settings)
