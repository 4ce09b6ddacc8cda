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
    """A card's front whole, then what of it is the card's own (no cue that a kind gives by default), and its answer."""

    card: Card
    front: tuple[str, ...]
    asked: str
    answer: str
    asked_at: tuple[Text, ...]
    answer_at: Text | None


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
        self.asked = [name for name, default in self.front if not default]
        self.answer = [field.id for field in kind.fields if field.name not in named]

    def of(self, card: Card) -> Prompt | None:
        texts = card.texts
        front = {name: _fold(texts[name].value) if name in texts else default for name, default in self.front}
        asked = [name for name in self.asked if name in texts]
        if not asked:
            return None
        answer = [texts[name] for name in self.answer if name in texts]
        return Prompt(
            card,
            tuple(front.values()),
            " ".join(front[name] for name in asked),
            _fold(" ".join(text.value for text in answer)),
            tuple([texts[name] for name in asked]),
            answer[0] if answer else None,
        )


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
