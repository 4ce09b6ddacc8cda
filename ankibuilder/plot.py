"""Draws lines over days as an SVG, for light pages and dark ones. Does not know what the lines stand for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 720, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 24, 44, 44
_LABEL = 15  # what a label needs in height
# From little to much: one hue, each step darker. On a dark page, the other way round.
_LIGHT = ("#7fb8ad", "#4a9a8c", "#1f766a", "#0b4f47")
_DARK = ("#3c7f75", "#5aa79a", "#8acabe", "#c3ece4")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a value a day."""

    label: str
    values: Sequence[float]


def as_svg(title: str, up: str, lines: Sequence[Line], limit: float | None = None, limit_label: str = "") -> str:
    """Draw the lines, each with its label at its highest point; `limit` is a dashed line across."""
    highest = max((max(line.values) for line in lines), default=1.0)
    frame = _Frame(max((len(line.values) for line in lines), default=1), max(highest, limit or 0) * 1.12 or 1.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(title)}</title>\n<style>{_style(len(lines))}</style>",
        f'<rect class="ground" width="{_WIDTH}" height="{_HEIGHT}"/>',
        f'<text class="title" x="{_LEFT}" y="22">{escape(title)}</text>',
        *frame.grid(up),
        *_limit(frame, limit, limit_label),
        *(f'<polyline class="line l{at}" points="{frame.points(line.values)}"/>' for at, line in enumerate(lines)),
        *_labels(frame, lines),
    ]
    return "\n".join([*parts, "</svg>\n"])


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a day and a value stand on the sheet."""

    days: int
    top: float

    def x(self, day: float) -> float:
        return round(_LEFT + day / max(1, self.days - 1) * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(self, value: float) -> float:
        return round(_HEIGHT - _BOTTOM - value / self.top * (_HEIGHT - _TOP - _BOTTOM), 1)

    def points(self, values: Sequence[float]) -> str:
        return " ".join(f"{self.x(day)},{self.y(value)}" for day, value in enumerate(values))

    def grid(self, up: str) -> Iterator[str]:
        """Give rules with their numbers, and what both ways mean."""
        for value in _steps(self.top):
            y = self.y(value)
            yield f'<path class="rule" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>'
            yield f'<text class="small" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{value:g}</text>'
        for day in _steps(self.days):
            yield f'<text class="small" x="{self.x(day)}" y="{_HEIGHT - 24}" text-anchor="middle">{day:g}</text>'
        yield f'<text class="small" x="{_LEFT}" y="38">{escape(up)}</text>'
        yield f'<text class="small" x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 8}" text-anchor="end">days</text>'


def _steps(top: float) -> list[float]:
    """Choose four to eight round numbers from nought up to the top."""
    power = 10.0 ** math.floor(math.log10(top))
    step = next(size * power for size in (0.1, 0.2, 0.5, 1, 2) if top / (size * power) <= 8)
    return [step * at for at in range(int(top / step) + 1)]


def _limit(frame: _Frame, limit: float | None, label: str) -> Iterator[str]:
    if limit is not None:
        y = frame.y(limit)
        yield f'<path class="limit" d="M{_LEFT} {y}H{_WIDTH - _RIGHT}"/>'
        yield f'<text class="small" x="{_WIDTH - _RIGHT}" y="{y - 6}" text-anchor="end">{escape(label)}</text>'


def _labels(frame: _Frame, lines: Sequence[Line]) -> Iterator[str]:
    """Put each label above its line's highest point; one that would cover another goes lower."""
    taken: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda line: -max(line.values)):
        peak = max(range(len(line.values)), key=lambda day: line.values[day])
        x, y = frame.x(peak) + 4, frame.y(line.values[peak]) - 5
        while any(abs(x - other) < 12 * _LABEL // 2 and abs(y - beside) < _LABEL for other, beside in taken):
            y += 1
        taken.append((x, y))
        yield f'<text class="label" x="{x}" y="{y}">{escape(line.label)}</text>'


def _style(count: int) -> str:
    def colours(of: Sequence[str]) -> str:
        chosen = [of[round(at * (len(of) - 1) / max(1, count - 1))] for at in range(count)]
        return "".join(f".l{at}{{stroke:{hue}}}" for at, hue in enumerate(chosen))

    return (
        "text{font:13px system-ui,sans-serif;fill:#3b4a48}.title{font-weight:600;font-size:15px}.small{font-size:12px}"
        ".label{font-weight:600}.ground{fill:#fff}.line{fill:none;stroke-width:2.2;stroke-linejoin:round}"
        f".rule{{stroke:#dfe6e4}}.limit{{stroke:#a3482f;stroke-dasharray:5 4}}{colours(_LIGHT)}"
        "@media(prefers-color-scheme:dark){text{fill:#c9d3d1}.ground{fill:#141a19}.rule{stroke:#2c3634}"
        f".limit{{stroke:#e08a70}}{colours(_DARK)}}}"
    )
