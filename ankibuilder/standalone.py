"""Anki's HTML of a card made to work on a page without Anki and without script: sounds, hints, addresses of files.

Does not know what page that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

HINT_STYLE = (
    "details.still-hint>summary{list-style:none;cursor:pointer}"
    "details.still-hint>summary::-webkit-details-marker{display:none}"
    "details.still-hint[open]>summary{display:none}"
)
_IMAGE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]*)(")')
_PLAY = re.compile(r"\[anki:play:[qa]:(\d+)\]")
_HINT = re.compile(
    r'<a class=hint href="#"\s+onclick="[^"]*"[^>]*>\s*(.*?)</a>\s*<div id="hint\w+" class=hint[^>]*>', re.S
)
_DIV = re.compile(r"<(/?)div\b[^>]*>")


def standalone(html: str, sounds: tuple[str, ...], address: Callable[[str], str], hints_open: bool = False) -> str:
    """Put players where Anki has play buttons, hints that open by themselves, and each file's address for its name."""

    def player(found: re.Match[str]) -> str:
        at = int(found[1])
        source = address(sounds[at]) if at < len(sounds) else ""
        return f'<audio controls preload="none" src="{source}"></audio>'

    html = _IMAGE.sub(lambda found: f"{found[1]}{address(found[2])}{found[3]}", html)
    return _hints(_PLAY.sub(player, html), hints_open)


def _hints(html: str, hints_open: bool) -> str:
    """Make Anki's link with a script, and the text it opens, an element that opens without one."""
    while found := _HINT.search(html):
        end = _end_of_div(html, found.end())
        summary = f'<summary><a class="hint">{found[1]}</a></summary>'
        opened = f'<details class="still-hint"{" open" if hints_open else ""}>{summary}<div class="hint">'
        html = f"{html[: found.start()]}{opened}{html[found.end() : end]}</div></details>{html[end + 6 :]}"
    return html


def _end_of_div(html: str, start: int) -> int:
    depth = 1
    for tag in _DIV.finditer(html, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(html)
