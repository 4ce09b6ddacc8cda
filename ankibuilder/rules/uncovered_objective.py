"""The deck must teach something, and no card does.

Whoever finishes the deck would lack it without knowing. A retired card covers nothing, as nobody studies it.

Fails:

    # file: cards/objectives.yaml
    - {id: safe-point-to-explore, statement: Know the safe point., module: example}
    - {id: place-to-return, statement: Know the safe place., module: example}  # error: 8 "no card covers `place-to-"
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        covers: [safe-point-to-explore]
      - id: safe-haven
        kind: concept
        question: What is a safe haven?
        answer: A place to return to.
        covers: [place-to-return]
        retired: {because: It said too little.}

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      covers: [safe-point-to-explore]
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project

SEVERITY = Severity.WARNING
WHOLE = True


def check(project: Project) -> Iterator[Finding]:
    """Compare the objectives of modules that are present with what cards cover."""
    present = {module.id.value for module in project.modules}
    covered = {name.value for card in project.cards if card.retired is None for name in card.covers}
    retired = {name.value for card in project.cards if card.retired is not None for name in card.covers}
    for objective in project.objectives:
        if objective.module.value in present and objective.id.value not in covered:
            message = f"no card covers `{objective.id.value}`"
            hint = f"write one in module `{objective.module.value}`, or name it in `covers` of a card that teaches it"
            if objective.id.value in retired:
                message += " any more: a retired card covers nothing"
            yield Finding(objective.id.span, message, hint)
