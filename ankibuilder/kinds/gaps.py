"""Gaps in text, Anki's clozes: `{{c1::Paris}}` or `{{c1::Paris::a city}}`; each number makes a card.

Follows Anki's rslib/src/cloze.rs for what is well formed, and refuses the rest. Does not know HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ankibuilder.kinds.template import Part, Section, TemplateError, parts
from ankibuilder.model import Kind

MOST_NUMBER = 500
_MARK = re.compile(r"\{\{c(\d{1,9})::|\}\}")


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


def drawn(text: str, number: int, asked: bool) -> str:
    """Fill or leave open the gaps of one number, as Anki does; the others are filled, and all are marked."""
    pieces: list[list[str]] = [[]]
    opened: list[int] = []
    at = 0
    for mark in _MARK.finditer(text):
        pieces[-1].append(text[at : mark.start()])
        at = mark.end()
        if mark[1]:
            opened.append(int(mark[1]))
            pieces.append([])
        elif opened:
            inner = "".join(pieces.pop())
            pieces[-1].append(_gap(inner, opened.pop(), number, asked))
        else:
            pieces[-1].append(mark[0])
    pieces[-1].append(text[at:])
    return "".join("".join(piece) for piece in pieces)


def _gap(inner: str, number: int, wanted: int, asked: bool) -> str:
    words, _, hint = inner.partition("::")
    if number != wanted:
        return f'<span class="cloze-inactive" data-ordinal="{number}">{words}</span>'
    shown = f"[{hint or '...'}]" if asked else words
    return f'<span class="cloze" data-ordinal="{number}">{shown}</span>'
