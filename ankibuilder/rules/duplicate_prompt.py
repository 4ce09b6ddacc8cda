"""Two cards ask the same.

A learner who sees the prompt cannot know which of the two answers is meant: they may know both, and still be wrong
half of the time.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
    - id: secure-base-again
      kind: concept
      question: what is a  secure base?  # error: 15 "`secure-base` asks the same (cards/example.yaml:4:5)"
      answer: A person to start from.

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
    - id: secure-base-example
      kind: concept
      question: A toddler plays, looks back at a parent, plays on. What role is the parent filling?
      answer: Secure base.
    - id: old-one
      kind: concept
      question: What is a secure base?
      answer: A parent.
      retired: {because: It said too little., see: secure-base}
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.prompts import Prompt, prompts

SEVERITY = Severity.WARNING


def check(project: Project) -> Iterator[Finding]:
    """Compare the fronts of all cards that are studied."""
    first: dict[str, Prompt] = {}
    for prompt in prompts(project):
        other = first.setdefault(prompt.front, prompt)
        # Of two cards with one id that is told already.
        if other is not prompt and other.card.id.value != prompt.card.id.value:
            message = f"`{other.card.id.value}` asks the same ({other.card.span.place})"
            hint = "retire one of the two, or put into the prompt what tells them apart"
            yield Finding(prompt.asked_at[0].span, message, hint)
