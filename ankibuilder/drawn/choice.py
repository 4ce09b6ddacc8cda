"""Which cards must be drawn to know that none holds what may not be shown: those in which a sign can mean something.

Does not draw them, nor know what may not be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ankibuilder.model import Card, Deck, Project, Reference
from ankibuilder.note_type import NoteType
from ankibuilder.source import Text

_SIGNS = re.compile(r"[\[\]\\{}]")  # of text that is no Markdown: `&` and `<` in it are escaped
_RAW = re.compile(r"[\[\]\\{}&]")  # of names of decks, which Anki puts into a card as they are
_TAG = re.compile(r"<[^>]*>")
_SECTION = re.compile(r"\{\{\s*[#^/][^{}]*\}\}")
_HANDLE = re.compile(r"\{\{[^{}]*\}\}")
_ENTITY = re.compile(r"&#?\w+;")
_OPENS = re.compile(r"[\[{&]")
_SHOWS_DECK = re.compile(r"\{\{[^{}]*\b(?:Deck|Subdeck)\s*\}\}")
_FIELD = "\x00"


def to_draw(project: Project, suspects: Sequence[Card], types: Mapping[str, NoteType]) -> list[Card]:
    """Choose the suspects, and the cards that are made suspect by what stands around their texts."""
    chosen = {card.id.value for card in suspects}
    opened = {kind for kind, made in types.items() if any(map(_is_open, _sides(made)))}
    modules = {module.id.value for module in project.modules if _SIGNS.search(module.title.value)}
    works = {reference.id.value for reference in project.references if has_signs(reference)}
    if any(_RAW.search(subdeck.name) for deck in project.decks for subdeck in deck.subdecks):
        opened |= {kind for kind, made in types.items() if any(map(_SHOWS_DECK.search, _sides(made)))}
    return [
        card
        for card in project.cards
        if card.id.value in chosen
        or card.kind.id in opened
        or card.module in modules
        or (works and any(source.value in works for source in card.sources))
    ]


def decks_of(among: Iterable[Deck]) -> dict[str, list[Text]]:
    """Give each card the decks it comes to lie in; each name with the place of its deck's."""
    decks: dict[str, list[Text]] = {}
    for deck in among:
        for name, card in _members(deck):
            decks.setdefault(card.id.value, []).append(deck.name._replace(value=name))
    return decks


def _members(deck: Deck) -> Iterator[tuple[str, Card]]:
    for subdeck in deck.subdecks:
        yield from ((subdeck.name, card) for card in subdeck.cards)


def _sides(made: NoteType) -> Iterator[str]:
    for _, _, *sides in made.templates:
        yield from sides


def _is_open(template: str) -> bool:
    """Tell whether a template begins by itself what a plain word in a field could end."""
    for text in _TAG.split(_HANDLE.sub(_FIELD, _SECTION.sub("", template))):
        before = _ENTITY.sub("", text.rpartition(_FIELD)[0])
        if "\\" in text or _OPENS.search(before):
            return True
    return False


def has_signs(work: Reference) -> bool:
    """Tell whether anything that is shown of a work could mean something."""
    shown = (work.title, work.year, work.container, work.volume, work.page, work.publisher, work.link, *work.authors)
    return any(map(_SIGNS.search, shown))
