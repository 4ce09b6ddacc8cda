"""A question asks for several things at once.

Whoever knows two of three has to guess whether that counts. Sets are the hardest thing to keep in mind: the card comes
back for years, while three cards would each have been easy.

Fails:

    # file: cards/standard.yaml
    questions:
      fields: [question]
      sets: {always: [list], openings: [name, which, what are], numbers: [two, three, four]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: signs
        kind: concept
        question: List the signs of avoidance.  # error: 15 "`List` asks for several things"
        answer: Distance, silence, flaw-finding.
      - id: scales
        kind: concept
        question: In studies, which two scales measure attachment?  # error: 27 "`which two` asks for several"
        answer: Anxiety and avoidance.
      - id: jobs
        kind: concept
        question: What are the 2 jobs of a parent?  # error: 15 "`What are the 2` asks for several things"
        answer: Base and haven.
      - id: ways
        kind: concept
        question: Name at least *three* ways to stay.  # error: 15 "`Name at least three` asks for several"
        answer: Breathing, talking, and a walk.

Passes:

    # file: cards/standard.yaml
    questions:
      fields: [question]
      sets: {always: [list], openings: [name, which, what are], numbers: [two, three, four]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: scale
        kind: concept
        question: Attachment is measured on two scales. Which one is about closeness?
        answer: Avoidance.
      - id: listing
        kind: concept
        question: What does a list of "name three" signs do to a partner?
        answer: It makes a case of them.
      - id: pause
        kind: concept
        question: "List-making at night: which two-minute habit, or which 10-minute one, may end it?"
        answer: A note for tomorrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.phrases import GAP, any_of, listed, outside_quotes, plain
from ankibuilder.standard import Questions, Standard
from ankibuilder.wording import SET, wording

SEVERITY = Severity.ERROR
_BETWEEN = rf"(?:{GAP}(?:are|all|of|the|at least|up to)(?!\w)){{0,4}}"
_ENDS = r"(?![-‑–]\w)"  # neither "two-minute" nor "list-making"
_CURE = "make a card of each, or ask for the one that matters most"


def check(project: Project) -> Iterator[Finding]:
    """Look for the words by which one asks for a set."""
    asked = project.standard.questions
    sets = _sets(asked)
    for _, texts in wording(project).bearing(SET) if sets else ():
        for name, text in texts.items():
            if sets and name in asked.fields and (found := sets.search(outside_quotes(text.value))):
                which = found.lastindex or 0
                message = f"`{plain(found[which])}` asks for several things at once"
                yield Finding(text.part(*found.span(which)), message, _CURE)


def _sets(asked: Questions) -> re.Pattern[str] | None:
    """Combine the words: some at the beginning of a sentence alone, others where a number follows."""
    parts = []
    if asked.set_asked:
        parts.append(rf"(?:(?<=[.?!:…] )|(?<!.))[*_]*({any_of(asked.set_asked).pattern}{_ENDS})")
    if asked.set_openings:
        number = rf"(?:{any_of(asked.set_numbers).pattern}|(?<!\d)(?:[2-9]|\d\d)(?!\w|[.,]\d)){_ENDS}"
        parts.append(rf"({any_of(asked.set_openings).pattern}{_BETWEEN}{GAP}{number})")
    return re.compile("|".join(parts), re.I) if parts else None


def says(standard: Standard) -> Iterator[str]:
    """Tell the words."""
    asked = standard.questions
    if asked.set_asked:
        yield f"{listed(asked.set_asked)} at the beginning of a sentence asks for a set"
    if asked.set_openings:
        yield f"{listed(asked.set_openings)} before a number asks for a set"
