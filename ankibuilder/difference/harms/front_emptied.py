"""A card of a note vanishes, because its front would be empty, or a template now makes cards of notes that had none.

Anki shows "the front of this card is blank", and *Tools › Empty Cards* offers to delete the card with its reviews. The
other way round, every learner gets cards of notes that they know already.

Cure: put back the conditions around the front in the kind's template, or the text of the field that the front shows.

If it must be: Do not use *Tools › Empty Cards* before you have looked at what it lists: the reviews of those cards
would be lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.fronts import appeared, vanished
from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for cards that notes had and have no more, and for those that a template alone brings."""
    for words, groups in (("no card any more of", vanished(pair)), ("for the first time a card of", appeared(pair))):
        for (note_type, template), notes in groups.items():
            yield Found(f"{len(notes)} of `{note_type}` have {words} the template `{template}`", ids(notes))
