"""A card is surer than what it rests on, or does not say how unsure it is.

Learners take cards for settled, and repeat them to the person they love. What a few studies hint at, or what therapists
go by, has to say so on the card itself.

Fails:

    # file: cards/standard.yaml
    sureness:
      established: {checked: [record, abstract]}
      contested: {says: [still argue, disputed]}
      lore: {sources: false, says: [many clinicians, many therapists]}
    # file: cards/references.yaml
    - {id: bowlby-1988, type: book, title: A Secure Base, checked: record}
    - {id: cited-1970, type: book, title: Seen Only In Others, checked: secondary}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        sureness: established  # error: 15 "`established` without any source"
      - id: safe-haven
        kind: concept
        question: What is a safe haven?
        answer: A place to return to.
        sureness: established  # error: 15 "`established`, but of its sources nobody saw more than"
        sources: [cited-1970]
      - id: small-doses
        kind: concept
        question: What helps with a topic that hurts?
        answer: Small doses.
        extra: A few cards a day are plenty.
        sureness: lore  # error: 15 "`lore`, but the extra says nothing such as `many clinicians` or `many therapists`"
      - id: four-types
        kind: concept
        question: What may lie between the four patterns?
        answer: Scales.
        sureness: contested  # error: 15 "`contested`, but the extra says nothing such as"
        sources: [bowlby-1988]

Passes:

    # file: cards/standard.yaml
    sureness:
      established: {checked: [record, abstract]}
      lore: {sources: false, says: [many clinicians, many therapists]}
    # file: cards/references.yaml
    - {id: bowlby-1988, type: book, title: A Secure Base, checked: record}
    - {id: cited-1970, type: book, title: Seen Only In Others, checked: secondary}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        sureness: established
        sources: [cited-1970, bowlby-1988]
      - id: small-doses
        kind: concept
        question: What helps with a topic that hurts?
        answer: Small doses.
        extra: Many clinicians suggest a few cards a day.
        sureness: lore
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.phrases import any_of, listed
from ankibuilder.standard import Claim, Standard

SEVERITY = Severity.ERROR


def check(project: Project) -> Iterator[Finding]:
    """Hold each card's sureness against its sources and its extra."""
    seen = {reference.id.value: reference.checked for reference in project.references}
    claims = {name: (claim, any_of(claim.says)) for name, claim in project.standard.sureness.items()}
    for card in project.cards if claims else ():
        if card.sureness and card.sureness.value in claims:
            yield from _judge(card, *claims[card.sureness.value], seen)


def _judge(card: Card, claim: Claim, says: re.Pattern[str], seen: Mapping[str, str]) -> Iterator[Finding]:
    if card.sureness is None:
        return
    sure, span = card.sureness.value, card.sureness.span
    if claim.sources and not card.sources:
        yield Finding(span, f"`{sure}` without any source", "add `sources: […]`, or say that the card is less sure")
    levels = {seen.get(source.value, _UNKNOWN) for source in card.sources}
    if claim.checked and levels and not levels & {*claim.checked, _UNKNOWN}:
        best = next((level for level in _LEVELS if level in levels), "nothing")
        wanted = listed(sorted(claim.checked))
        message = f"`{sure}`, but of its sources nobody saw more than `{best}`; expected {wanted}"
        yield Finding(span, message, "look one of them up and write `checked` beside it, or be less sure")
    extra = card.texts.get("extra")
    if claim.says and (extra is None or not says.search(extra.value)):
        message = f"`{sure}`, but the extra says nothing such as {listed(claim.says)}"
        yield Finding(span, message, "say there how sure it is, or whose experience it is")


_UNKNOWN = "a source that there is not"
_LEVELS = ("record", "abstract", "secondary")


def says(standard: Standard) -> Iterator[str]:
    """Tell what each sureness asks."""
    for name, claim in standard.sureness.items():
        asks = ["a source" if claim.sources else "no source needed"]
        asks += [f"of one source, somebody saw {listed(sorted(claim.checked))}" if claim.checked else ""]
        asks += [f"the extra says {listed(claim.says)}" if claim.says else ""]
        yield f"`{name}`: {'; '.join(filter(None, asks))}"
