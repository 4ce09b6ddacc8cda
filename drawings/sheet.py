"""The sheet a picture is drawn on, and the few things that it is made of: boxes, lines, arrows, people, words.

Lengths are pixels of the finished picture, which is 720 wide: a card shows it at 288 on the narrowest telephone, so no
words are smaller than SMALLEST. Everything is drawn four times as large and then made smaller, which smooths the edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import atan2, cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

from drawings.lines import Point, dashes, offset, shortened
from drawings.palette import ACCENT, GROUND, PLAIN, Colour, Words

WIDTH = 720
SMALLEST = 34
_TIMES = 4
_CORNER = 36
_STROKE = 7
_HEAD = 27


class Misdrawn(Exception):
    """Words do not fit where they were put."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture in the making, four times its size, and what it says."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    said: list[str] = field(default_factory=list)


def sheet(height: int) -> Sheet:
    """Lay out an empty sheet: a light panel with round corners."""
    image = Image.new("RGB", (WIDTH * _TIMES, height * _TIMES), GROUND)
    return Sheet(image, ImageDraw.Draw(image))


def finished(drawn: Sheet) -> Image.Image:
    """Make the sheet smaller and round its corners."""
    small = drawn.image.reduce(_TIMES)
    shape = Image.new("L", drawn.image.size, 0)
    edge = (0, 0, drawn.image.width - 1, drawn.image.height - 1)
    ImageDraw.Draw(shape).rounded_rectangle(edge, _CORNER * _TIMES, fill=255)
    small.putalpha(shape.reduce(_TIMES))
    return small


def block(
    on: Sheet, centre: Point, size: Point, fill: Colour, *, edge: Colour | None = None, corner: float = 22
) -> None:
    """Draw a rounded box."""
    (x, y), (w, h) = centre, size
    corners = _big(x - w / 2, y - h / 2, x + w / 2, y + h / 2)
    on.pen.rounded_rectangle(corners, corner * _TIMES, fill=fill, outline=edge, width=4 * _TIMES)


def disc(on: Sheet, centre: Point, radius: float, fill: Colour | None, *, edge: Colour | None = None) -> None:
    """Draw a circle, filled or not."""
    x, y = centre
    corners = _big(x - radius, y - radius, x + radius, y + radius)
    on.pen.ellipse(corners, fill=fill, outline=edge, width=_STROKE * _TIMES)


def area(on: Sheet, points: Sequence[Point], fill: Colour) -> None:
    """Fill what a line goes round."""
    on.pen.polygon([(x * _TIMES, y * _TIMES) for x, y in points], fill=fill)


def line(
    on: Sheet, points: Sequence[Point], colour: Colour = ACCENT, *, width: float = _STROKE, dash: float = 0
) -> None:
    """Draw a line with round ends."""
    for part in dashes(points, dash) if dash else [list(points)]:
        area(on, [*offset(part, width / 2), *reversed(offset(part, -width / 2))], colour)
        for at in (part[0], part[-1]):
            disc(on, at, width / 2, colour)


def arrow(
    on: Sheet, points: Sequence[Point], colour: Colour = ACCENT, *, width: float = _STROKE, dash: float = 0
) -> None:
    """Draw a line that ends in an arrowhead, whose tip is the line's end."""
    shaft = shortened(points, _HEAD)
    line(on, shaft, colour, width=width, dash=dash)
    (x, y), (from_x, from_y) = points[-1], shaft[-1]
    back = atan2(from_y - y, from_x - x)
    wings = [(x + _HEAD * 1.3 * cos(back + turn), y + _HEAD * 1.3 * sin(back + turn)) for turn in (-pi / 6.5, pi / 6.5)]
    area(on, [(x, y), *wings], colour)


def person(on: Sheet, feet: Point, height: float, colour: Colour = ACCENT) -> None:
    """Draw somebody: a head, and shoulders that end in a straight edge."""
    x, y = feet
    disc(on, (x, y - height * 0.77), height * 0.23, colour)
    wide, high = height * 0.78, height * 0.45
    on.pen.pieslice(_big(x - wide / 2, y - high, x + wide / 2, y + high * 0.7), 180, 360, fill=colour)
    block(on, (x, y - high * 0.16), (wide, high * 0.32), colour, corner=height * 0.06)


def words(
    on: Sheet,
    centre: Point,
    text: str,
    style: Words = PLAIN,
    *,
    size: int = 42,
    strong: bool = False,
    within: float = WIDTH - 40,
) -> None:
    """Write words round a point; refuse to where they would be too small, too wide or on anything but their ground."""
    font = _font(strong, size * _TIMES)
    place = (centre[0] * _TIMES, centre[1] * _TIMES)
    gap = size * _TIMES * 0.05
    left, top, right, bottom = on.pen.multiline_textbbox(place, text, font, "mm", spacing=gap, align="center")
    if size < SMALLEST or right - left > within * _TIMES:
        raise Misdrawn(f"{text!r} is {size} high and {(right - left) / _TIMES:.0f} wide")
    under = on.image.crop((round(left) - 16, round(top) - 16, round(right) + 16, round(bottom) + 16))
    if under.getcolors(1) != [(under.width * under.height, style.ground)]:
        raise Misdrawn(f"{text!r} does not stand on its ground alone")
    on.said.append(text.replace("\n", " "))
    on.pen.multiline_text(place, text, style.ink, font, "mm", spacing=gap, align="center")


def titled(on: Sheet, centre: Point, size: Point, title: str, below: str, fill: Words) -> None:
    """Draw a box with a strong word and a few plain ones below it."""
    block(on, centre, size, fill.ground)
    high = size[1]
    words(on, (centre[0], centre[1] - high * 0.18), title, fill, size=42, strong=True, within=size[0] - 24)
    words(on, (centre[0], centre[1] + high * 0.22), below, fill, size=SMALLEST, within=size[0] - 24)


def _big(*lengths: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (length * _TIMES for length in lengths)
    return left, top, right, bottom


@cache
def _font(strong: bool, size: int) -> ImageFont.FreeTypeFont:
    """Source Sans Pro, under the SIL Open Font License, comes with a package and not with this repository."""
    name = f"SourceSansPro-{'Semibold' if strong else 'Regular'}.ttf"
    path = files("font_source_sans_pro").joinpath("files", name)
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
