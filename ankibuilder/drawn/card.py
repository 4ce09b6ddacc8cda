"""The faces of one card, held to what a face may hold. Does not know where its fields come from, nor who asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ankibuilder.drawn.face import Refusal, refused_face, typed_in, without_gap_marks
from ankibuilder.drawn.fill import fill
from ankibuilder.note_type import NoteType


class RefusedSide(NamedTuple):
    """A face that must not be shown: the `front` or the `back` of a template, and what it holds."""

    side: str
    template: str
    refusal: Refusal


def refused_sides(
    made: NoteType, fields: Mapping[str, str], media: Collection[str], cards: Collection[int] = ()
) -> Iterator[RefusedSide]:
    """Draw a note's faces and yield those that must not be shown; `fields` by name, `Tags` and `Deck` among them.

    A cloze is drawn for each of its `cards`.
    """
    typed = _typed(made)
    for sides in fill(made, {**fields, "Subdeck": fields.get("Deck", "").rpartition("::")[2]}, cards):
        within = sides.front in sides.back  # most backs begin with the front
        for side, html in (("front", "" if within else sides.front), ("back", sides.back)):
            html = without_gap_marks(html) if made.cloze else html
            if refusal := refused_face(html, media, typed, made.adopted):
                yield RefusedSide(side, sides.template, refusal)


@lru_cache(100)
def _typed(made: NoteType) -> tuple[str, ...]:
    return tuple(words for _, _, *sides in made.templates for words in typed_in(*sides))
