"""A card asks more than one question.

A learner who can answer one of them has to guess how to grade the card, and what they lack hides behind the other.

Fails:

    # file: cards/standard.yaml
    questions: {fields: [question], marks: 1}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base? And who can be one?  # error: 56 "2 question marks; the most is 1"
        answer: A safe point to explore from; anyone close.

Passes:

    # file: cards/standard.yaml
    questions: {fields: [question], marks: 1}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: A partner asks "Are we okay?" What may lie behind it?
        answer: A wish to feel safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.phrases import outside_quotes
from ankibuilder.standard import Standard

SEVERITY = Severity.WARNING
_CURE = "keep the question that matters, and make a card of the other; what is quoted does not count"


def check(project: Project) -> Iterator[Finding]:
    """Count question marks."""
    asked = project.standard.questions
    for card in project.cards if asked.marks is not None else ():
        for name in asked.fields:
            if (text := card.texts.get(name)) is None or text.value.count("?") <= (asked.marks or 0):
                continue
            marks = [found.start() for found in re.finditer(r"\?", outside_quotes(text.value))]
            if len(marks) > (asked.marks or 0):
                at = marks[asked.marks or 0]
                message = f"{len(marks)} question marks; the most is {asked.marks}"
                yield Finding(text.part(at, at + 1), message, _CURE)


def says(standard: Standard) -> Iterator[str]:
    """Tell how many."""
    if standard.questions.marks is not None:
        yield f"question marks, at most: {standard.questions.marks}"
