"""A `#` cuts off the rest of a card's text.

To YAML, a space and a `#` begin a comment. What stands behind it reaches no learner, and nobody notices.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point #1 to explore from.  # error: 26 "everything from ` #` on is left out"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?  # asked again in the next module
      answer: "A safe point #1 to explore from."
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.parse import comment_behind

_CURE = "put the whole value in double quotes; a comment that is meant stands two spaces off"
SEVERITY = Severity.WARNING


def check(project: Project) -> Iterator[Finding]:
    """Look behind every text of every card."""
    for card in (card for module in project.modules if " #" in module.id.source.text for card in module.cards):
        for text in card.texts.values():
            if (found := comment_behind(text)) is not None:
                message = f"everything from ` #` on is left out: `{found.source.text[found.start : found.end][:40]}`"
                yield Finding(found, message, _CURE)
