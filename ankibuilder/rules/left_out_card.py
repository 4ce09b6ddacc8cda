"""A card, or a whole module, is included by no deck.

It was written and reviewed, and reaches no learner. Often a new module still lacks its line in the manifest.

Fails:

    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - {id: secure-base, kind: concept, question: "What is a secure base?", answer: A safe point.}
      - id: safe-haven  # error: 9 "no deck includes card `safe-haven`"
        kind: concept
        question: What is a safe haven?
        answer: A place to return to.
    # file: decks/example.yaml
    name: Example
    title: Example
    description: An example.
    include:
      - {module: example, cards: [secure-base]}

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Module, Project

SEVERITY = Severity.WARNING
WHOLE = True
_CURE = "add it to `include` in a manifest of decks/"


def check(project: Project) -> Iterator[Finding]:
    """Compare what modules hold with what decks include; a module left out whole is told once."""
    included = {card.id.value for deck in project.decks for subdeck in deck.subdecks for card in subdeck.cards}
    for module in project.modules if project.decks else ():
        yield from _left_out(module, included)


def _left_out(module: Module, included: set[str]) -> Iterator[Finding]:
    missing = [card for card in module.cards if card.id.value not in included]
    if missing and len(missing) == len(module.cards):
        yield Finding(module.id.span, f"no deck includes module `{module.id.value}`", _CURE)
        return
    for card in missing:
        yield Finding(card.id.span, f"no deck includes card `{card.id.value}`", _CURE)
