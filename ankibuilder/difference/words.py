"""Texts made plain, and compared word by word. Does not know what they are texts of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import unescape

from ankibuilder.difference.values import Piece

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 4_000  # comparing takes the square of this; longer texts are told as replaced
_STYLE = re.compile(r"(?is)<(style|script)\b.*?</\1>")
_IMAGE = re.compile(r"(?i)<img\b[^>]*?>")
_ALT = re.compile(r"""(?i)\balt=(?:"([^"]*)"|'([^']*)')""")
_SOUND = re.compile(r"\[sound:[^\]]*\]")
_BREAK = re.compile(r"(?i)<(?:br|hr|/?(?:div|p|li|ul|ol|dl|dt|dd|tr|td|th|table|blockquote|pre|h[1-6]))\b[^>]*>")
_TAG = re.compile(r"<[^<>]*>")


def plain(html: str) -> str:
    """Give HTML as one line of text; pictures as the words that stand for them."""
    if "<" in html:
        html = _IMAGE.sub(_picture, _STYLE.sub("", html))
        html = _TAG.sub("", _BREAK.sub(" ", html))
    return " ".join(unescape(_SOUND.sub("[sound]", html)).split())


def _picture(tag: re.Match[str]) -> str:
    alt = _ALT.search(tag[0])
    return f"[picture: {alt[1] or alt[2]}]" if alt and (alt[1] or alt[2]) else "[picture]"


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    if len(one) > _MOST_WORDS or len(other) > _MOST_WORDS:
        return tuple(_told([(old, new, False)]))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return tuple(_told(_steps(one, other, matcher.get_opcodes())))


def _steps(
    one: list[str], other: list[str], codes: Sequence[tuple[str, int, int, int, int]]
) -> list[tuple[str, str, bool]]:
    """Give stretches as (old, new, kept); white space alone between two changes belongs to them."""
    steps: list[tuple[str, str, bool]] = []
    for at, (how, start, end, new_start, new_end) in enumerate(codes):
        old, new = "".join(one[start:end]), "".join(other[new_start:new_end])
        inside = 0 < at < len(codes) - 1
        kept = how == "equal" and not (inside and old.isspace())
        if steps and not kept and not steps[-1][2]:
            old, new = steps[-1][0] + old, steps.pop()[1] + new
        steps.append((old, new, kept))
    return steps


def _told(steps: list[tuple[str, str, bool]]) -> Iterator[Piece]:
    for old, new, kept in steps:
        if kept:
            yield Piece("kept", old)
            continue
        if old:
            yield Piece("removed", old)
        if new:
            yield Piece("added", new)


def compared(old_html: str, new_html: str) -> tuple[Piece, ...]:
    """Compare two fields as text, or where that is the same, as markup."""
    old, new = plain(old_html), plain(new_html)
    return pieces(old, new) if old != new else pieces(old_html, new_html)
