"""Points along lines: arcs, curves, and what is left of a line between two things.

Knows geometry only, no ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians, sin

Point = tuple[float, float]
_STEPS = 96


def arc(centre: Point, radii: Point, start: float, end: float) -> list[Point]:
    """Follow an ellipse from one angle to another, in degrees, clockwise from the right."""
    angles = (radians(start + (end - start) * step / _STEPS) for step in range(_STEPS + 1))
    return [(centre[0] + radii[0] * cos(a), centre[1] + radii[1] * sin(a)) for a in angles]


def bend(start: Point, pull: Point, pull_end: Point, end: Point) -> list[Point]:
    """Curve from start to end, as a cubic Bézier: it leaves towards one point and arrives from another."""
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    four = (start, pull, pull_end, end)
    return [(_cubic([p[0] for p in four], share), _cubic([p[1] for p in four], share)) for share in shares]


def mirrored(points: Sequence[Point], *, x: float | None = None, y: float | None = None) -> list[Point]:
    """Turn a line over, left to right across an upright at x, or top to bottom across a level at y."""
    return [(px if x is None else 2 * x - px, py if y is None else 2 * y - py) for px, py in points]


def offset(points: Sequence[Point], by: float) -> list[Point]:
    """Run beside a line, at a distance, on its left."""
    ends = [points[0], *points, points[-1]]
    beside: list[Point] = []
    for before, (x, y), after in zip(ends, points, ends[2:], strict=False):
        along = hypot(after[0] - before[0], after[1] - before[1])
        beside.append((x + by * (after[1] - before[1]) / along, y - by * (after[0] - before[0]) / along))
    return beside


def shortened(points: Sequence[Point], by: float) -> list[Point]:
    """Take a length off the end of a line."""
    left = list(points)
    while len(left) > 2 and hypot(left[-1][0] - points[-1][0], left[-1][1] - points[-1][1]) < by:
        left.pop()
    if len(left) == 2:
        (x, y), (to_x, to_y) = left
        share = max(0.0, 1 - by / hypot(to_x - x, to_y - y))
        return [(x, y), (x + (to_x - x) * share, y + (to_y - y) * share)]
    return left


def dashes(points: Sequence[Point], length: float) -> list[list[Point]]:
    """Cut a line into dashes, and leave gaps as long as the dashes."""
    cut: list[list[Point]] = [[]]
    gone = 0.0
    for before, point in pairwise(points):
        gone += hypot(point[0] - before[0], point[1] - before[1])
        if int(gone / length) % 2 == 0:
            cut[-1].append(point)
        elif cut[-1]:
            cut.append([])
    return [dash for dash in cut if len(dash) > 1]


def _cubic(four: Sequence[float], t: float) -> float:
    return four[0] * (1 - t) ** 3 + 3 * four[1] * t * (1 - t) ** 2 + 3 * four[2] * t * t * (1 - t) + four[3] * t**3
