"""A template has another name and no id that says it is the same, or another id.

Anki takes a note type with another list of templates for another schema. With its usual settings it then updates no
note of that kind, makes a second note type with a `+` behind its name, and puts the new cards there: old cards never
get a correction again.

Cure: give the template back its old `id` in `kind.yaml` (its `name` may be any), or in a package that has no ids its
old name.

If it must be: Back up your collection. When you import this version, tick *Merge note types* and set *Update notes* to
*Always*. Anki then asks for a full sync. Text of your own in fields that you added yourself is lost on the cards that
this version updates.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, of_each_type
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for templates that Anki would not take for the ones they were."""
    for made, cards, of in of_each_type(pair, "template "):
        for old, new in pair.templates[made.id].broken:
            yield Found(
                f"{of}`{old.name}` is now `{new.name}`" + (", with another id" if old.name == new.name else ""), cards
            )
