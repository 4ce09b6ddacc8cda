"""A deck or subdeck has another name.

Anki knows decks by name. A second deck appears, the new cards go there, and the studied ones stay in the old one: one
deck becomes two, with limits of their own.

Cure: put the old name back into the manifest. `title` and the deck's description may change freely.

If it must be: Rename the deck in Anki before you import, exactly as the new name is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.decks import renamed_decks
from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for decks that are gone and whose cards are in one that was not there."""
    for (before, after), notes in renamed_decks(pair).items():
        settings = f"Before you import, rename the deck `{before}` in Anki to `{after}`, exactly as it is written here."
        if after in pair.old.decks:
            settings = (
                f"Your cards of `{before}` stay there, and new ones of theirs go to `{after}`: move yours, if you like."
            )
        yield Found(f"deck `{before}` became `{after}`", ids(notes), settings=settings)
