"""Two doors: one that opens when I choose, one that shuts by itself."""

from __future__ import annotations

from drawings.palette import ACCENT, AMBER, EARTH, LINE, ON_PAPER, PAPER
from drawings.sheet import Sheet, area, arrow, block, disc, sheet, words

_DOORS = ((190, "Privacy", "opens when\nI choose"), (530, "Avoidance", "shuts by itself\nup close"))


def draw() -> Sheet:
    """Set the doors side by side: one swings both ways, the other one way."""
    on = sheet(720)
    for x, title, below in _DOORS:
        block(on, (x, 360), (324, 672), PAPER)
        block(on, (x, 246), (226, 376), LINE, corner=10)
        block(on, (x, 254), (190, 360), AMBER, corner=4)
        words(on, (x, 512), title, ON_PAPER, size=50, strong=True, within=300)
        words(on, (x, 606), below, ON_PAPER, size=42, within=306)
    area(on, [(95, 74), (180, 106), (180, 456), (95, 434)], ACCENT)
    disc(on, (164, 282), 9, PAPER)
    arrow(on, [(224, 200), (278, 200)], EARTH)
    arrow(on, [(250, 200), (192, 200)], EARTH)
    area(on, [(435, 74), (606, 84), (606, 441), (435, 434)], ACCENT)
    disc(on, (588, 268), 9, PAPER)
    arrow(on, [(466, 190), (586, 190)], PAPER)
    return on
