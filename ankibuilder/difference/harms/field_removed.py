"""A note type lost a field.

Anki takes a note type with another list of fields for another schema. With its usual settings it then updates no note
of that kind, makes a second note type with a `+` behind its name, and puts the new cards there: old cards never get a
correction again.

Cure: put the field back into `kind.yaml`, with its old id and in its old place. It may stay empty, and may be called
otherwise.

If it must be: Back up your collection. When you import this version, tick *Merge note types* and set *Update notes* to
*Always*. Anki then asks for a full sync. Text of your own in fields that you added yourself is lost on the cards that
this version updates; the field that this version leaves out stays in your note type, empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, listed, of_each_type
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for fields that are gone."""
    for made, cards, of in of_each_type(pair, "gone is the field "):
        if removed := pair.fields[made.id].removed:
            yield Found(f"{of}{listed(removed)}", cards)
