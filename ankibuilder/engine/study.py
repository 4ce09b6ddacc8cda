"""A learner studies: cards come from Anki's real queue and are answered by its real scheduler, day after day.

What a card is answered depends on the seed, the card and how often it was seen, on nothing else, so that the account of
a rehearsal is the same each time. Does not know packages, nor what else learners do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from ankibuilder.engine.clock import far_from_midnight, pass_days

if TYPE_CHECKING:
    from anki.collection import Collection

EVERY = 2  # studies every other day: cards fall due, some overdue
_WEIGHTS = (12, 15, 60, 13)  # again, hard, good, easy
_TIRED = (40, 15, 40, 5)


@dataclass(frozen=True, slots=True)
class Studied:
    """How many answers were given, and where the cards stand now."""

    answers: int = 0
    never: int = 0
    learning: int = 0
    review: int = 0
    relearning: int = 0
    lapsed: int = 0

    @property
    def met(self) -> int:
        """Cards that were answered at least once, or are on their way."""
        return self.learning + self.review + self.relearning


def prepare(opened: Collection, fsrs: bool) -> None:
    """Set the scheduler, and limits that leave no review undone."""
    opened.set_config("fsrs", fsrs)
    # Spreading reviews over days makes an interval depend on which card was answered first.
    opened.set_config("loadBalancerEnabled", False)
    far_from_midnight(opened)


def study(opened: Collection, seed: str, days: int) -> Studied:
    """Study for so many days. The last day breaks off early, so that cards are left in learning and relearning."""
    sessions = max(1, days // EVERY)
    _pace(opened, sessions)
    names = _names(opened)
    answers = 0
    for session in range(sessions):
        answers += _session(opened, seed, names, last=session == sessions - 1)
        if session < sessions - 1:
            pass_days(opened, EVERY)
    # An answer given on the turn of a second leaves FSRS's time of the last review one off, which the next check of the
    # database mends: no doing of a package, so it is mended here.
    opened.fix_integrity()
    return _standing(opened, answers)


def _pace(opened: Collection, sessions: int) -> None:
    """Meet about four fifths of the cards in that time."""
    assert opened.db is not None
    unmet = int(opened.db.scalar("SELECT count() FROM cards WHERE type = 0"))
    for preset in opened.decks.all_config():
        preset["new"]["perDay"] = max(1, unmet * 4 // (5 * sessions))
        preset["rev"]["perDay"] = 9999
        opened.decks.update_config(preset)


def _names(opened: Collection) -> Mapping[int, str]:
    assert opened.db is not None
    rows = opened.db.all("SELECT c.id, n.guid, c.ord FROM cards c JOIN notes n ON n.id = c.nid")
    return {card: f"{guid}/{ordinal}" for card, guid, ordinal in rows}


def _session(opened: Collection, seed: str, names: Mapping[int, str], last: bool) -> int:
    answers = 0
    for deck in opened.decks.all_names_and_ids():
        if "::" not in deck.name:
            opened.decks.select(deck.id)
            answers += _answer_all(opened, seed, names, last)
    return answers


def _answer_all(opened: Collection, seed: str, names: Mapping[int, str], last: bool) -> int:
    from anki.collection import Collection  # noqa: F401 - anki.cards cannot be imported first
    from anki.cards import Card  # isort: skip

    answers = 0
    met: set[int] = set()
    while queued := opened.sched.get_queued_cards(fetch_limit=1).cards:
        card = Card(opened, backend_card=queued[0].card)
        if last and card.id in met:
            break
        met.add(card.id)
        card.start_timer()
        rating = Random(f"{seed}/{names[card.id]}/{card.reps}").choices(range(4), _TIRED if last else _WEIGHTS)[0]
        opened.sched.answer_card(opened.sched.build_answer(card=card, states=queued[0].states, rating=rating))
        answers += 1
    return answers


def _standing(opened: Collection, answers: int) -> Studied:
    assert opened.db is not None
    count = dict(opened.db.all("SELECT type, count() FROM cards GROUP BY type"))
    lapsed = int(opened.db.scalar("SELECT count() FROM cards WHERE lapses > 0"))
    return Studied(answers, count.get(0, 0), count.get(1, 0), count.get(2, 0), count.get(3, 0), lapsed)
