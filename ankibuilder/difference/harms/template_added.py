"""A note type got a template that it did not have.

Anki takes a note type with another list of templates for another schema. With its usual settings it then updates no
note of that kind, makes a second note type with a `+` behind its name, and puts the new cards there: old cards never
get a correction again.

Cure: take the new template out of `kind.yaml`. The other direction of a question is another card, of a kind of its
own.

If it must be: Back up your collection. When you import this version, tick *Merge note types* and set *Update notes* to
*Always*. Anki then asks for a full sync. Text of your own in fields that you added yourself is lost on the cards that
this version updates. Every note gets one more card.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, listed, of_each_type
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for templates that are new."""
    for made, cards, of in of_each_type(pair, "new template "):
        if added := pair.templates[made.id].added:
            yield Found(f"{of}{listed(added)}", cards)
