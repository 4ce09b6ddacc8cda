"""Small steps of closeness, each a bit past easy."""

from __future__ import annotations

from drawings.lines import bend
from drawings.palette import EARTH, ON_ACCENT, ON_MIST, ON_PAPER, PLAIN
from drawings.sheet import Sheet, arrow, block, person, sheet, words

_STEPS = (
    (ON_PAPER, "say one true sentence"),
    (ON_MIST, "ask for one small thing"),
    (ON_ACCENT, "stay a bit longer"),
)


def draw() -> Sheet:
    """Stack three slabs as a stair, and let somebody climb it."""
    on = sheet(690)
    for number, (style, text) in enumerate(_STEPS):
        left, y = 28 + 124 * number, 536 - 118 * number
        middle = (left + 692) / 2
        block(on, (middle, y), (692 - left, 106), style.ground)
        words(on, (middle, y), text, style, strong=True, within=660 - left)
    person(on, (84, 483), 128, EARTH)
    arrow(on, bend((84, 330), (90, 250), (150, 206), (250, 186)), EARTH)
    words(on, (458, 120), "a bit past easy,\nmany times", PLAIN, size=44, strong=True)
    words(on, (360, 638), "with someone who feels safe", PLAIN)
    return on
