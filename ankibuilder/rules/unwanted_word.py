"""A card uses a word that the project's standard does not want, for a reason that it tells.

Words do things to people: a learner who meets "avoidants" learns to see a kind of person, and one who meets "he" on
every card learns whose fault it is. What stands in quotation marks is somebody's speech and is let pass, unless the
standard says otherwise; so are fields that it calls quoted.

Fails:

    # file: cards/standard.yaml
    words:
      - {name: gendered word, words: [he, she, his, her], why: Anyone can be on either side.}
      - {name: type noun, words: [avoidants, an avoidant, narcissis*], why: Describe a moment., in_quotes: true}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: space
        kind: concept
        question: What may help when he pulls away?  # error: 34 "`he` (gendered word): Anyone can be on either side."
        answer: Asking, once and kindly.
        extra: >-
          Waiting is hard, and she who  # error: 28 "`she` (gendered word)"
          waits may call it "narcissism" or worse.  # error: 26 "`narcissism` (type noun): Describe a moment."
      - id: type
        kind: concept
        question: What is an avoidant?  # error: 23 "`an avoidant` (type noun)"
        answer: Nobody.

Passes:

    # file: cards/standard.yaml
    quoted: [thought]
    words:
      - {name: gendered word, words: [he, she], why: Anyone can be on either side., fields: [answer, reframe, thought]}
      - {name: type noun, words: [the avoidant], except: [avoidant pattern*], why: Describe a moment.}
      - {name: hormone talk, words: [oxytocin], why: The evidence is thin., unless_sources: [bowlby-1988]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: said
        kind: concept
        question: What could you say when she goes silent?
        answer: '"Are you there?" In the avoidant pattern, the rest is theirs, not something "he must" say.'
      - id: heat
        kind: reframe
        thought: He never listens.
        reframe: They may be tired. I can ask when the oxytocin story is over.
        sources: [bowlby-1988]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.phrases import any_of, listed, quotations
from ankibuilder.source import Text
from ankibuilder.standard import Standard, Unwanted
from ankibuilder.wording import wording

SEVERITY = Severity.WARNING


def check(project: Project) -> Iterator[Finding]:
    """Look closely at the few texts that hold a word on the lists."""
    standard = project.standard
    known = wording(project)
    entries = [(entry, any_of(entry.words), any_of(entry.excepted)) for entry in standard.words]
    for card in project.cards if entries else ():
        for name, text in card.texts.items():
            if known.may_be_unwanted(text.value):
                for entry, words, excepted in entries:
                    if _is_meant(entry, card, name):
                        passing = _passing(entry, excepted, text, name in standard.quoted)
                        yield from _found(entry, words, text, passing)


def _is_meant(entry: Unwanted, card: Card, field: str) -> bool:
    if entry.scope.fields and field not in entry.scope.fields:
        return False
    excused = any(source.value in entry.unless_sources for source in card.sources)
    return entry.scope.takes(card.kind.id) and not excused


def _passing(entry: Unwanted, excepted: re.Pattern[str], text: Text, quoted: bool) -> list[tuple[int, int]]:
    """Say where words are let pass: in speech, unless the entry wants none there either, and in what it excepts."""
    speech = [] if entry.in_quotes else [(0, len(text.value))] if quoted else quotations(text.value)
    return speech + [found.span() for found in excepted.finditer(text.value)]


def _found(entry: Unwanted, words: re.Pattern[str], text: Text, passing: list[tuple[int, int]]) -> Iterator[Finding]:
    for found in words.finditer(text.value):
        if not any(start < found.end() and found.start() < end for start, end in passing):
            message = f"`{' '.join(found[0].split())}` ({entry.name}): {entry.why}"
            hint = f"write instead: {entry.instead}" if entry.instead else "say it without this word"
            yield Finding(text.part(*found.span()), message, hint, entry.level)


def says(standard: Standard) -> Iterator[str]:
    """Tell each list with its reason."""
    for entry in standard.words:
        instead = f" Instead: {entry.instead}" if entry.instead else ""
        yield f"{entry.name} ({entry.level}), in {entry.scope.words}: {listed(entry.words)}. {entry.why}{instead}"
