"""How much closeness feels all right: over its edge comes a step back, and the room can grow."""

from __future__ import annotations

from drawings.lines import bend
from drawings.palette import ACCENT, EARTH, MIST, ON_MIST, PLAIN
from drawings.sheet import WIDTH, Sheet, area, arrow, disc, line, sheet, words

_UPPER = bend((0, 270), (300, 270), (440, 250), (WIDTH, 176))
_LOWER = bend((0, 462), (300, 462), (440, 482), (WIDTH, 530))


def draw() -> Sheet:
    """Draw a band that widens, and a line that overshoots it, drops, and comes back."""
    on = sheet(720)
    area(on, [*_UPPER, *reversed(_LOWER)], MIST)
    line(on, bend((44, 404), (110, 340), (150, 146), (214, 146)))
    line(on, bend((214, 146), (300, 146), (316, 552), (398, 552)))
    arrow(on, bend((398, 552), (478, 552), (560, 440), (676, 384)), ACCENT)
    disc(on, (214, 146), 16, EARTH)
    words(on, (384, 108), "too near,\nfor now", PLAIN, within=220)
    words(on, (246, 548), "too far", PLAIN, within=220)
    words(on, (556, 296), "feels\nall right", ON_MIST, size=46, strong=True, within=240)
    words(on, (360, 654), "the room can grow, bit by bit", PLAIN, size=42)
    return on
