"""Two prompts of a module differ in a single word.

Memory keeps what is alike together: a learner gives the answer of the one to the other, is told they were wrong, and
next time doubts both. Cards that put the contrast into the prompt can each be learned.

Fails:

    # file: cards/standard.yaml
    alike: {similarity: 97}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: dismissing
        kind: concept
        question: In the dismissing form, what is feared?
        answer: Dependence.
      - id: fearful
        kind: concept
        question: In the fearful form, what is feared?  # error: 22 "this prompt and that of `dismissing`"
        answer: Being hurt.
      - id: lonely
        kind: concept
        question: In the fearful form, which wish is strong?  # error: 22 "the first words of this prompt"
        answer: The wish to be close.

Passes:

    # file: cards/standard.yaml
    alike: {similarity: 97}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: dismissing
        kind: concept
        question: In the dismissing form, what is feared?
        answer: Dependence.
      - id: fearful
        kind: concept
        question: Unlike the dismissing form, what is feared in the fearful one?
        answer: Being hurt.
      - id: setting
        kind: concept
        question: In the dismissing form, which needs are played down?
        answer: One's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import islice

from ankibuilder.alike import likeness
from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.prompts import Prompt, by_module
from ankibuilder.source import Span
from ankibuilder.standard import Alike, Standard

SEVERITY = Severity.WARNING
_CURE = "say in the prompt what sets it apart from the other one, for example `Unlike …, …`"
_WORD = re.compile(r"\S+")
_CLAUSE = re.compile(r"[,;:.?!…—]")
_FEWEST = 4
_MOST_COMPARED = 200  # prompts that begin or end with the same two words as this one


def check(project: Project) -> Iterator[Finding]:
    """Compare the cards of each module with each other; each is told once, whatever it is like."""
    asked = project.standard.alike
    for cards in by_module(project) if asked else ():
        if asked:
            yield from _pairs(cards, asked)


def _pairs(cards: list[Prompt], asked: Alike) -> Iterator[Finding]:
    told: set[int] = set()
    for whole in (True, False):
        words = [(card.asked if whole else _first_clause(card.asked)).split() for card in cards]
        for later, earlier, at in _one_word_apart(words, told):
            this, other = cards[later], cards[earlier]
            # What differs in its first word alone may be the contrast itself: "Unlike the … form", "In the … form".
            if (not whole and at == 0) or likeness(this.asked, other.asked) >= asked.similarity:
                continue
            told.add(later)
            message = f"this prompt and that of `{other.card.id.value}` differ in a word ({other.card.span.place})"
            if not whole:
                message = f"the first words of this prompt and of `{other.card.id.value}` differ in one"
                message += f" ({other.card.span.place})"
            yield Finding(_place(this, at), message, _CURE)


def _first_clause(asked: str) -> str:
    """Give the first clause, where more follows."""
    found = _CLAUSE.search(asked)
    return asked[: found.start()] if found and found.end() < len(asked) else ""


def _one_word_apart(words: Sequence[list[str]], told: Container[int]) -> Iterator[tuple[int, int, int]]:
    """Find pairs, and the word that differs: of two such, either the first two words or the last two are the same.

    Of those that are told meanwhile, no more pairs are given.
    """
    buckets: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, prompt in enumerate(words):
        if len(prompt) >= _FEWEST:
            buckets["first", *prompt[:2]].append(at)
            buckets["last", *prompt[-2:]].append(at)
    for bucket in buckets.values():
        for nth, later in enumerate(bucket):
            this = words[later]
            for earlier in bucket[: min(nth, _MOST_COMPARED)]:
                if later in told:
                    break
                if (at := _where(this, words[earlier])) >= 0:
                    yield later, earlier, at


def _where(this: list[str], other: list[str]) -> int:
    """Tell which word of `this` is another, too many or missing; -1 where more differs, or nothing."""
    if abs(len(this) - len(other)) > 1 or this == other:
        return -1
    at = next((n for n, (a, b) in enumerate(zip(this, other, strict=False)) if a != b), min(len(this), len(other)))
    rest = len(this) - len(other)
    same = this[at + (rest >= 0) :] == other[at + (rest <= 0) :]
    return min(at, len(this) - 1) if same else -1


def _place(prompt: Prompt, at: int) -> Span:
    """Point at a word of the prompt."""
    words = ((text, found) for text in prompt.asked_at for found in _WORD.finditer(text.value))
    text, found = next(islice(words, at, None))
    return text.part(found.start(), found.start() + len(found[0].rstrip(".,;:?!")))


def says(standard: Standard) -> Iterator[str]:
    """Tell what is compared."""
    if standard.alike:
        yield f"prompts of {_FEWEST} words or more do not differ in one word alone"
