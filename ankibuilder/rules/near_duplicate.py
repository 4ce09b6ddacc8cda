"""Two cards of a module ask, or answer, nearly the same.

A learner mixes them up, or learns which wording belongs to which answer instead of the idea. Of long texts the first
2,000 characters are compared; of a module, no more than a thousand pairs are told.

Fails:

    # file: cards/standard.yaml
    alike: {similarity: 85}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base in attachment theory?
        answer: A safe point to explore from.
      - id: secure-bases
        kind: concept
        question: What are secure bases in attachment theory?  # error: 15 "this prompt is 93 % like that of"
        answer: Persons.
      - id: start
        kind: concept
        question: What does a parent give a child at play?
        answer: A safe place to explore from.  # error: 13 "this answer is 86 % like that of `secure-base`"

Passes:

    # file: cards/standard.yaml
    alike: {similarity: 85, words: 3}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base in attachment theory?
        answer: Safe point.
      - id: secure-base-scene
        kind: concept
        question: A toddler plays and looks back at a parent. Which role is that?
        answer: A safe point.
      - id: mine
        kind: reframe
        thought: I am too much.
        reframe: I have needs.
      - id: theirs
        kind: reframe
        thought: They are just cold.
        reframe: I can ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.alike import LONGEST, alike
from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.prompts import Prompt, by_module
from ankibuilder.standard import Alike, Standard

SEVERITY = Severity.WARNING
_MOST_TOLD = 1_000  # pairs of one module
_CURE = "drop one of the two, or say what tells them apart: `Unlike …`"


def check(project: Project) -> Iterator[Finding]:
    """Compare the cards of each module with each other, each pair once."""
    asked = project.standard.alike
    for cards in by_module(project) if asked else ():
        if asked:
            yield from _pairs(cards, asked)


def _pairs(cards: list[Prompt], asked: Alike) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for what in ("asked", "answer"):
        long = [card for card in cards if getattr(card, what).count(" ") >= asked.words - 1]
        for later, earlier, score in alike([getattr(card, what) for card in long], asked.similarity):
            this, other = long[later], long[earlier]
            pair = (this.card.id.value, other.card.id.value)
            if pair in told or this.front == other.front:
                continue
            at = this.asked_at[0] if what == "asked" else this.answer_at
            if len(told) == _MOST_TOLD:
                message = f"{_MOST_TOLD:,} pairs of this module that are alike are told, and there are more"
                yield Finding(at.span, message, "begin with those, and check again")
                return
            told.add(pair)
            yield Finding(at.span, _message(this, other, what, score), _CURE)


def _message(this: Prompt, other: Prompt, what: str, score: float) -> str:
    word = "prompt" if what == "asked" else "answer"
    of = f"`{other.card.id.value}` ({other.card.span.place})"
    if len(getattr(this, what)) <= LONGEST and len(getattr(other, what)) <= LONGEST:
        return f"this {word} is {score:.0f} % like that of {of}"
    return f"the first {LONGEST:,} characters of this {word} are {score:.0f} % like those of {of}"


def says(standard: Standard) -> Iterator[str]:
    """Tell from when on."""
    if standard.alike:
        yield f"prompts, and answers, of {standard.alike.words} words or more: not {standard.alike.similarity} % alike"
