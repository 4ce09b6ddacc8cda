"""The templates of a note type stand in another order.

Anki takes a note type with another list of templates for another schema. With its usual settings it then updates no
note of that kind, makes a second note type with a `+` behind its name, and puts the new cards there: old cards never
get a correction again.

Cure: put the templates in `kind.yaml` back into the order they had.

If it must be: Back up your collection. When you import this version, tick *Merge note types* and set *Update notes* to
*Always*. Anki then asks for a full sync. Text of your own in fields that you added yourself is lost on the cards that
this version updates.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, cards_of
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for templates that changed places."""
    for old, new in pair.types:
        if pair.templates[new.id].reordered:
            partners = {id(there): here for here, there in pair.templates[new.id].pairs}
            first = next(
                (o, n) for o, n in zip(old.templates, new.templates, strict=False) if partners.get(id(n)) is not o
            )
            what = f"note type `{new.name}`: template `{first[1].name}` stands where `{first[0].name}` stood"
            yield Found(what, cards_of(pair, new))
