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
    - {id: heard-of-1971, type: book, title: Heard Of}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: two-jobs
        kind: concept
        question: What is a parent to a child, besides a safe haven?
        answer: A secure base.
        sureness: established  # error: 15 "`established`, but none of its sources says what"
        sources: [heard-of-1971]
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        sureness: established  # error: 15 "`established` without any source"
      - id: safe-haven
        kind: concept
        question: What is a safe haven?
        answer: A place to return to.
        sureness: established  # error: 15 "`established`, but of its sources nobody looked up more"
        sources: [cited-1970]
      - id: small-doses
        kind: concept
        question: What helps with a topic that hurts?
        answer: Small doses.
        extra: A few cards a day are plenty.
        sureness: lore  # error: 15 "`lore` means that practitioners say so, not studies, but"
      - id: four-types
        kind: concept
        question: What may lie between the four patterns?
        answer: Scales.
        sureness: contested  # error: 15 "`contested` means that researchers disagree, but the"
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

from collections.abc import Iterator, Mapping

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.load.bibliography import REFERENCES
from ankibuilder.load.card_keys import SURENESS
from ankibuilder.model import Card, Project, Reference
from ankibuilder.phrases import any_of, listed
from ankibuilder.rules.incomplete_card import demands
from ankibuilder.source import Text
from ankibuilder.standard import Claim, Standard

SEVERITY = Severity.ERROR


def check(project: Project) -> Iterator[Finding]:
    """Hold each card's sureness against its sources and its extra."""
    standard = project.standard
    claims = {name: (claim, any_of(claim.says)) for name, claim in standard.sureness.items()}
    seen = {reference.id.value: _seen(reference) for reference in project.references} if claims else {}
    for card in project.cards if claims else ():
        if (sure := card.sureness) is None or sure.value not in claims:
            continue
        claim, says = claims[sure.value]
        if finding := _sources(card, sure, claim, seen, standard):
            yield finding
        if claim.says:
            extra = card.texts.get("extra")
            if not (says.search(extra.value) if extra else _told(card, "extra", standard)):
                yield _unsaid(sure, claim)


def _told(card: Card, name: str, standard: Standard) -> bool:
    """Tell whether another rule, or an error of form, says already that this lacks."""
    return name in card.unread or demands(standard, name)


def _sources(card: Card, sure: Text, claim: Claim, seen: Mapping[str, str], standard: Standard) -> Finding | None:
    if claim.sources and not card.sources and not _told(card, "sources", standard):
        hint = "add `sources: […]`, or say that the card is less sure"
        return Finding(sure.span, f"`{sure.value}` without any source", hint)
    if not claim.checked or not card.sources:
        return None
    levels = [seen.get(source.value, _UNKNOWN) for source in card.sources]
    if _UNKNOWN in levels or not claim.checked.isdisjoint(levels):
        return None
    return _unseen(card, sure, claim, next((level for level in _LEVELS if level in levels), ""))


def _unseen(card: Card, sure: Text, claim: Claim, best: str) -> Finding:
    message = f"`{sure.value}`, but none of its sources says what was looked up"
    if best:
        message = f"`{sure.value}`, but of its sources nobody looked up more than `{best}`"
    wanted = listed(f"checked: {level}" for level in _LEVELS if level in claim.checked)
    where = f"`{card.sources[0].value}` in {REFERENCES}"
    return Finding(sure.span, message, f"look one up and add {wanted} to it, for example to {where}, or be less sure")


def _unsaid(sure: Text, claim: Claim) -> Finding:
    message = f"`{sure.value}` means that {SURENESS[sure.value]}, but the `extra` does not say so"
    return Finding(sure.span, message, f"say it there, with words such as {listed(claim.says)}")


def _seen(reference: Reference) -> str:
    return _UNKNOWN if "checked" in reference.unread else reference.checked


_UNKNOWN = "a source of which nobody knows"
_LEVELS = ("record", "abstract", "secondary")


def says(standard: Standard) -> Iterator[str]:
    """Tell what each sureness asks."""
    for name, claim in standard.sureness.items():
        asks = ["a source" if claim.sources else "no source needed"]
        asks += [f"of one source, somebody saw {listed(sorted(claim.checked))}" if claim.checked else ""]
        asks += [f"the extra says {listed(claim.says)}" if claim.says else ""]
        yield f"`{name}`: {'; '.join(filter(None, asks))}"
