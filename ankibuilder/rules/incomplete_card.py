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
from ankibuilder.load.bibliography import OBJECTIVES, REFERENCES
from ankibuilder.load.card_keys import SURENESS
from ankibuilder.model import Card, Project
from ankibuilder.phrases import listed
from ankibuilder.standard import Standard

SEVERITY = Severity.ERROR
_TEXTS = ("extra", "hint")


def check(project: Project) -> Iterator[Finding]:
    """Look for what is required on every card, a retired one as well."""
    standard = project.standard
    for card in project.cards if standard.required else ():
        for name in standard.required:
            there = name in card.texts if name in _TEXTS else getattr(card, name)
            if not there and name not in card.unread and not _has_its_line(card, name, standard):
                message = f"card has no `{name}`, which this project's standard asks of every card"
                start = card.span._replace(end=card.span.start + 1)
                yield Finding(start, message, _CURES.get(name, f"add a line `{name}: …`"))


def _has_its_line(card: Card, name: str, standard: Standard) -> bool:
    """Tell whether it must hold a certain line, too: then that is told, which says more."""
    tags = {tag.value for tag in card.tags}
    of_rule = standard.levels.get("missing-line") != "off"
    return of_rule and any(line.field == name and line.tag in tags for line in standard.lines)


_CURES = {
    "covers": f"add `covers: […]`, with an objective's id from {OBJECTIVES}",
    "sources": f"add `sources: […]`, with an id from {REFERENCES}",
    "sureness": f"add `sureness: …`: {listed(SURENESS)}",
}


def demands(standard: Standard, name: str) -> bool:
    """Tell whether a card that lacks this is told of it here, so that no other rule need say so."""
    return name in standard.required and standard.levels.get("incomplete-card") != "off"


def says(standard: Standard) -> Iterator[str]:
    """Tell what is required."""
    if standard.required:
        yield f"every card has {listed(standard.required, 'and')}"
