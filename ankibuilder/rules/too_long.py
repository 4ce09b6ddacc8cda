"""A text has more words than the project's standard allows.

Long prompts are skimmed and long answers cannot be recalled whole: a learner forgets a part, marks the card wrong, and
meets the whole of it again and again. Where a standard says what is better, more than that is a warning.

Fails:

    # file: cards/standard.yaml
    limits:
      - {fields: [answer], kinds: [concept], words: 8, better: 6}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from, and to come back to.  # error: 50 "`answer` has 11 words; the most is 8"
      - id: safe-haven
        kind: concept
        question: What is a safe haven?
        answer: A place to return to when upset.  # error: 39 "`answer` has 7 words; better are 6 at most"

Fails:

    # file: cards/standard.yaml
    limits:
      - {fields: [scene, question], kinds: [warning-sign], words: 12}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: flaws
        kind: warning-sign
        scene: A lovely weekend, and on Monday their laugh grates.
        question: What came just before the flaw-finding?  # error: 30 "`scene` and `question` have 15 words"
        answer: Closeness.

Passes:

    # file: cards/standard.yaml
    limits:
      - {fields: [answer], kinds: [concept], words: 8, better: 6}
      - {fields: [thought, cue], words: 12}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
      - id: too-much
        kind: reframe
        thought: I am too much.
        reframe: I have needs, as all people do, and I can say one of them today.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.phrases import listed
from ankibuilder.source import Span, Text
from ankibuilder.standard import Limit, Standard
from ankibuilder.wording import wording

SEVERITY = Severity.ERROR
_BETTER = "consider shortening from here"
_CURE = "what begins here is too much: say it shorter, or make two cards of it"


def check(project: Project) -> Iterator[Finding]:
    """Count the words that each limit is about."""
    limits = {kind: [x for x in project.standard.limits if x.scope.takes(kind)] for kind in project.kinds}
    known = wording(project)
    for card in project.cards if project.standard.limits else ():
        for limit in limits[card.kind.id]:
            words = 0
            for name in limit.scope.fields:
                if text := card.texts.get(name):
                    words += known.words(text.value)
            if words > (limit.better or limit.words):
                yield _over(card, limit, words)


def _over(card: Card, limit: Limit, words: int) -> Finding:
    there = [name for name in limit.scope.fields if name in card.texts]
    names, texts = listed(there, "and"), [card.texts[name] for name in there]
    has = f"{names} has {words} words" if len(texts) == 1 else f"{names} have {words} words together"
    if words > limit.words:
        return Finding(_surplus(texts, limit.words), f"{has}; the most is {limit.words}", _CURE)
    better = limit.better or limit.words
    return Finding(_surplus(texts, better), f"{has}; better are {better} at most", _BETTER, Severity.WARNING)


def _surplus(texts: list[Text], most: int) -> Span:
    """Find the first word that is one too many."""
    for text in texts:
        for found in re.finditer(r"[^\s—]+", text.value):
            most -= re.search(r"[^\W_]", found[0]) is not None
            if most < 0:
                return text.part(*found.span())
    return texts[-1].span


def says(standard: Standard) -> Iterator[str]:
    """Tell the limits."""
    for limit in standard.limits:
        better = f", better {limit.better}" if limit.better else ""
        yield f"{limit.scope.words}: at most {limit.words} words{better}"
