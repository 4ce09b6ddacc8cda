"""Anxiety and avoidance as two scales, with people anywhere on them."""

from __future__ import annotations

from drawings.lines import arc
from drawings.palette import ACCENT, INK, MIST, ON_MIST, PLAIN, SMALL
from drawings.sheet import Sheet, area, arrow, disc, sheet, words

_CORNER = (78, 610)
_PEOPLE = (
    *((136, 130), (262, 150), (410, 118), (560, 150), (648, 236), (486, 232), (350, 214), (176, 222), (284, 272)),
    *((430, 318), (566, 326), (646, 420), (520, 430), (468, 520), (600, 540), (396, 410)),
    *((122, 322), (212, 340), (128, 410), (290, 396), (344, 500), (132, 566), (232, 576), (330, 570), (236, 428)),
)


def draw() -> Sheet:
    """Draw two arrows from a corner, people all over, and the region that is low on both."""
    on = sheet(720)
    area(on, [*arc(_CORNER, (330, 330), 270, 360), _CORNER], MIST)
    for at in _PEOPLE:
        disc(on, at, 10, ACCENT)
    arrow(on, [_CORNER, (78, 84)], INK)
    arrow(on, [_CORNER, (688, 610)], INK)
    words(on, (200, 474), "secure", ON_MIST, size=46, strong=True, within=240)
    words(on, (200, 524), "low on both", ON_MIST, size=38, within=240)
    words(on, (136, 48), "avoidance", PLAIN, size=46, strong=True)
    words(on, (604, 662), "anxiety", PLAIN, size=46, strong=True)
    disc(on, (92, 666), 10, ACCENT)
    words(on, (188, 662), "a person", SMALL, size=38)
    return on
