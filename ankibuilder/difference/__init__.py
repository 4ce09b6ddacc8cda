"""What an update changes for a learner who has the old package, and what it would cost them.

Both sides are packages as `reading` gives them, so that both are judged alike. Does not know YAML, nor who made them.
"""

from __future__ import annotations

from ankibuilder.difference import changes
from ankibuilder.difference.harms import find_harms
from ankibuilder.difference.pair import Pair
from ankibuilder.difference.values import Difference, Harm
from ankibuilder.reading import Package

__all__ = ["Difference", "Harm", "compare"]


def compare(old: Package, new: Package) -> Difference:
    """Compare the package that learners have with the one that they would import over it."""
    pair = Pair(old, new)
    return Difference(
        old=old.name,
        new=new.name,
        added=tuple(changes.added(pair)),
        changed=tuple(changes.changed(pair)),
        retired=tuple(changes.retired(pair)),
        returned=tuple(changes.returned(pair)),
        moved=tuple(changes.moved(pair)),
        reordered=tuple(changes.reordered(pair)),
        renamed=tuple(changes.renamed(pair)),
        redesigned=tuple(changes.redesigned(pair)),
        described=tuple(changes.described(pair)),
        media_added=tuple(name for name in new.media if name not in old.media),
        media_changed=tuple(name for name, sha in new.media.items() if old.media.get(name, sha) != sha),
        harms=tuple(find_harms(pair)),
    )
