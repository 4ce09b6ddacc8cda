"""Tells at a glance that nothing in a note's faces can be refused, without drawing them: most notes.

It says so only where every field is text and whole harmless tags, stands between a template's tags, and nothing that
means more than text is in the template: then faces differ from one that was drawn and judged in nothing that matters.
Does not know what is refused; who is told False draws and judges.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ankibuilder.drawn.face import TAG, fault_of_tag, refused_face
from ankibuilder.drawn.fill import fill
from ankibuilder.kinds.template import is_filled
from ankibuilder.note_type import NoteType

# What begins sounds, fields, formulas and what Anki acts on; and control characters.
_MORE_THAN_TEXT = re.compile(r"[\[\]{}\\\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOOSE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|#x27);| )")
_UNFINISHED = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp);)")  # in a template, where a field could go on with it
_TAGS = re.compile(f"({TAG.pattern})")
_STAND_IN = "\ue000"  # a character of private use: it means nothing to anybody


def is_harmless_drawn(made: NoteType, fields: Mapping[str, str]) -> bool:
    """Tell that no face of a note would be refused; False means only that somebody has to look."""
    if made.cloze or made.adopted:
        return False
    filled = {name: html for name, html in fields.items() if html}
    everything = "\n".join(filled.values())
    if _MORE_THAN_TEXT.search(everything) or ("&" in everything and _LOOSE_AMPERSAND.search(everything)):
        return False
    if not all(is_filled(html) for html in filled.values() if not html[0].isalnum()):
        return False
    marked = [html for html in filled.values() if "<" in html]
    return all(map(_is_of_harmless_tags, marked)) and _is_harmless_shape(made, frozenset(filled))


def _is_of_harmless_tags(html: str) -> bool:
    """Tell whether every `<` in a field begins a whole harmless tag."""
    pieces = _TAGS.split(html)
    return "<" not in "".join(pieces[::2]) and all(map(_is_harmless_tag, pieces[1::2]))


@lru_cache(20_000)
def _is_harmless_tag(tag: str) -> bool:
    return fault_of_tag(tag) is None and tag[:4].lower() != "<img"


@lru_cache(1_000)
def _is_harmless_shape(made: NoteType, filled: frozenset[str]) -> bool:
    """Draw the faces with a stand-in for each field that is filled."""
    faces = [face for sides in fill(made, dict.fromkeys(filled, _STAND_IN)) for face in (sides.front, sides.back)]
    return all(map(_is_harmless_face, faces))


def _is_harmless_face(html: str) -> bool:
    if refused_face(html, ()) or _UNFINISHED.search(html) or _MORE_THAN_TEXT.search(html):
        return False
    return not any(_STAND_IN in tag for tag in TAG.findall(html))
