"""A card of a gallery: its faces in a shadow tree, where the card's style and the page's do not meet.

Frames would do the same, and take seventy times as long. Does not know pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from html import escape

from ankibuilder.engine.drawing import Before, Drawn
from ankibuilder.shown import Shown
from ankibuilder.standalone import standalone


def article(card: Shown, before: Mapping[str, Before], up: str) -> str:
    """Write a card with its faces, and those it had `before` above them; `up` leads to the site's first folder."""
    marks = [card.since, "retired" if card.retired else ""]
    said = "".join(f' <span class="mark">{mark}</span>' for mark in marks if mark)
    was = before.get(card.id)
    old = _row(was.cards, _style_name(was.style), up, "before") if was else ""
    label = '<h4 class="when">Now</h4>' if was else ""
    return (
        f'<article class="item" id="{card.id}"><h3><a href="#{card.id}">{card.id}</a>{said}</h3>'
        f"{old}{label}{_row(card.faces, f'kind-{card.kind}.css', up, '')}</article>\n"
    )


def _row(faces: Iterable[Drawn], style: str, up: str, when: str) -> str:
    def address(name: str) -> str:
        return f"{up}media/{media_name(name)}" if name else ""

    sides = "".join(
        f'<div class="side"><div class="card card{at}">{standalone(html, sounds, address)}</div></div>'
        for at, face in enumerate(faces, start=1)
        for html, sounds in ((face.front, face.front_sounds), (face.back, face.back_sounds))
    )
    label = '<h4 class="when">Before</h4>' if when else ""
    links = "".join(f'<link rel="stylesheet" href="{up}look/{name}">' for name in (style, "faces.css"))
    return f'{label}<div class="faces"><template shadowrootmode="open">{links}{sides}</template></div>'


def media_name(name: str) -> str:
    """Name a file for the web: some hosts leave out what begins with an underscore."""
    return escape(name.lstrip("_"))


def _style_name(css: str) -> str:
    return f"before-{hashlib.sha256(css.encode()).hexdigest()[:8]}.css"


def files_of(cards: Iterable[Shown], before: Mapping[str, Before]) -> dict[str, bytes]:
    """Give media and earlier styles by path."""
    shown = {f"media/{media_name(name)}": raw for card in cards for name, raw in card.media.items()}
    older = {f"media/{media_name(name)}": raw for was in before.values() for name, raw in was.media.items()}
    return {**older, **shown, **{f"look/{_style_name(was.style)}": was.style.encode() for was in before.values()}}
