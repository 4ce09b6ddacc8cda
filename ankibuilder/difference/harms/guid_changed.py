"""A card has another GUID, because a pinned `guid:` was added, changed or taken away.

Anki knows notes by GUID alone. The card comes a second time, new and without reviews; the one that the learner has
studied never gets a correction again.

Cure: put the `guid:` line of the card back as it was; where there was none, take it away.

If it must be: No setting helps. The card comes a second time; delete the old one, with its reviews, or keep both.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found
from ankibuilder.difference.pair import Pair, card_id


def find(pair: Pair) -> Iterator[Found]:
    """Look for cards that kept their id and not their GUID."""
    for old, new in () if pair.rebased else pair.regiven:
        cure = f"give the card `guid: {old.guid}`, or take its `guid:` away if it had none"
        yield Found(f"card `{card_id(old)}` has the GUID {new.guid} instead of {old.guid}", (card_id(old),), cure)
