"""A card's text is there under another id, and the old id is gone.

A card cannot be renamed: its identity is made of its id. Anki takes it for a new card. The learner gets it a second
time, without reviews, and the studied one never gets a correction again.

Cure: put the old id back. Nobody but authors ever sees it, so it need not fit the text.

If it must be: The card comes a second time. Delete the old one, with its reviews, or keep both.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found
from ankibuilder.difference.pair import CARD_ID, Pair, card_id


def find(pair: Pair) -> Iterator[Found]:
    """Look for new cards that say what a card said that is gone."""
    for old, new in pair.renamed_cards:
        one, other = card_id(old), card_id(new)
        cure = f"a card cannot be renamed: put the old id back, `id: {one}` in place of `id: {other}`"
        if not old.fields.get(CARD_ID):
            cure = f"keep the identity it has: give the card `guid: {old.guid}`"
        yield Found(f"card `{one}` is gone, and `{other}` says nearly the same", (one,), cure)
