"""A note type's style without what a style may not do: load something, or stay where Anki's own buttons are.

What is taken out is named. Does not know which cards it dresses.
"""

from __future__ import annotations

import re

from ankibuilder.kinds.faults import style_faults
from ankibuilder.source import Source

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_AT_RULE = re.compile(r"@(?:import|charset)[^;{}]*;?|@font-face\s*\{[^{}]*\}", re.I)


def trimmed(css: str) -> tuple[str, list[str]]:
    """Give a style that may be kept, and what was taken out of it."""
    if not _faulty(css):
        return css, []
    out: list[str] = []
    css = _COMMENT.sub("", css)
    css = _AT_RULE.sub(lambda rule: _taken(rule[0], out) if _faulty(rule[0]) else rule[0], css)
    while spans := _faulty(css):
        start, end = _declaration(css, spans[0])
        _taken(css[start:end], out)
        css = css[:start] + css[end:]
    return css, out


def _faulty(css: str) -> list[int]:
    return [fault.span.start for fault in style_faults(Source("style.css", css))]


def _taken(rule: str, out: list[str]) -> str:
    words = " ".join(rule.split()).strip("; ")
    out.append(words if len(words) <= 80 else f"{words[:79]}…")
    return ""


def _declaration(css: str, at: int) -> tuple[int, int]:
    """Find the declaration around a place: from behind the last `;` or brace to the next `;`, or before a brace."""
    start = max(css.rfind(sign, 0, at) for sign in ";{}") + 1
    ends = [found for sign in ";{}" if (found := css.find(sign, max(at, start))) >= 0]
    end = min(ends, default=len(css))
    return start, max(end + (css[end : end + 1] == ";"), at + 1)
