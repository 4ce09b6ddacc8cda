"""One presses, the other backs off, and each move feeds the other."""

from __future__ import annotations

from drawings.lines import bend, mirrored
from drawings.palette import ACCENT, EARTH, ON_MIST, ON_WARM, PLAIN
from drawings.sheet import Sheet, arrow, block, line, person, sheet, words

_BEND = bend((546, 110), (576, 112), (592, 150), (592, 240))


def draw() -> Sheet:
    """Put two people into a ring of two arrows."""
    on = sheet(720)
    line(on, mirrored(_BEND, x=360), EARTH)
    arrow(on, _BEND, EARTH)
    line(on, mirrored(_BEND, y=360), ACCENT)
    arrow(on, mirrored(_BEND, x=360, y=360), ACCENT)
    person(on, (128, 442), 168, EARTH)
    person(on, (592, 442), 168, ACCENT)
    for y, style, text in ((110, ON_WARM, "presses for more"), (610, ON_MIST, "backs off")):
        block(on, (360, y), (348, 96), style.ground)
        words(on, (360, y), text, style, strong=True, within=324)
    words(on, (360, 360), "each move\nfeeds the\nother", PLAIN, within=260)
    return on
