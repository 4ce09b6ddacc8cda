"""The files that pictures become: their names, their bytes, and how far two of them look apart.

Does not write them.
"""

from __future__ import annotations

import io
from collections import Counter
from functools import reduce
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from PIL import Image, ImageChops

from drawings import pictures
from drawings.palette import GROUND, Colour
from drawings.sheet import Sheet, finished

MEDIA = Path(__file__).resolve().parent.parent / "cards" / "media"
SAME = 40  # pixels of half a million that may look plainly otherwise: fewer than anybody sees
_PLAINLY = 96  # of 255
_COLOURS = 112
_LEVELS = 16  # of transparency, at the round corners


def names() -> tuple[str, ...]:
    """Name every picture, as its file does."""
    return tuple(sorted(module.name.replace("_", "-") for module in iter_modules(pictures.__path__)))


def on_sheet(name: str) -> Sheet:
    """Draw one picture on its sheet."""
    drawn: Sheet = import_module(f"{pictures.__name__}.{name.replace('-', '_')}").draw()
    return drawn


def png(name: str) -> bytes:
    """Draw one picture as a file: a PNG of few colours."""
    few, see_through = _few(finished(on_sheet(name)))
    out = io.BytesIO()
    few.save(out, "PNG", optimize=True, transparency=see_through)
    return out.getvalue()


def difference(one: bytes, other: bytes) -> int:
    """Count the pixels that look plainly otherwise in two pictures; smoothed edges are let pass."""
    left, right = (Image.open(io.BytesIO(raw)).convert("RGBA") for raw in (one, other))
    if left.size != right.size:
        return left.width * left.height
    channels = ImageChops.difference(left, right).split()
    most = reduce(ImageChops.lighter, channels)
    return sum(most.histogram()[_PLAINLY + 1 :])


def _few(image: Image.Image) -> tuple[Image.Image, bytes]:
    """Keep the commonest colours as they are, bring the rest to the nearest, and keep the corners' smoothness."""
    raw = image.convert("RGB").tobytes()
    pixels = [(raw[i], raw[i + 1], raw[i + 2]) for i in range(0, len(raw), 3)]
    counted = Counter(pixels)
    common = sorted(counted, key=lambda colour: (-counted[colour], colour))[:_COLOURS]
    at = {colour: min(range(len(common)), key=lambda i: _apart(common[i], colour)) for colour in counted}
    few = Image.frombytes("P", image.size, bytes(at[colour] for colour in pixels))
    few.putpalette([part for colour in (*common, *[GROUND] * _LEVELS) for part in colour])
    corners = image.getchannel("A")
    levels = corners.point([len(common) + value * _LEVELS // 256 for value in range(256)])
    few.paste(levels, mask=corners.point([255] * 255 + [0]))
    return few, bytes([255] * len(common) + [level * 255 // (_LEVELS - 1) for level in range(_LEVELS)])


def _apart(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
