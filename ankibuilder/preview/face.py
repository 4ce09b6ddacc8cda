"""A face as a page of its own, for a frame: Anki's HTML, its style, and the files it shows, all in one.

The page asks for nothing, runs nothing, and leads nowhere: its policy says so, whatever the card says. Does not know
how it is served.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from html import escape

from ankibuilder.shown import Shown
from ankibuilder.standalone import HINT_STYLE, standalone

POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "avif": "image/avif", "mp3": "audio/mpeg", "ogg": "audio/ogg", "opus": "audio/ogg", "m4a": "audio/mp4",
    "wav": "audio/wav",
}  # fmt: skip
# What opens connections, or leads elsewhere, though no policy speaks of it. Cards hold none of it: the gate refuses it.
_ACTIVE = re.compile(
    r"(?i)<(?=/?(?:link|meta|base|script|iframe|frame|frameset|object|embed|portal|form|svg|math|template)\b)"
)
_CARD_STYLE = "html{min-height:100%}body{margin:0;min-height:100vh;box-sizing:border-box}"


def face_page(card: Shown, at: int, side: str, style: str, language: str, night: bool, hints: bool) -> bytes:
    """Give the page of one side of a card, as Anki's reviewer would show it."""
    face = card.faces[at]
    html, sounds = (face.front, face.front_sounds) if side == "front" else (face.back, face.back_sounds)
    classes = f"card card{at + 1}" + (" nightMode night_mode" if night else "")
    html = standalone(_inert(html), sounds, lambda name: _inline(name, card.media), hints)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(card.id)}</title>'
        f"<style>{_CARD_STYLE}</style><style>{_inert(style)}</style><style>{HINT_STYLE}</style></head>"
        f'<body class="{classes}"><div id="qa">{html}</div></body></html>'
    ).encode()


def _inert(html: str) -> str:
    return _ACTIVE.sub("&lt;", html).replace("</style", "")


def _inline(name: str, media: Mapping[str, bytes]) -> str:
    """Give a file of the card as an address that holds it; no other file can be named."""
    kind = _TYPES.get(name.rpartition(".")[2].lower())
    return f"data:{kind};base64,{b64encode(media[name]).decode()}" if kind and name in media else ""
