"""Stepping back makes room for oneself; control takes room from somebody else."""

from __future__ import annotations

from drawings.lines import arc
from drawings.palette import ACCENT, EARTH, MIST, ON_PAPER, ON_WARM, PAPER
from drawings.sheet import Sheet, arrow, block, disc, line, person, sheet, words

_ROWS = ((24, "Stepping back", "room for oneself"), (370, "Control", "less and less room for you"))


def draw() -> Sheet:
    """Draw a step back above, with a shadow where one stood; a ring closing in below, and what fear is a sign of."""
    on = sheet(832)
    for top, title, below in _ROWS:
        block(on, (360, top + 167), (672, 334), PAPER)
        words(on, (360, top + 236), title, ON_PAPER, size=48, strong=True)
        words(on, (360, top + 290), below, ON_PAPER, size=42)
    line(on, arc((190, 136), (88, 88), 0, 360), ACCENT, dash=17.28)
    person(on, (190, 190), 108, ACCENT)
    person(on, (460, 190), 108, MIST)
    person(on, (576, 190), 108, EARTH)
    arrow(on, [(396, 136), (298, 136)], ACCENT)
    person(on, (130, 536), 108, ACCENT)
    disc(on, (484, 482), 86, None, edge=EARTH)
    person(on, (484, 532), 100, EARTH)
    arrow(on, [(210, 482), (388, 482)], ACCENT)
    arrow(on, [(664, 482), (580, 482)], ACCENT)
    block(on, (360, 762), (672, 92), ON_WARM.ground)
    words(on, (360, 762), "Afraid of them? Seek help.", ON_WARM, size=46, strong=True)
    return on
