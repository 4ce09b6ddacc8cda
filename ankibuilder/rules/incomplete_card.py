"""A card lacks something that the project's standard asks of every card.

What it is depends on the project. Where it is the sources, a learner cannot look up what a claim rests on; where it is
the extra, a wrong answer teaches nothing.

Fails:

    # file: cards/standard.yaml
    required: [extra, sureness]
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base  # error: 5 "card has no `extra`, which this project's standard asks of every card"
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        sureness: established

Passes:

    # file: cards/standard.yaml
    required: [extra, sureness]
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        extra: Partners can be one, too.
        sureness: established
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.phrases import listed
from ankibuilder.standard import Standard

SEVERITY = Severity.ERROR
_TEXTS = ("extra", "hint")


def check(project: Project) -> Iterator[Finding]:
    """Look for what is required on every card, a retired one as well."""
    required = project.standard.required
    for card in project.cards if required else ():
        for name in required:
            if not (name in card.texts if name in _TEXTS else getattr(card, name)):
                message = f"card has no `{name}`, which this project's standard asks of every card"
                start = card.span._replace(end=card.span.start + 1)
                yield Finding(start, message, f"add a line `{name}: …`")


def says(standard: Standard) -> Iterator[str]:
    """Tell what is required."""
    if standard.required:
        yield f"every card has {listed(standard.required, 'and')}"
