"""A note type lost a template.

Anki takes a note type with another list of templates for another schema. With its usual settings it then updates no
note of that kind, makes a second note type with a `+` behind its name, and puts the new cards there: old cards never
get a correction again.

Cure: put the template back into `kind.yaml`, with its old id and in its old place.

If it must be: Back up your collection. When you import this version, tick *Merge note types* and set *Update notes* to
*Always*. Anki then asks for a full sync. Text of your own in fields that you added yourself is lost on the cards that
this version updates; the cards of the old template stay, and get no correction of their design.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, listed, of_each_type
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for templates that are gone."""
    for made, cards, of in of_each_type(pair, "gone is the template "):
        if removed := pair.templates[made.id].removed:
            yield Found(f"{of}{listed(removed)}", cards)
