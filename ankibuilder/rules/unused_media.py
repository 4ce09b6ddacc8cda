"""A file in cards/media/ is named by no card.

It is not packed, so a learner never sees it; most often a card was to show it and does not.

Fails:

    # file: cards/media/base.png
    (a picture)  # error: 1 "no card names `base.png`"

Passes:

    # file: cards/media/base.gif
    GIF89a (the rest of a picture)
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        image: {file: base.gif, alt: A child looks back at a parent.}
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.source import Source, whole

SEVERITY = Severity.WARNING
WHOLE = True


def check(project: Project) -> Iterator[Finding]:
    """Compare the folder with what cards name."""
    for name in project.media_files:
        if name not in project.media:
            file = whole(Source(f"cards/media/{name}", ""))
            yield Finding(file, f"no card names `{name}`", "name it in a card's `image:` or `audio:`, or delete it")
