"""The second gate: every face of a card, drawn as Anki will draw it, judged once more before it is packed.

The first gate judges what people wrote; this one what came of it, and trusts nothing before it. Does not know sources,
but for `places.py`, which tells what is refused where it was written.
"""

from __future__ import annotations

from ankibuilder.drawn.card import RefusedSide, refused_sides
from ankibuilder.drawn.face import Refusal, refused_face, typed_in, without_gap_marks
from ankibuilder.drawn.fill import Sides, fill
from ankibuilder.drawn.glance import is_harmless_drawn

__all__ = [
    "Refusal",
    "RefusedSide",
    "Sides",
    "fill",
    "is_harmless_drawn",
    "refused_face",
    "refused_sides",
    "typed_in",
    "without_gap_marks",
]
