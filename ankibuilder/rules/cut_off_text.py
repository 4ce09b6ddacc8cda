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

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.source import Span, Text

_CURE = "put the whole value in double quotes; a comment that is meant stands two spaces off"
SEVERITY = Severity.WARNING
# A comment that is meant as one stands two spaces off, as YAML authors write them; `allow` comments always are.
_CUT = re.compile(r" (#(?! ankibuilder:).*)")


def check(project: Project) -> Iterator[Finding]:
    """Look behind every text of every card."""
    for card in (card for module in project.modules if _CUT.search(module.id.source.text) for card in module.cards):
        for text in card.texts.values():
            if (found := _behind(text)) is not None:
                message = f"everything from ` #` on is left out: `{found.source.text[found.start : found.end][:40]}`"
                yield Finding(found, message, _CURE)


def _behind(text: Text) -> Span | None:
    source = text.source.text
    if source[text.start : text.start + 1] in "|>":
        return None
    end = source.find("\n", text.end)
    cut = _CUT.match(source, text.end, end if end >= 0 else len(source))
    return Span(text.source, *cut.span(1)) if cut else None
