"""Gaps in text, Anki's clozes: `{{c1::Paris}}` or `{{c1::Paris::a city}}`; each number makes a card.

Follows Anki's rslib/src/cloze.rs for what is well formed, and refuses the rest. Does not know HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple, TypeAlias

from ankibuilder.kinds.template import Part, Section, TemplateError, parts
from ankibuilder.model import Kind

MOST_NUMBER = 500
OCCLUSION = "image-occlusion:"  # makes of a gap a shape with attributes of the text's choice
_MARK = re.compile(r"\{\{c(\d{1,9})::|\}\}")
# What Anki itself takes for a mark: several numbers, too, up to 65,535.
_ANKI_MARK = re.compile(r"\{\{c([\d,]+)::|\}\}", re.A)
_MOST_DEEP = 10
_OPENS, _CLOSES = re.compile(r"\\[(\[]"), re.compile(r"\\[)\]]")
_TAGS = re.compile(r"<!--.*?-->|<style[^>]*>.*?</style>|<script[^>]*>.*?</script>|<[^>]*>", re.S | re.I)


@cache
def gap_fields(kind: Kind) -> frozenset[str]:
    """Name the ids of the fields that a kind's fronts show with gaps."""
    try:
        shown = {name for template in kind.templates for name in _shown(parts(template.front))}
    except TemplateError:
        return frozenset()
    return frozenset(field.id for field in kind.fields if field.name in shown)


def shows_gaps(template: str) -> bool:
    """Tell whether a template shows any field with gaps; what cannot be read is told elsewhere."""
    try:
        return bool(_shown(parts(template)))
    except TemplateError:
        return True


def _shown(template: tuple[Part, ...]) -> list[str]:
    found: list[str] = []
    for part in template:
        if isinstance(part, Section):
            found += _shown(part.children)
        elif "cloze" in part.filters:
            found.append(part.field)
    return found


def numbers(text: str) -> list[int]:
    """List the numbers of a text's gaps, each once, in order."""
    return sorted({int(mark[1]) for mark in _MARK.finditer(text) if mark[1]} & set(range(1, MOST_NUMBER + 1)))


def gap_cards(kind: Kind, fields: Mapping[str, str]) -> tuple[int, ...]:
    """List the cards that a cloze has by its fields' gaps, counted from 0; for any other kind there is none to list."""
    if not kind.cloze:
        return ()
    return tuple(at - 1 for at in numbers("".join(fields[field] for field in sorted(gap_fields(kind))))) or (0,)


def without_gaps(text: str) -> str:
    """Give what stands in and around the gaps; marks that belong to no whole gap stay."""
    kept: list[str] = []
    opened: list[int] = []
    at = 0
    for mark in _MARK.finditer(text):
        kept.append(text[at : mark.start()])
        at = mark.end()
        if mark[1] and 1 <= int(mark[1]) <= MOST_NUMBER:
            opened.append(len(kept))
            kept.append(mark[0])
        elif not mark[1] and opened:
            kept[opened.pop()] = ""
        else:
            kept.append(mark[0])
    return "".join([*kept, text[at:]])


class _Gap(NamedTuple):
    """A gap that has begun: its numbers, and what stands in it; `hint` holds at most one."""

    numbers: tuple[int, ...]
    held: list[_Piece]
    hint: list[str]


_Piece: TypeAlias = "str | _Gap"


def drawn(text: str, number: int, asked: bool) -> str:
    """Fill or leave open the gaps of one number, as Anki does; the others are filled, and all are marked.

    A text without a gap of that number is not shown; number 0 shows all texts, with all gaps filled.
    """
    pieces = _pieces(text)
    if number and not any(_is_asked(piece, number) for piece in pieces):
        return ""
    return _formulas_without_tags("".join(_shown_piece(piece, number, asked) for piece in pieces))


def _pieces(text: str) -> list[_Piece]:
    """Read gaps as Anki does: the eleventh within each other begins none, and one that is never closed is lost."""
    whole: list[_Piece] = []
    opened: list[_Gap] = []
    at = 0
    for mark in _ANKI_MARK.finditer(text):
        begun = tuple(sorted({int(said) for said in mark[1].split(",") if _is_number(said)})) if mark[1] else ()
        if mark[1] and not begun:
            continue
        _put(text[at : mark.start()], whole, opened)
        at = mark.end()
        if begun:
            opened += [_Gap(begun, [], [])] if len(opened) < _MOST_DEEP else []
        elif opened:
            gap = opened.pop()
            (opened[-1].held if opened else whole).append(gap)
        else:
            whole.append(mark[0])
    _put(text[at:], whole, opened)
    return whole


def _is_number(said: str) -> bool:
    return said != "" and len(said.lstrip("0")) <= 5 and int(said) < 65_536


def _put(text: str, whole: list[_Piece], opened: list[_Gap]) -> None:
    """Enter text; behind a `::` in a gap stands its hint, unless the text is of a shape."""
    if opened and "::" in text and not text.startswith(OCCLUSION):
        text, _, hint = text.partition("::")
        opened[-1].hint[:] = [hint]
    if text:
        (opened[-1].held if opened else whole).append(text)


def _is_asked(piece: _Piece, number: int) -> bool:
    return not isinstance(piece, str) and (number in piece.numbers or any(_is_asked(i, number) for i in piece.held))


def _shown_piece(piece: _Piece, number: int, asked: bool) -> str:
    if isinstance(piece, str):
        return piece
    said, is_asked = ",".join(map(str, piece.numbers)), number in piece.numbers
    first = piece.held[0] if piece.held else ""
    if isinstance(first, str) and first.startswith(OCCLUSION):
        return f'<div class="cloze" data-ordinal="{said}" {first}></div>'
    if is_asked and asked:
        return f'<span class="cloze" data-ordinal="{said}">[{piece.hint[0] if piece.hint else "..."}]</span>'
    inner = "".join(_shown_piece(held, number, asked) for held in piece.held)
    return f'<span class="{"cloze" if is_asked else "cloze-inactive"}" data-ordinal="{said}">{inner}</span>'


def _formulas_without_tags(html: str) -> str:
    """Leave out of formulas what looks like tags, as Anki does, wherever the formulas stand."""
    last = max(html.rfind("\\)"), html.rfind("\\]"))
    out: list[str] = []
    at = 0
    while (begins := _OPENS.search(html, at, last)) and (ends := _CLOSES.search(html, begins.end())):
        out += [html[at : begins.end()], _TAGS.sub("", html[begins.end() : ends.start()]), ends[0]]
        at = ends.end()
    return "".join([*out, html[at:]])
