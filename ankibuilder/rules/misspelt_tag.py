"""A tag is nearly one that the project's standard goes by, and not quite.

To the standard it is another tag: a card tagged `saftey` need hold no safety line, and a learner who meets it alone is
left alone with it. Tags that are like none of the standard's are let pass.

Fails:

    # file: cards/standard.yaml
    lines:
      - {tag: safety, field: extra, any: [local emergency number]}
    balance: {from: 200, shares: [{tag: contrast, least: 20}]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: threats
        kind: concept
        question: A partner threatens you. What is it not?
        answer: An attachment style.
        tags: [saftey]  # error: 12 "the standard goes by no tag `saftey`"
      - id: control
        kind: concept
        question: A partner controls what you spend. What is it not?
        answer: Care.
        tags: [Safety]  # error: 12 "the standard goes by no tag `Safety`"
      - id: a-busy-week
        kind: concept
        question: They cancel, and name another day. What may it be?
        answer: A busy week.
        tags: [Contrast]  # error: 12 "the standard goes by no tag `Contrast`"

Passes:

    # file: cards/standard.yaml
    lines:
      - {tag: safety, field: extra, any: [local emergency number]}
    balance: {from: 200, shares: [{tag: contrast, least: 20}]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: threats
        kind: concept
        question: A partner threatens you. What is it not?
        answer: An attachment style.
        extra: In danger, call your local emergency number.
        tags: [safety, contact, safe]
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.phrases import listed
from ankibuilder.standard import Standard
from ankibuilder.suggest import closest

SEVERITY = Severity.WARNING
_NEARLY = 81  # percent: a letter or two; words such as `contact` and `contrast` are further apart


def check(project: Project) -> Iterator[Finding]:
    """Compare each tag, once, with those that the standard goes by."""
    known = _tags(project.standard)
    meant: dict[str, str | None] = dict.fromkeys(known)
    for card in project.cards if known else ():
        for tag in card.tags:
            if tag.value not in meant:
                meant[tag.value] = closest(tag.value, known, _NEARLY)
            near = meant[tag.value]
            if near and not any(other.value == near for other in card.tags):
                yield Finding(tag.span, f"the standard goes by no tag `{tag.value}`", f"did you mean `{near}`?")


def _tags(standard: Standard) -> list[str]:
    tags = [*(line.tag for line in standard.lines), *(share.tag for share in standard.balance)]
    return sorted(set(filter(None, tags)))


def says(standard: Standard) -> Iterator[str]:
    """Tell the tags."""
    if tags := _tags(standard):
        yield f"no tag is nearly {listed(tags)}"
