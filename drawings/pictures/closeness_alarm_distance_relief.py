"""The loop by which relief teaches to step back."""

from __future__ import annotations

from drawings.lines import bend, mirrored
from drawings.palette import ON_MIST, ON_PAPER, ON_WARM, SMALL
from drawings.sheet import Sheet, arrow, sheet, titled, words

_BOX = (268, 130)
_AWAY = bend((510, 96), (552, 100), (584, 166), (586, 280))
_BACK = bend((586, 280), (584, 166), (552, 100), (510, 96))


def draw() -> Sheet:
    """Set four boxes on a ring, and let arrows run round it."""
    on = sheet(720)
    arrow(on, _AWAY)
    arrow(on, mirrored(_BACK, y=360))
    arrow(on, mirrored(_AWAY, x=360, y=360))
    arrow(on, mirrored(_BACK, x=360))
    titled(on, (360, 96), _BOX, "Closeness", "someone is near", ON_PAPER)
    titled(on, (562, 360), _BOX, "Alarm", "“too much”", ON_WARM)
    titled(on, (360, 624), _BOX, "Distance", "a step back", ON_PAPER)
    titled(on, (158, 360), _BOX, "Relief", "tension drops", ON_MIST)
    words(on, (360, 360), "and\nagain", SMALL, size=34, within=110)
    return on
