"""A phone number stands without its country, without a way for everybody else, or is not on the project's list.

Somebody may dial it in the worst hour of a year. In another country it rings nowhere, or at a stranger's. A number that
is on no list is checked by nobody before a release. Footers, help, titles, aims and descriptions of decks are judged as
cards are.

Fails:

    # file: cards/standard.yaml
    numbers:
      - {number: "988", near: [US, USA], also: [findahelpline.com, local emergency number]}
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
        answer: In the US, call or text 988.  # error: 37 "`988` works only in one country (US)"
      - id: lifeline
        kind: concept
        question: Which line can you call at night?
        answer: The 988-Lifeline, or your local emergency number.  # error: 17 "`988` stands without its country"
      - id: talk
        kind: concept
        question: Where can you talk to someone?
        answer: The Samaritans listen on 116 123.  # error: 38 "`116 123` is not on this project's list of numbers"
      - id: spelling
        kind: concept
        question: Which line can you call from anywhere in the US?
        answer: Call 9-8-8, or your local emergency number.  # error: 18 "`9-8-8` is spelt `988` on this project's list"

Passes:

    # file: cards/standard.yaml
    numbers:
      - {number: "988", near: [US, USA], also: [findahelpline.com, local emergency number]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: crisis
        kind: concept
        question: You are in crisis. What comes first?
        answer: "Get help: your local emergency number; USA: call or text 988."
      - id: adult-bonds
        kind: concept
        question: What did Hazan and Shaver propose in 1987?
        answer: That love between adults is a bond of attachment.
        extra: One of their surveys had 620 answers. Pages 511-524 tell about it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, islice

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.phrases import any_of, listed
from ankibuilder.source import Text
from ankibuilder.standard import Number, Standard
from ankibuilder.telephone import digits, telephone_numbers
from ankibuilder.wording import NUMBER, wording

SEVERITY = Severity.ERROR
_MOST_TOLD = 20  # in one text
_NEAR = 60  # characters: about a sentence
_Listed = list[tuple[Number, re.Pattern[str]]]


def check(project: Project) -> Iterator[Finding]:
    """Look at every text that holds digits."""
    numbers = [(number, _as_written(number)) for number in project.standard.numbers]
    known = wording(project)
    for where, texts in _together(project) if numbers else ():
        for text in texts:
            if known.may_hold_a_number(text.value):
                yield from _listed(where, texts, text, numbers)
                yield from _unlisted(text, numbers, project.standard_path)


def _together(project: Project) -> Iterator[tuple[str, tuple[Text, ...]]]:
    """Yield what learners read together: a card's texts, the footer's lines, a deck's description and help.

    Of cards, only those that hold digits.
    """
    with_digits = {id(card) for card, _ in wording(project).bearing(NUMBER)}
    for card in project.cards:
        if id(card) in with_digits or card.retired:
            yield "card", (*card.texts.values(), *((card.retired.because,) if card.retired else ()))
    yield "footer", tuple(project.footer.values())
    shared = (project.help,) if project.help else ()
    yield "text", shared
    for deck in project.decks:
        yield "text", (deck.title, deck.description, *shared)
    for module in project.modules:
        yield "text", (module.title, *((module.aim,) if module.aim else ()))


def _as_written(number: Number) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?<!-){re.escape(number.number)}(?![^\W_]|-\d)")


def _listed(where: str, together: tuple[Text, ...], text: Text, numbers: _Listed) -> Iterator[Finding]:
    for number, written in numbers:
        found_here = list(islice(written.finditer(text.value), _MOST_TOLD))
        ways = any_of(number.also) if found_here else None
        other_way = ways is not None and any(ways.search(other.value) for other in together)
        for found in found_here:
            around = text.value[max(0, found.start() - _NEAR) : found.end() + _NEAR]
            if not _names(number, around):
                message = f"`{found[0]}` stands without its country: expected {listed(number.near)} near it"
                others = "" if other_way else f", and on the same {where} {listed(number.also)}"
                # In brackets, as a colon would need quotes round the whole text.
                yield Finding(text.part(*found.span()), message, f"write `{found[0]} ({number.near[0]})`{others}")
            elif not other_way:
                country = number.near[0]
                message = f"`{found[0]}` works only in one country ({country}), and the {where} names no way for others"
                yield Finding(text.part(*found.span()), message, f"name one of these, too: {listed(number.also)}")


def _names(number: Number, around: str) -> bool:
    """Countries are written with capitals: "tell us" names none."""
    return any(re.search(rf"(?<![^\W_]){re.escape(country)}(?![^\W_])", around) for country in number.near)


def _unlisted(text: Text, numbers: _Listed, standard: str) -> Iterator[Finding]:
    known = sorted(found.span() for _, written in numbers for found in written.finditer(text.value))
    ends = list(accumulate((last for _, last in known), max))
    for start, end in islice(telephone_numbers(text.value), _MOST_TOLD):
        at = bisect_right(ends, start)  # the first that ends behind where this begins
        if not (at < len(known) and known[at][0] < end):
            end = min(end, start + _NEAR)  # nobody dials more
            found = text.value[start:end]
            yield Finding(text.part(start, end), *_words(found, [number for number, _ in numbers], standard))


def _words(found: str, numbers: list[Number], standard: str) -> tuple[str, str]:
    same = next((number.number for number in numbers if digits(number.number) == digits(found)), None)
    if same is not None:
        return f"`{found}` is spelt `{same}` on this project's list of numbers", f"write `{same}`"
    ways = dict.fromkeys(way for number in numbers for way in number.also)
    add = f"add it to `numbers` in {standard}, with its country, once you have made sure that it is right"
    return f"`{found}` is not on this project's list of numbers", f"write {listed(ways)} instead, or {add}"


def says(standard: Standard) -> Iterator[str]:
    """Tell the numbers."""
    for number in standard.numbers:
        yield f"`{number.number}` stands near {listed(number.near)}, on a card that also names {listed(number.also)}"
    if standard.numbers:
        yield "no other phone number stands on a card"
