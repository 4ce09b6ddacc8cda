"""Fills Anki's templates with a note's fields, as rslib/src/template.rs and template_filters.rs do.

The real engine draws cards better; this does it everywhere. Does not know what a card may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import NamedTuple

from ankibuilder.kinds.gaps import drawn
from ankibuilder.kinds.template import is_filled
from ankibuilder.note_type import NoteType

_HANDLE = re.compile(r"\{\{(.*?)\}\}", re.S)
_SOUND = re.compile(r"\[sound:[^\]]*\]")
# Anki's ` ?([^ >]+?)\[(.+?)\]`, which Python would take hours for where many brackets open and none closes.
_READING = re.compile(r" ?([^ >](?>[^ >\[]*))\[(.(?>[^\]\n]*))\]")


class Sides(NamedTuple):
    """A card's two faces as HTML, without the note type's style."""

    template: str
    front: str
    back: str


class _Step(NamedTuple):
    """Literal text, and the handle behind it: `mark` is `#`, `^`, `/` or nothing for a replacement."""

    literal: str
    mark: str
    field: str
    filters: tuple[str, ...]


def fill(made: NoteType, fields: Mapping[str, str], cards: Iterable[int] = ()) -> list[Sides]:
    """Draw each template of a note type; `fields` by the names that templates call them by, `Tags` and `Deck` too.

    A cloze has one template, and is drawn for each of its `cards`.
    """
    return [
        _sides(name, front, back, {**fields, "Type": made.name, "Card": name, "CardFlag": "", "CardID": "0"}, gap)
        for name, _, front, back in made.templates
        for gap in ([card + 1 for card in cards] if made.cloze else [0])
    ]


def _sides(name: str, front: str, back: str, known: Mapping[str, str], gap: int) -> Sides:
    asked = _filled(front, known, gap)
    return Sides(name, asked, _filled(back, {**known, "FrontSide": _SOUND.sub("", asked)}, -gap))


def _filled(template: str, fields: Mapping[str, str], gap: int = 0) -> str:
    pieces: list[str] = []
    shown = [True]
    for literal, mark, field, filters in _steps(template):
        if shown[-1]:
            pieces.append(literal)
        if mark in "#^" and mark:
            shown.append(shown[-1] and is_filled(fields.get(field, "")) is (mark == "#"))
        elif mark == "/":
            shown.pop()
        elif shown[-1] and field:
            pieces.append(_filtered(field, fields.get(field, ""), filters, gap))
    return "".join(pieces)


@lru_cache(1_000)
def _steps(template: str) -> tuple[_Step, ...]:
    parts = _HANDLE.split(template)
    steps = [_step(literal, word.strip()) for literal, word in zip(parts[::2], parts[1::2], strict=False)]
    return (*steps, _Step(parts[-1], "", "", ()))


def _step(literal: str, word: str) -> _Step:
    if word[:1] and word[0] in "#^/":
        return _Step(literal, word[0], word[1:].strip(), ())
    *filters, field = (part.strip() for part in word.split(":"))
    return _Step(literal, "", field, tuple(reversed(filters)))


def _filtered(field: str, html: str, filters: tuple[str, ...], gap: int) -> str:
    """Put a field through its filters; `gap` is what a front asks for, and less than nothing on a back."""
    for name in filters:
        if name == "type":
            return f"[[type:{field}]]"
        if name == "cloze" and gap:
            html = drawn(html, abs(gap), asked=gap > 0)
        elif name == "hint":
            html = _hint(field, html)
        elif name in _READINGS and "]" in html:
            html = _READING.sub(_READINGS[name], html.replace("&nbsp;", " "))
        elif name.startswith("tts"):
            html = ""  # it is spoken, not shown
    return html


_READINGS = {
    "kana": r"\2",
    "kanji": r"\1",
    "furigana": r"<ruby><rb>\1</rb><rt>\2</rt></ruby>",
}


def _hint(field: str, html: str) -> str:
    if not html.strip():
        return html
    return (
        f"""<a class=hint href="#" onclick="this.style.display='none';"""
        f"""document.getElementById('hint0').style.display='block';return false;">{escape(field)}</a>"""
        f"""<div id="hint0" class=hint style="display: none">{html}</div>"""
    )
