"""The deck has too many, or too few, cards of one sort.

A deck of warnings alone makes learners see signs everywhere; one told from a single side makes a case of the other.
Nothing is said before there are as many cards as the standard says (`from`).

Fails:

    # file: cards/standard.yaml
    balance:
      from: 2
      shares:
        - {kind: concept, most: 60}  # error: 7 "100 % of all cards are of kind `concept` (2 of 2); the most is 60 %"
        - {tag: contrast, least: 20}  # error: 7 "0 % of all cards have the tag `contrast` (0 of 2); the least is 20 %"
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - {id: secure-base, kind: concept, question: What is a secure base?, answer: A safe point.}
      - {id: safe-haven, kind: concept, question: What is a safe haven?, answer: A place to return to.}

Passes:

    # file: cards/standard.yaml
    balance:
      from: 3
      shares:
        - {kind: concept, most: 70}
        - {among: reframe, tag: practice, least: 50}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - {id: secure-base, kind: concept, question: What is a secure base?, answer: A safe point.}
      - {id: safe-haven, kind: concept, question: What is a safe haven?, answer: A place to return to.}
      - {id: mine, kind: reframe, thought: I am too much., reframe: I have needs., tags: [practice]}
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Card, Project
from ankibuilder.standard import Share, Standard

SEVERITY = Severity.WARNING
WHOLE = True


def check(project: Project) -> Iterator[Finding]:
    """Count the cards that are studied."""
    standard = project.standard
    cards = [card for card in project.cards if card.retired is None] if standard.balance else []
    for share in standard.balance if len(cards) >= standard.balance_from else ():
        among = [card for card in cards if not share.among or card.kind.id == share.among]
        if among:
            yield from _judge(share, sum(_counts(share, card) for card in among), len(among))


def _counts(share: Share, card: Card) -> bool:
    kind = not share.kind or card.kind.id == share.kind
    view = not share.view or (card.view is not None and card.view.value == share.view)
    return kind and view and (not share.tag or any(tag.value == share.tag for tag in card.tags))


def _judge(share: Share, found: int, of: int) -> Iterator[Finding]:
    percent = 100 * found / of
    has = f"{percent:.0f} % {_words(share)} ({found} of {of})"
    if share.least is not None and percent < share.least:
        yield Finding(share.span, f"{has}; the least is {share.least} %", "write more of them, or fewer others")
    elif share.most is not None and percent > share.most:
        yield Finding(share.span, f"{has}; the most is {share.most} %", "write more of the others")


def _words(share: Share) -> str:
    """Say what is counted."""
    parts = [f"are of kind `{share.kind}`" if share.kind else "", f"have the view `{share.view}`" if share.view else ""]
    parts += [f"have the tag `{share.tag}`" if share.tag else ""]
    cards = f"of the cards of kind `{share.among}`" if share.among else "of all cards"
    return " ".join(filter(None, (cards, " and ".join(filter(None, parts)))))


def says(standard: Standard) -> Iterator[str]:
    """Tell the shares."""
    for share in standard.balance:
        least = f"at least {share.least} %" if share.least is not None else ""
        most = f"at most {share.most} %" if share.most is not None else ""
        yield f"{' and '.join(filter(None, (least, most)))} {_words(share)}, from {standard.balance_from} cards on"
