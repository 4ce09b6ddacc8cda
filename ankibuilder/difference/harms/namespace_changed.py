"""The project's namespace changed: every card has another identity.

Every GUID and every note type id is made from the namespace. Anki takes all cards for new ones: the learner gets the
whole deck a second time, and the cards with their reviews never get a correction again.

Cure: put the old `namespace` back into `ankibuilder.yaml`.

If it must be: No setting helps. Your old cards stay as they are, with their reviews; the new ones come beside them.
Suspend or delete the old ones if you start anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look whether no card kept its GUID, and no note type its id."""
    if pair.rebased:
        yield Found("every GUID and every note type id is another one", ids(old for old, _ in pair.regiven))
