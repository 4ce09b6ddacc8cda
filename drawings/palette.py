"""The colours of the pictures, those of the cards by day, and which words may stand on which ground.

A picture brings its own light ground, so that it reads the same on a card by day and by night.
"""

from __future__ import annotations

from typing import NamedTuple

Colour = tuple[int, int, int]

GROUND: Colour = (240, 237, 230)
PAPER: Colour = (251, 250, 247)
LINE: Colour = (201, 195, 182)
INK: Colour = (35, 39, 43)
QUIET: Colour = (70, 76, 82)
ACCENT: Colour = (31, 90, 107)
MIST: Colour = (207, 224, 228)
WARM: Colour = (251, 233, 208)
EARTH: Colour = (92, 58, 0)
AMBER: Colour = (222, 178, 112)


class Words(NamedTuple):
    """What words are written in, and the ground that they stand on."""

    ink: Colour
    ground: Colour


PLAIN = Words(INK, GROUND)
SMALL = Words(QUIET, GROUND)
ON_PAPER = Words(INK, PAPER)
ON_ACCENT = Words(PAPER, ACCENT)
ON_MIST = Words(INK, MIST)
ON_WARM = Words(EARTH, WARM)
ALL = (PLAIN, SMALL, ON_PAPER, ON_ACCENT, ON_MIST, ON_WARM)


def contrast(one: Colour, other: Colour) -> float:
    """Tell the contrast of two colours as WCAG 2 reckons it: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    parts = (c / 255 for c in colour)
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
