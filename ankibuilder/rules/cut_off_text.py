"""A `#` cuts off the rest of a text that learners read.

To YAML, a space and a `#` begin a comment. What stands behind it reaches no learner, and nobody notices.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point #1 to explore from.  # error: 26 "everything from ` #` on is left out"

Fails:

    # file: cards/example.yaml
    module: example
    title: Rivers #1  # error: 15 "everything from ` #` on is left out: `#1`"
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point.

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?  # asked again in the next module
      answer: "A safe point #1 to explore from."
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.parse import comment_behind
from ankibuilder.source import Text

_CURE = "put the whole value in double quotes; a comment that is meant stands two spaces off"
SEVERITY = Severity.WARNING


def check(project: Project) -> Iterator[Finding]:
    """Look behind every text that reaches a learner."""
    suspicious = {source.path for source in project.sources if " #" in source.text or "\t#" in source.text}
    for text in _texts(project, suspicious):
        if text.source.path in suspicious and (found := comment_behind(text)) is not None:
            message = f"everything from ` #` on is left out: `{found.source.text[found.start : found.end][:40]}`"
            yield Finding(found, message, _CURE)


def _texts(project: Project, files: Container[str]) -> Iterator[Text]:
    """Yield what learners read; of modules, which have a file each, those in some files."""
    for module in project.modules:
        if module.id.source.path not in files:
            continue
        yield module.title
        yield from (text for text in (module.aim,) if text)
        for card in module.cards:
            yield from card.texts.values()
            yield from (text for text in (card.term,) if text)
    for deck in project.decks:
        yield from (deck.title, deck.description)
    yield from project.footer.values()
    yield from (objective.statement for objective in project.objectives)
    yield from (text for reference in project.references for text in reference.written)
    yield from (text for text in (project.help,) if text)
