"""One safe person, two jobs: a point to go out from, and a place to come back to."""

from __future__ import annotations

from drawings.lines import Point, arc
from drawings.palette import ACCENT, AMBER, EARTH, LINE, ON_PAPER, PAPER
from drawings.sheet import Sheet, arrow, block, disc, line, person, sheet, words

_ROWS = ((24, "Secure base", "a safe point to go out from"), (412, "Safe haven", "a place to come back to"))


def draw() -> Sheet:
    """Draw the way out above, the way back below."""
    on = sheet(812)
    for top, title, below in _ROWS:
        block(on, (360, top + 188), (672, 376), PAPER)
        person(on, (146, top + 230), 170, ACCENT)
        person(on, (566, top + 230), 104, EARTH)
        words(on, (360, top + 284), title, ON_PAPER, size=48, strong=True)
        words(on, (360, top + 335), below, ON_PAPER, size=42)
    disc(on, (644, 232), 22, AMBER)
    arrow(on, arc((360, 230), (142, 86), 204, 336))
    _cloud(on, (566, 462))
    arrow(on, arc((360, 618), (142, 86), 336, 204))
    return on


def _cloud(on: Sheet, at: Point) -> None:
    x, y = at
    for dx, dy, radius in ((-32, 6, 20), (0, -6, 28), (32, 6, 20)):
        disc(on, (x + dx, y + dy), radius, LINE)
    block(on, (x, y + 13), (64, 26), LINE, corner=2)
    for dx in (-28, 2, 32):
        line(on, [(x + dx, y + 42), (x + dx - 6, y + 56)], LINE, width=6)
