"""Deactivating as a dimmer: need turned down, not gone."""

from __future__ import annotations

from drawings.lines import arc
from drawings.palette import ACCENT, INK, LINE, ON_PAPER, PAPER, PLAIN
from drawings.sheet import Sheet, disc, line, sheet, words

_CENTRE = (360, 318)
_LOW = 190


def draw() -> Sheet:
    """Draw a dial that stands low."""
    on = sheet(720)
    line(on, arc(_CENTRE, (220, 220), 140, 400), LINE, width=34)
    line(on, arc(_CENTRE, (220, 220), 140, _LOW), ACCENT, width=34)
    disc(on, _CENTRE, 158, PAPER)
    notch = [arc(_CENTRE, (radius, radius), _LOW, _LOW)[0] for radius in (122, 146)]
    line(on, notch, INK, width=12)
    words(on, (360, 292), "need for", ON_PAPER, size=42, within=220)
    words(on, (360, 342), "closeness", ON_PAPER, size=48, strong=True, within=250)
    words(on, (176, 524), "down")
    words(on, (544, 524), "up")
    words(on, (360, 622), "turned down, not gone", PLAIN, size=50, strong=True)
    return on
