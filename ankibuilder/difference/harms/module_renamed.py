"""A module has another id: the tag of each of its cards changed.

A tag counts as a change of the note, so every card of the module is written anew: own examples and own tags on it are
gone, and searches and filtered decks that name the old tag find nothing any more.

Cure: put the old `module:` back. Its `title` may change freely, and so may the file's name.

If it must be: Import the text files first, if you wrote examples of your own or tagged cards. Searches that name the
module's old tag must be changed by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair
from ankibuilder.reading import Note

_OF_A_MODULE = "::module::"


def find(pair: Pair) -> Iterator[Found]:
    """Look for a module's tag that no note has any more, where those that had it all got one and the same new tag."""
    before, after = _by_tag(note for note, _ in pair.alike), _by_tag(note for _, note in pair.alike)
    now = {note.guid: note for _, note in pair.alike}
    for tag, notes in before.items():
        if tag in after:
            continue
        fresh = Counter(new for note in notes for new in _modules(now[note.guid]) if new not in before)
        for new, count in fresh.most_common(1):
            if count == len(notes):
                one, other = (name.rpartition(_OF_A_MODULE)[2] for name in (tag, new))
                yield Found(f"module `{one}` became `{other}`", ids(notes))


def _by_tag(notes: Iterator[Note]) -> Mapping[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in notes:
        for tag in _modules(note):
            found.setdefault(tag, []).append(note)
    return found


def _modules(note: Note) -> list[str]:
    return [tag for tag in note.tags if _OF_A_MODULE in tag]
