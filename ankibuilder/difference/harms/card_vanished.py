"""A card is gone without having been retired.

Anki deletes nothing: the learner keeps the card as it is, wrong or outdated, and is never told. Somebody who starts
with the new version never meets it.

Cure: put the entry back, and retire it: `retired: {because: why it is no longer studied, see: the card instead}`.

If it must be: Cards that left the deck stay in your collection as they are; delete them yourself, if you like.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair, is_retired


def find(pair: Pair) -> Iterator[Found]:
    """Look for cards that are gone, other than those whose text stands there under another id."""
    known = {old.guid for old, _ in pair.renamed_cards}
    gone = [note for note in pair.gone if not is_retired(note) and note.guid not in known]
    if gone:
        yield Found("cards are gone that were not retired", ids(gone))
