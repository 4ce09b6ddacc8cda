"""A card, or a kind of cards on average, is hard to read.

People read these in hard moments, tired, on a phone, some in a second language. Long sentences of long words are put
off; grade 6 to 8 of school is what most adults read with ease. The grade is Flesch-Kincaid's, from the length of
sentences and words; names that the standard lists and terms that a card introduces count as easy. English alone, and
only cards of 20 words or more: below that, one long word decides.

Fails:

    # file: cards/standard.yaml
    reading: {card: 10, average: 7}  # error: 21 "cards of kind `concept` have grade 33.9 on average; the highest is 7"
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: strategies
        kind: concept
        question: What characterises deactivation?
        answer: Habitual minimisation of emotional significance.
        extra: >-  # error: 12 "this card reads like US school grade 33.9; the highest here is 10"
          Individuals demonstrating considerable avoidance systematically reinterpret interpersonal situations,
          unconsciously subordinating relational opportunities to independence.

Passes:

    # file: cards/standard.yaml
    reading: {card: 10, average: 7, names: [Mikulincer]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: strategies
        kind: concept
        question: What is a deactivating strategy?
        answer: A habit that turns feelings of closeness down.
        extra: Mikulincer wrote about it. Needs are played down, and some distance is kept.
        term: deactivating strategy
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import fsum

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.source import Text
from ankibuilder.standard import Reading, Standard
from ankibuilder.wording import Wording, wording

SEVERITY = Severity.WARNING
_FEWEST = 20  # words: below this, one long word decides
_SHORTER = "make two sentences of one, and take shorter words"


def check(project: Project) -> Iterator[Finding]:
    """Grade each card's own texts with its extra, then each kind."""
    reading = project.standard.reading
    if reading is None or not _grades(project.standard):
        return
    grades: dict[str, list[float]] = defaultdict(list)
    known = wording(project)
    for card in project.cards:
        grade = known.grade([text.value for name, text in card.texts.items() if name != "hint"], _FEWEST)
        if grade is not None and card.retired is None and not card.unread:
            grades[card.kind.id].append(grade)
            if reading.card is not None and grade > reading.card:
                message = f"this card reads like US school grade {grade:.1f}; the highest here is {reading.card}"
                yield Finding(_hardest(card, reading.card, known).span, message, _SHORTER)
    yield from _averages(grades, reading)


def _grades(standard: Standard) -> bool:
    return standard.language.partition("-")[0] == "en"


def _hardest(card: Card, highest: int, known: Wording) -> Text:
    """Find the text that does most to the card's grade: a long one that is hard, rather than one long word."""

    def weight(text: Text) -> float:
        return ((known.grade([text.value], 1) or 0) - highest) * known.words(text.value)

    return max((text for name, text in card.texts.items() if name != "hint"), key=weight)


def _averages(grades: dict[str, list[float]], reading: Reading) -> Iterator[Finding]:
    for kind, of_kind in grades.items():
        if reading.average is not None and (average := fsum(of_kind) / len(of_kind)) > reading.average:
            message = f"cards of kind `{kind}` have grade {average:.1f} on average; the highest is {reading.average}"
            yield Finding(reading.span, message, "begin with the hardest of them")


def says(standard: Standard) -> Iterator[str]:
    """Tell the grades."""
    if standard.reading and not _grades(standard):
        yield f"nothing is graded: the grade is made for English, and this project's language is `{standard.language}`"
    elif standard.reading and standard.reading.card:
        yield f"a card of {_FEWEST} words or more has at most grade {standard.reading.card}"
    if standard.reading and _grades(standard) and standard.reading.average:
        yield f"the cards of a kind have at most grade {standard.reading.average} on average"
