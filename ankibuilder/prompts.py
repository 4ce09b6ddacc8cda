"""What a card asks and what it answers, made comparable: case and white space folded.

Knows which of a kind's fields stand on its front; does not know when two prompts are too much alike.
"""

from __future__ import annotations

from typing import NamedTuple
from weakref import WeakKeyDictionary

from ankibuilder.kinds.template import fields_named, parts
from ankibuilder.model import Card, Kind, Project
from ankibuilder.source import Text


class Prompt(NamedTuple):
    """A card's front whole, then what of it is the card's own (no cue that a kind gives by default), and its answer.

    Holds no list of its own, as there are many.
    """

    card: Card
    front: str
    asked: str
    answer: str
    asks: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def asked_at(self) -> list[Text]:
        """The texts that ask."""
        return [self.card.texts[name] for name in self.asks if name in self.card.texts]

    @property
    def answer_at(self) -> Text:
        """The text that answers; where there is none, the one that asks."""
        return next((self.card.texts[name] for name in self.answers if name in self.card.texts), self.asked_at[0])


_MADE: WeakKeyDictionary[Project, list[Prompt]] = WeakKeyDictionary()


def prompts(project: Project) -> list[Prompt]:
    """Give the prompts of all cards that are studied, in teaching order; made once."""
    if (made := _MADE.get(project)) is None:
        sides = {kind.id: _Sides(kind) for kind in project.kinds.values()}
        found = (sides[card.kind.id].of(card) for card in project.cards if card.retired is None)
        made = _MADE[project] = [prompt for prompt in found if prompt]
    return made


def by_module(project: Project) -> list[list[Prompt]]:
    """Give the prompts of each module."""
    modules: dict[str, list[Prompt]] = {}
    for prompt in prompts(project):
        modules.setdefault(prompt.card.module, []).append(prompt)
    return list(modules.values())


class _Sides:
    """Which of a kind's fields are asked and which are answered."""

    def __init__(self, kind: Kind) -> None:
        named = set(fields_named(parts(kind.templates[0].front)))
        self.front = [(field.id, _fold(field.default)) for field in kind.fields if field.name in named]
        self.asks = tuple(name for name, default in self.front if not default)
        self.own = frozenset(field.id for field in kind.fields)
        self.answers = tuple(field.id for field in kind.fields if field.name not in named)

    def of(self, card: Card) -> Prompt | None:
        if card.unread and not card.unread.isdisjoint(self.own):
            return None  # what is left of it may be like another card that it is not like at all
        texts = card.texts
        asked = _fold(" ".join([texts[name].value for name in self.asks if name in texts]))
        cues = [_fold(texts[name].value) if name in texts else cue for name, cue in self.front if cue]
        answer = _fold(" ".join([texts[name].value for name in self.answers if name in texts]))
        front = "\n".join([asked, *cues]) if cues else asked
        return Prompt(card, front, asked, answer, self.asks, self.answers) if asked else None


def _fold(text: str) -> str:
    folded = text.casefold()
    if folded.isascii() and folded.isprintable() and "  " not in folded:  # spaces alone, one at a time
        return folded.strip()
    return " ".join(folded.split())
