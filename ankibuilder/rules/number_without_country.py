"""A phone number stands without its country, without a way for everybody else, or is not on the project's list.

Somebody may dial it in the worst hour of a year. In another country it rings nowhere, or at a stranger's. A number that
is on no list is checked by nobody before a release.

Fails:

    # file: cards/standard.yaml
    numbers:
      - {number: "988", near: US, also: [findahelpline.com, local emergency number]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: crisis
        kind: concept
        question: You are in crisis. What comes first?
        answer: Call or text 988, or your local emergency number.  # error: 26 "`988` stands without its country"
      - id: night
        kind: concept
        question: It is night and you are in danger. What can you do?
        answer: In the US, call or text 988.  # error: 37 "`988` works in US alone"
      - id: talk
        kind: concept
        question: Where can you talk to someone?
        answer: On 555-867-5309.  # error: 16 "`555-867-5309` is not on the list of numbers"

Passes:

    # file: cards/standard.yaml
    numbers:
      - {number: "988", near: US, also: [findahelpline.com, local emergency number]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: crisis
        kind: concept
        question: You are in crisis. What comes first?
        answer: "Get help: your local emergency number; US: call or text 988."
        extra: A study of 1969-1988 followed 10,000 callers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.phrases import any_of, listed
from ankibuilder.source import Text
from ankibuilder.standard import Number, Standard
from ankibuilder.wording import wording

SEVERITY = Severity.ERROR
_NEAR = 60  # characters: about a sentence
# Seven digits or more, or three after "call" and the like; no years, days, DOIs and sums.
_PHONE = re.compile(
    r"(?<![\w.,/=-])(?!\d{4}[-–]\d{4}(?!\d)|\d{4}-\d\d-\d\d)\+?\(?\d(?:[ ().-]{0,2}\d){6,}(?![\w/])"
    r"|\b(?:call|text|dial|ring|phone)(?: \w+)? (?:\+|00)?(\d[\d ]+\d)(?![\w,.]\w)",
    re.I,
)


def check(project: Project) -> Iterator[Finding]:
    """Look at every text that holds digits."""
    numbers = [(number, _as_written(number)) for number in project.standard.numbers]
    known = wording(project)
    for card in project.cards if numbers else ():
        for text in card.texts.values():
            if known.may_hold_a_number(text.value):
                yield from _listed(card, text, numbers)
                yield from _unlisted(text, numbers)


def _as_written(number: Number) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(number.number)}(?![\w-])")


def _listed(card: Card, text: Text, numbers: list[tuple[Number, re.Pattern[str]]]) -> Iterator[Finding]:
    for number, written in numbers:
        for found in written.finditer(text.value):
            around = text.value[max(0, found.start() - _NEAR) : found.end() + _NEAR]
            if not re.search(rf"(?<!\w){re.escape(number.near)}(?!\w)", around):
                message = f"`{found[0]}` stands without its country: expected `{number.near}` near it"
                yield Finding(text.part(*found.span()), message, f"for example `{number.near}: {found[0]}`")
            elif not any(any_of(number.also).search(other.value) for other in card.texts.values()):
                message = f"`{found[0]}` works in {number.near} alone, and the card names no way for others"
                yield Finding(text.part(*found.span()), message, f"name one of these, too: {listed(number.also)}")


def _unlisted(text: Text, numbers: list[tuple[Number, re.Pattern[str]]]) -> Iterator[Finding]:
    known = [found.span() for _, written in numbers for found in written.finditer(text.value)]
    for found in _PHONE.finditer(text.value):
        start, end = found.span(1) if found[1] else found.span()
        if not any(start < last and first < end for first, last in known):
            message = f"`{text.value[start:end]}` is not on the list of numbers"
            hint = "add it to `numbers` in the standard, with its country, after you made sure it is right"
            yield Finding(text.part(start, end), message, hint)


def says(standard: Standard) -> Iterator[str]:
    """Tell the numbers."""
    for number in standard.numbers:
        yield f"`{number.number}` stands near `{number.near}`, on a card that also names {listed(number.also)}"
