"""A field's HTML as a card file writes it: Markdown where that gives the very same HTML again, else in `<html>`.

Every answer is proven by rendering it. Does not know what a card may hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from ankibuilder.decode import HIDDEN, decode
from ankibuilder.render.adopted import adopted_html

# What is left as it is: tags, sounds, the marks of gaps, entities; between them stands text.
_TOKEN = re.compile(
    r"(<[a-zA-Z/][^<>]*>|\[sound:[^\[\]<>]*\]|\{\{c\d+::|\}\}|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|\\\((?:(?!\\\().)*?\\\)|\\\[(?:(?!\\\[).)*?\\\])",
    re.S,
)
_MEANS_SOMETHING = re.compile(r"([\\`*_\[\]~$])")
_LINE_BEGINS = re.compile(r"(?m)^(\s*)(?:(\d+)([.)](?:\s|$))|([-+>#=]))")
_SPELT = (
    (re.compile(r"<em>([^<>*\s](?:[^<>*]*[^<>*\s])?)</em>"), r"*\1*"),
    (re.compile(r"<strong>([^<>*\s](?:[^<>*]*[^<>*\s])?)</strong>"), r"**\1**"),
    (re.compile(r'<a href="(https://[^\s"<>()]+)">([^<>\[\]]+)</a>'), r"[\2](\1)"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def as_anki_keeps_it(html: str) -> str:
    """Give a field as an import leaves it: lines end in one way, letters are composed, control characters are gone."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", html.replace("\r\n", "\n").replace("\r", "\n")))


def written(html: str) -> str | None:
    """Write a field's HTML for a card file; None where a sign in it that nobody can see cannot be spelt out."""
    for candidate in _candidates(html):
        if candidate and not _hides(candidate) and adopted_html(candidate) == html:
            return candidate
    return None


def _hides(text: str) -> bool:
    """Tell whether a file could not hold a text as it is: joiners may stand where a script needs them."""
    return HIDDEN.search(text) is not None and bool(decode("", text.encode("utf-8", "replace"))[1])


def _candidates(html: str) -> Iterator[str]:
    plain = _spelt_out(html)
    if any(pattern.search(html) for pattern, _ in _SPELT):
        yield _with_marks(plain)
    yield html
    yield _with_marks(plain)
    yield _escaped(plain)
    yield f"<html>{html}</html>"


def _spelt_out(html: str) -> str:
    """Name signs that nobody sees by their numbers, so that who reads the file does."""
    return HIDDEN.sub(lambda sign: f"&#x{ord(sign[0]):X};", html)


def _with_marks(html: str) -> str:
    """Write emphasis, links and formulas as Markdown does."""
    text = _escaped(html, maths=True)
    for pattern, mark in _SPELT:
        text = pattern.sub(mark, text)
    return text


def _escaped(html: str, maths: bool = False) -> str:
    """Keep tags, and take from all else what it means to Markdown."""
    pieces = [
        (_formula(piece) if maths else _plain(piece)) if piece.startswith("\\") and at % 2
        else piece if at % 2
        else _plain(piece)
        for at, piece in enumerate(_TOKEN.split(html))
    ]  # fmt: skip
    return _LINE_BEGINS.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[1]}\\{m[4]}", "".join(pieces))


def _plain(text: str) -> str:
    return _MEANS_SOMETHING.sub(r"\\\1", text)


def _formula(piece: str) -> str:
    fence = "$" if piece[1] == "(" else "$$"
    return f"{fence}{unescape(piece[2:-2])}{fence}"
