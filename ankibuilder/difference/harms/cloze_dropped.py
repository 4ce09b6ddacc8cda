"""A gap of a cloze note is gone, or has another number.

Each number is a card. The card of a number that is gone stays in the learner's collection with nothing to ask; *Tools
› Empty Cards* offers to delete it with its reviews, and a gap that got a new number starts as a new card.

Cure: give the gaps their old numbers back; a gap that is no longer wanted may keep its number around other words.

If it must be: After the import, open *Tools › Empty Cards* and delete the cards that ask nothing any more; their
reviews are lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.difference.harms.found import Found, ids
from ankibuilder.difference.pair import Pair
from ankibuilder.reading import Note

_GAP = re.compile(r"\{\{c([\d,]+)::")


def find(pair: Pair) -> Iterator[Found]:
    """Look for numbers that are not there any more."""
    for old, new in pair.alike:
        if pair.old.note_types[old.note_type].cloze and (dropped := _numbers(old) - _numbers(new)):
            told = ", ".join(f"c{number}" for number in sorted(dropped))
            yield Found(f"card `{ids([old])[0]}` lost its gap {told}", ids([old]))


def _numbers(note: Note) -> set[int]:
    named = (numbers for text in note.fields.values() for numbers in _GAP.findall(text))
    return {
        int(number) for numbers in named for number in numbers.split(",") if number.isascii() and 0 < len(number) < 5
    }
