"""A term is used before the card that introduces it.

A learner meets the cards in order. A word that only a later card explains makes this one a riddle. Set in *emphasis*,
a term counts as explained where it stands.

Fails:

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

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.phrases import any_of, key_word
from ankibuilder.source import Span, Text
from ankibuilder.wording import wording

SEVERITY = Severity.WARNING
_EMPHASIS = re.compile(r"(\*{1,2}|_)(?=\S)[^*_]+(?<=\S)\1")
_RUN = re.compile(r"[^\W_]+")
_Later = dict[str, list[tuple[Card, re.Pattern[str]]]]


def check(project: Project) -> Iterator[Finding]:
    """Walk through the cards in teaching order, with the terms that are still to come."""
    later = _terms(project)
    known = wording(project)
    for card in project.cards if later else ():
        if card.retired is not None:
            continue
        if card.term:
            key = key_word(card.term.value)
            later[key] = [entry for entry in later[key] if entry[0] is not card]
        if texts := [text for text in card.texts.values() if known.may_hold_a_term(text.value)]:
            yield from _early(texts, later)


def _terms(project: Project) -> _Later:
    """Give the terms by the word they hang on, each with the card that introduces it."""
    later: _Later = {}
    introduced: set[str] = set()
    for card in project.cards:
        if card.term and card.retired is None and card.term.value.casefold() not in introduced:
            introduced.add(card.term.value.casefold())
            later.setdefault(key_word(card.term.value), []).append((card, _spelt(card.term.value)))
    return later


def _spelt(term: str) -> re.Pattern[str]:
    plural = f"{term[:-1]}ies" if term.endswith("y") else f"{term}s"
    return any_of((term, plural))


def _early(texts: list[Text], later: _Later) -> Iterator[Finding]:
    for key in {key for text in texts for run in _RUN.findall(text.value.casefold()) for key in (run, _singular(run))}:
        for card, term in later.get(key, ()):
            if (found := _first(texts, term)) and card.term:
                message = f"`{card.term.value}` is introduced later, by `{card.id.value}` ({card.span.place})"
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
