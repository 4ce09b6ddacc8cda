"""Anki's card templates: their syntax, and when a front is empty.

Follows Anki's rslib/src/template.rs. Does not draw cards; only the real engine does that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

SPECIAL = frozenset({"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"})
_HANDLE = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}", re.S)
_MOST_DEPTH = 32
_EMPTY = re.compile(r"(?i)(?:</?(?:br|div)\s*/?>|\s)*")


class Replacement(NamedTuple):
    """`{{filter:Field}}`."""

    field: str
    filters: tuple[str, ...]


class Section(NamedTuple):
    """`{{#Field}}…{{/Field}}`, or negated with `^`."""

    field: str
    negated: bool
    children: tuple[Part, ...]


Part: TypeAlias = Replacement | Section


class TemplateError(ValueError):
    """A template that Anki would not accept."""


@cache
def parts(template: str) -> tuple[Part, ...]:
    """Read a template; raises TemplateError saying what is not balanced or not allowed."""
    if "<!--" in template or "{{=" in template:
        raise TemplateError("comments and `{{=` are not used in templates")
    open_sections: list[tuple[str, bool, list[Part]]] = [("", False, [])]
    for match in _HANDLE.finditer(template):
        word = match[1].strip()
        if word[:1] in "#^" and word:
            if len(open_sections) > _MOST_DEPTH:
                raise TemplateError(f"conditions stand more than {_MOST_DEPTH} deep")
            open_sections.append((word[1:].strip(), word[0] == "^", []))
        elif word[:1] == "/":
            field, negated, children = open_sections.pop()
            if not open_sections or field != word[1:].strip():
                raise TemplateError(f"`{match[0]}` closes nothing that is open")
            open_sections[-1][2].append(Section(field, negated, tuple(children)))
        else:
            *filters, field = word.split(":")
            open_sections[-1][2].append(Replacement(field, tuple(reversed(filters))))
    if len(open_sections) > 1:
        raise TemplateError(f"`{{{{#{open_sections[-1][0]}}}}}` is never closed")
    if re.search(r"\{\{|\}\}", _HANDLE.sub("", template)):
        raise TemplateError("`{{` or `}}` without its partner")
    return tuple(open_sections[0][2])


def fields_named(template: tuple[Part, ...]) -> Iterator[str]:
    """Yield every field that a template names, in order, conditions included."""
    for part in template:
        yield part.field
        if isinstance(part, Section):
            yield from fields_named(part.children)


def front_is_empty(template: tuple[Part, ...], filled: Collection[str]) -> bool:
    """Tell whether Anki would make no card: no field of `filled` is reached. Literal text does not count."""
    for part in template:
        if isinstance(part, Replacement):
            if part.field in filled:
                return False
        elif (part.field in filled) is not part.negated and not front_is_empty(part.children, filled):
            return False
    return True


def is_filled(html: str) -> bool:
    """Tell whether a field counts as filled: breaks, bare divs and spaces do not (field_is_empty in template.rs)."""
    return bool(html) and (html[0].isalnum() or _EMPTY.fullmatch(html) is None)
