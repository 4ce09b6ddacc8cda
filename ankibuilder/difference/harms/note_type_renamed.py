"""A note type has another name, because the project's name or a kind's name changed.

The note types are renamed under the learner's hands: searches and filtered decks that name them find nothing any more,
and where the learner has a note type of that name already, Anki adds a `+` to it and later designs no longer arrive.

Cure: put the old `name` back into `ankibuilder.yaml` or `kind.yaml`. A kind may be given its old name by `note_type:
{id, name}`, and the deck's `title` may say anything.

If it must be: Nothing to set. Searches of yours that name the note type must name it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found
from ankibuilder.difference.pair import Pair


def find(pair: Pair) -> Iterator[Found]:
    """Look for other names under one id; a project's name that changed is told once."""
    renamed = [(old.name, new.name) for old, new in pair.types if old.name != new.name]
    projects = {(old.partition(": ")[0], new.partition(": ")[0]) for old, new in renamed}
    kinds_stay = all(old.partition(": ")[2] == new.partition(": ")[2] != "" for old, new in renamed)
    if len(projects) == 1 and kinds_stay:
        ((before, after),) = projects
        yield Found(f"the project's name `{before}` became `{after}`", tuple(new for _, new in renamed))
        return
    for before, after in renamed:
        yield Found(f"note type `{before}` became `{after}`", (after,))
