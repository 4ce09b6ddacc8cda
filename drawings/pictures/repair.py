"""Rupture, return and repair, as a thread between two people."""

from __future__ import annotations

from drawings.lines import arc, bend, mirrored
from drawings.palette import ACCENT, EARTH, ON_PAPER, PAPER
from drawings.sheet import Sheet, arrow, block, line, person, sheet, words

_ROWS = (
    (140, "A rupture", "something hurts"),
    (380, "A return", "“I’m back.”"),
    (620, "A repair", "“I see that it stung.”"),
)
_TORN = bend((170, 84), (250, 124), (290, 40), (318, 100))
_TIED = bend((170, 566), (240, 582), (290, 574), (324, 564))


def draw() -> Sheet:
    """Draw the thread torn, one side coming back, and the thread tied."""
    on = sheet(760)
    for y, title, below in _ROWS:
        block(on, (360, y), (672, 228), PAPER)
        person(on, (100, y + 30), 120, EARTH)
        person(on, (620, y + 30), 120, ACCENT)
        words(on, (360, y + 24), title, ON_PAPER, size=46, strong=True, within=420)
        words(on, (360, y + 76), below, ON_PAPER, size=40, within=420)
    line(on, _TORN, EARTH)
    line(on, mirrored(_TORN, x=360), ACCENT)
    arrow(on, [(550, 328), (172, 328)], ACCENT)
    line(on, _TIED, EARTH)
    line(on, mirrored(_TIED, x=360), ACCENT)
    line(on, arc((346, 564), (24, 17), 0, 360), EARTH)
    line(on, arc((374, 564), (24, 17), 0, 360), ACCENT)
    return on
