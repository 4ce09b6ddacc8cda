"""What cards are in figures: how many of what, how long, how hard to read, what they teach and rest on, who read them.

Counts and does not judge, which is the rules' part. Does not know how figures are printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from ankibuilder.model import Card, Deck, Project
from ankibuilder.prompts import prompts
from ankibuilder.wording import Wording, wording

FEWEST = 20  # words: below this, one long word decides the grade


@dataclass(frozen=True, slots=True)
class Range:
    """What several numbers are like: the usual one (for grades their mean, for lengths the median), and the highest."""

    usual: float
    highest: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is counted; retired cards are counted as such and as nothing else."""

    cards: int
    retired: int
    counts: Mapping[str, Mapping[str, int]]  # by module, kind, view, sureness, deck, in their order
    words: int
    answer_words: Range
    grades: Mapping[str, Range]  # by kind; none where the language is not English
    objectives: int
    uncovered: tuple[str, ...]
    sources: Mapping[str, int]  # most used first
    unused: tuple[str, ...]
    checked: Mapping[str, int]  # what was seen of the sources that are used
    reviewed: int
    reviewers: Mapping[str, int]


def figures(project: Project, deck: Deck | None = None) -> Figures:
    """Count a project's cards, or one deck's."""
    inside = {card.id.value for part in deck.subdecks for card in part.cards} if deck else None
    chosen = [card for card in project.cards if inside is None or card.id.value in inside]
    cards = [card for card in chosen if card.retired is None]
    known = wording(project)
    covered = {name.value for card in cards for name in card.covers}
    modules = {card.module for card in cards}
    wanted = [one for one in project.objectives if deck is None or one.module.value in modules]
    sources = Counter(source.value for card in cards for source in card.sources)
    return Figures(
        cards=len(cards),
        retired=len(chosen) - len(cards),
        counts={name: _counted(cards, of) for name, of in _BY.items()} | {"deck": _by_deck(project, cards)},
        words=sum(known.words(text.value) for card in cards for text in card.texts.values()),
        answer_words=_answers(project, cards, known),
        grades=_grades(project, cards, known),
        objectives=len(wanted),
        uncovered=tuple(one.id.value for one in wanted if one.id.value not in covered),
        sources=dict(sorted(sources.items(), key=lambda entry: (-entry[1], entry[0]))),
        unused=() if deck else tuple(one.id.value for one in project.references if one.id.value not in sources),
        checked=dict(Counter(one.checked or "not said" for one in project.references if one.id.value in sources)),
        reviewed=sum(bool(card.reviewed) for card in cards),
        reviewers=dict(Counter(who for card in cards for who, _ in card.reviewed)),
    )


_BY: Mapping[str, Callable[[Card], str]] = {
    "module": lambda card: card.module,
    "kind": lambda card: card.kind.id,
    "view": lambda card: card.view.value if card.view else "",
    "sureness": lambda card: card.sureness.value if card.sureness else "",
}


def _counted(cards: Iterable[Card], of: Callable[[Card], str]) -> dict[str, int]:
    """Count by a name; what has none is counted last, under an empty one."""
    found = Counter(of(card) for card in cards)
    return {name: found[name] for name in sorted(found, key=lambda name: not name)}


def _by_deck(project: Project, cards: Sequence[Card]) -> dict[str, int]:
    ours = {card.id.value for card in cards}
    return {
        deck.manifest: sum(card.id.value in ours for part in deck.subdecks for card in part.cards)
        for deck in project.decks
    }


def _answers(project: Project, cards: Sequence[Card], known: Wording) -> Range:
    ours = {card.id.value for card in cards}
    lengths = [known.words(one.answer) for one in prompts(project) if one.card.id.value in ours]
    return Range(median(lengths), max(lengths)) if lengths else Range(0, 0)


def _grades(project: Project, cards: Iterable[Card], known: Wording) -> dict[str, Range]:
    """Grade each kind's cards, as the rule `hard-to-read` does: the grade is made for English."""
    found: dict[str, list[float]] = {}
    for card in cards if project.language.partition("-")[0] == "en" else ():
        grade = known.grade([text.value for name, text in card.texts.items() if name != "hint"], FEWEST)
        if grade is not None:
            found.setdefault(card.kind.id, []).append(grade)
    return {kind: Range(round(fmean(grades), 1), round(max(grades), 1)) for kind, grades in found.items()}
