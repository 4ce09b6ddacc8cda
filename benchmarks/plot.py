"""Draws horizontal bars as an SVG that reads by day and by night. Does not know what they measure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_WIDTH, _LABELS, _ROW, _TOP = 760, 300, 30, 52
_STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 16px }
  .bar { fill: #8c959f } .ours { fill: #0969da } .base { stroke: #57606a; stroke-dasharray: 4 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .bar { fill: #6e7681 } .ours { fill: #4493f8 } .base { stroke: #8b949e }
  }
"""


def bars(title: str, rows: Sequence[tuple[str, float, bool]], base: float) -> str:
    """Draw a bar for each (name, seconds, ours), the shortest first, and a line at `base`."""
    most = max(seconds for _, seconds, _ in rows)
    scale = (_WIDTH - _LABELS - 80) / most
    height = _TOP + _ROW * len(rows) + 12
    drawn = [_bar(at, row, scale) for at, row in enumerate(sorted(rows, key=lambda row: row[1]))]
    line = _LABELS + base * scale
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" role="img" '
            f'aria-label="{escape(title)}">',
            f"<style>{_STYLE}</style>",
            f'<text class="title" x="12" y="26">{escape(title)}</text>',
            *drawn,
            f'<line class="base" x1="{line:.1f}" x2="{line:.1f}" y1="{_TOP - 10}" y2="{height - 8}"/>',
            "</svg>\n",
        ]
    )


def _bar(at: int, row: tuple[str, float, bool], scale: float) -> str:
    name, seconds, ours = row
    y, long = _TOP + at * _ROW, max(1.0, seconds * scale)
    return (
        f'<text x="12" y="{y + 13}">{escape(name)}</text>'
        f'<rect class="{"ours" if ours else "bar"}" x="{_LABELS}" y="{y}" width="{long:.1f}" height="18" rx="2"/>'
        f'<text x="{_LABELS + long + 8:.1f}" y="{y + 14}">{seconds:.2f} s</text>'
    )
