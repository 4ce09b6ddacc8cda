"""A card uses a word that the project's standard does not want, for a reason that it gives.

Words do things to people: a learner who meets "avoidants" learns to see a kind of person, and one who meets "he" on
every card learns whose fault it is. What stands in quotation marks is somebody's speech and is let pass, unless the
standard says otherwise; so are fields that it calls quoted. Of one entry, 50 places in a text are told, and the rest
counted.

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
      - id: silence
        kind: concept
        question: What does an *avoidant* do after a quarrel?  # error: 25 "`an avoidant` (type noun)"
        answer: Some go silent, to calm down.

Passes:

    # file: cards/standard.yaml
    quoted: [thought]
    words:
      - {name: gendered word, words: [he, she], why: Anyone can be on either side., fields: [answer, reframe, thought]}
      - {name: type noun, words: [the avoidant], except: [avoidant pattern*], why: Describe a moment.}
      - {name: nerve talk, words: [polyvagal], why: The evidence is thin., unless_sources: [grossman-2023]}
    # file: cards/references.yaml
    - {id: grossman-2023, type: article-journal, title: Fundamental challenges}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: silence
        kind: concept
        question: What could you say when she goes silent?
        answer: What you notice and what you need, without "he never listens".
        extra: In the avoidant pattern, a silence can be a way to calm down.
      - id: unheard
        kind: reframe
        thought: He never listens.
        reframe: They may be tired. I can ask for ten minutes tomorrow.
      - id: five-premises
        kind: concept
        question: What does one review say of the five premises of polyvagal theory?
        answer: That each is likely wrong.
        sources: [grossman-2023]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.phrases import any_of, key_word, listed, plain, quotations, runs
from ankibuilder.source import Text
from ankibuilder.standard import Standard, Unwanted
from ankibuilder.wording import UNWANTED, wording

SEVERITY = Severity.WARNING
_MOST_TOLD = 50  # places of one entry in one text


def check(project: Project) -> Iterator[Finding]:
    """Look closely at the few texts that hold a word which some phrase of the lists hangs on."""
    standard = project.standard
    known, lists = wording(project), _lists(standard)
    for card, texts in known.bearing(UNWANTED):
        for name, text in texts.items():
            there = text.value.casefold().__contains__
            hanging = [phrase for key in known.unwanted(text.value) for phrase in lists[key]]
            likely = [phrase for phrase in hanging if all(map(there, phrase.words))]
            if meant := [phrase for phrase in likely if _is_meant(phrase.entry, card, name)]:
                yield from _findings(meant, text, name in standard.quoted)


class _Phrase(NamedTuple):
    """A phrase of an entry; its words all stand in a text that holds it, those that end in `*` left aside."""

    entry: Unwanted
    phrase: str
    words: tuple[str, ...]


def _lists(standard: Standard) -> dict[str, list[_Phrase]]:
    """Give all phrases of a standard, by the word that they hang on."""
    lists: dict[str, list[_Phrase]] = defaultdict(list)
    for entry in standard.words:
        for phrase in entry.words:
            whole = " ".join(word for word in phrase.casefold().split() if not word.endswith("*"))
            lists[key_word(phrase)].append(_Phrase(entry, phrase, tuple(runs(whole))))
    return lists


def _is_meant(entry: Unwanted, card: Card, field: str) -> bool:
    if entry.scope.fields and field not in entry.scope.fields:
        return False
    excused = any(source.value in entry.unless_sources for source in card.sources)
    return entry.scope.takes(card.kind.id) and not excused


def _findings(phrases: list[_Phrase], text: Text, quoted: bool) -> Iterator[Finding]:
    """Tell each place once, and of one entry no more places than anybody reads: the rest are counted."""
    for entry in {id(phrase.entry): phrase.entry for phrase in phrases}.values():
        places = _places([phrase.phrase for phrase in phrases if phrase.entry is entry], entry, text.value, quoted)
        hint = f"write instead: {entry.instead}" if entry.instead else "say it without this word"
        for nth, (start, end) in enumerate(places[:_MOST_TOLD], 1):
            more = f" ({len(places) - nth:,} more in this text)" if nth == _MOST_TOLD < len(places) else ""
            message = f"`{plain(text.value[start:end])}` ({entry.name}): {entry.why}{more}"
            yield Finding(text.part(start, end), message, hint, entry.level)


def _places(phrases: list[str], entry: Unwanted, text: str, quoted: bool) -> list[tuple[int, int]]:
    """Say where phrases of one entry stand, and are not let pass: of two that overlap, the longer."""
    found = [match.span() for phrase in phrases for match in any_of((phrase,)).finditer(text)]
    taken = bytearray(len(text) if found else 0)
    for start, end in _passing(entry, text, quoted) if found else ():
        taken[start:end] = b"\1" * (end - start)
    places = []
    for start, end in sorted(found, key=lambda place: (place[0] - place[1], place)):
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            places.append((start, end))
    return sorted(places)


def _passing(entry: Unwanted, text: str, quoted: bool) -> list[tuple[int, int]]:
    """Say where words are let pass: in speech, unless the entry wants none there either, and in what it excepts."""
    speech = [] if entry.in_quotes else [(0, len(text))] if quoted else quotations(text)
    return speech + [found.span() for found in any_of(entry.excepted).finditer(text)] if entry.excepted else speech


def says(standard: Standard) -> Iterator[str]:
    """Tell each list with its reason."""
    for entry in standard.words:
        instead = f" Instead: {entry.instead}" if entry.instead else ""
        yield f"{entry.name} ({entry.level}), in {entry.scope.words}: {listed(entry.words)}. {entry.why}{instead}"
