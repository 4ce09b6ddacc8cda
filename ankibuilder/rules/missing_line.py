"""A card with a certain tag does not say what such cards must say.

A card turns up alone, a year later, on a bus. If it speaks of fear or harm and names no help, it leaves a learner alone
with it.

Fails:

    # file: cards/standard.yaml
    lines:
      - tag: safety
        field: extra
        any: [domestic violence service, local emergency number]
        why: Help is named where harm is.
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: threats
        kind: concept
        question: A partner threatens you. What is it not?
        answer: An attachment style.
        extra: It is not your fault.  # error: 12 "this card is tagged `safety`, so its `extra` must contain"
        tags: [safety]
      - id: control
        kind: concept
        question: A partner controls what you spend. What is it not?
        answer: An attachment style.
        tags: [safety]  # error: 12 "this card is tagged `safety`, so its `extra` must contain"

Passes:

    # file: cards/standard.yaml
    lines:
      - {tag: safety, field: extra, any: [domestic violence service, local emergency number]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: threats
        kind: concept
        question: A partner threatens you. What is it not?
        answer: An attachment style.
        extra: >-
          It is not your fault. A domestic
          violence service can talk it through with you.
        tags: [safety]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.phrases import any_of, listed
from ankibuilder.source import Text
from ankibuilder.standard import Line, Standard

SEVERITY = Severity.ERROR


def check(project: Project) -> Iterator[Finding]:
    """Look for the line on each card that has the tag."""
    lines = [(line, any_of(line.any)) for line in project.standard.lines]
    for card in project.cards if lines else ():
        for tag in card.tags:
            for line, said in lines:
                if line.tag == tag.value:
                    yield from _missing(card, tag, line, said)


def _missing(card: Card, tag: Text, line: Line, said: re.Pattern[str]) -> Iterator[Finding]:
    text = card.texts.get(line.field)
    if text is None and line.field in card.unread:
        return
    if text is None or not said.search(text.value):
        message = f"this card is tagged `{tag.value}`, so its `{line.field}` must contain {listed(line.any)}"
        hint = f"add it, in a sentence of your own{f'. {line.why}' if line.why else ''}"
        yield Finding(text.span if text else tag.span, message, hint)


def says(standard: Standard) -> Iterator[str]:
    """Tell the lines."""
    for line in standard.lines:
        yield f"a card tagged `{line.tag}` says {listed(line.any)} in `{line.field}`. {line.why}".rstrip()
