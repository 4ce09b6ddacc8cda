"""A term is used before the card that introduces it.

A learner meets the cards in order. A word that only a later card explains makes this one a riddle. Set in *emphasis*,
a term counts as explained where it stands.

Fails:

    - id: parents
      kind: concept
      question: Parents can be secure bases. What else can they be?  # error: 30 "`secure base` is introduced later"
      answer: Tired.
    - id: safe-haven
      kind: concept
      question: What does a secure base turn into?  # error: 27 "`secure base` is introduced later, by `secure-base`"
      answer: A safe haven.
    - id: secure-base
      kind: concept
      question: A toddler plays and looks back at a parent. Which role is that?
      answer: Secure base.
      term: secure base

Passes:

    - id: safe-haven
      kind: concept
      question: A parent is a *secure base*, a point to start from. What is it when a child is upset?
      answer: A safe haven.
    - id: secure-base
      kind: concept
      question: A toddler plays and looks back at a parent. Which role is that?
      answer: Secure base.
      term: secure base
    - id: adults
      kind: concept
      question: Who can be a secure base for adults?
      answer: Partners and friends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.phrases import any_of, key_word, runs
from ankibuilder.source import Span, Text
from ankibuilder.wording import TERM, wording

SEVERITY = Severity.WARNING
_EMPHASIS = re.compile(r"(\*{1,2}|_)(?=\S)[^*_]+(?<=\S)\1")


class _Term(NamedTuple):
    """A term that is still to come; its words all stand in a text that uses it, in the singular or the plural."""

    card: Card
    term: str
    words: frozenset[str]


_Later = dict[str, dict[int, _Term]]  # by the word it hangs on, and the card


def check(project: Project) -> Iterator[Finding]:
    """Walk through the cards in teaching order, with the terms that are still to come."""
    later = _terms(project)
    using = {id(card): texts for card, texts in wording(project).bearing(TERM)} if later else {}
    for card in project.cards if later else ():
        if card.retired is not None:
            continue
        if card.term:
            later[key_word(card.term.value)].pop(id(card), None)
        if texts := using.get(id(card)):
            yield from _early(list(texts.values()), later)


def _terms(project: Project) -> _Later:
    """Give the terms by the word they hang on."""
    later: _Later = {}
    introduced: set[str] = set()
    for card in project.cards:
        if card.term and card.retired is None and (term := card.term.value.casefold()) not in introduced:
            introduced.add(term)
            words = frozenset(runs(term))
            later.setdefault(key_word(term), {})[id(card)] = _Term(card, card.term.value, words)
    return later


def _spelt(term: str) -> re.Pattern[str]:
    plural = f"{term[:-1]}ies" if term.endswith("y") else f"{term}s"
    return any_of((term, plural))


def _early(texts: list[Text], later: _Later) -> Iterator[Finding]:
    words = {word for text in texts for word in runs(text.value.casefold())}
    words |= {_singular(word) for word in words if word.endswith("s")}
    for key in words & later.keys():
        for term in later[key].values():
            if term.words <= words and (found := _first(texts, _spelt(term.term))):
                place = f"`{term.card.id.value}` ({term.card.span.place})"
                message = f"`{term.term}` is introduced later, by {place}"
                yield Finding(found, message, "say it in other words, explain it here in *emphasis*, or move the card")


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _first(texts: list[Text], term: re.Pattern[str]) -> Span | None:
    """Find the first use; None where one of them is set in emphasis."""
    uses = [(text, found) for text in texts for found in term.finditer(text.value)]
    for text, found in uses:
        if any(mark.start() < found.start() < mark.end() for mark in _EMPHASIS.finditer(text.value)):
            return None
    return uses[0][0].part(*uses[0][1].span()) if uses else None
