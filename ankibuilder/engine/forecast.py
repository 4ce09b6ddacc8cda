"""What a deck asks of who studies it, day by day, by the simulator of Anki's own scheduler (FSRS).

Assumed: FSRS with its default parameters, study every day, no limit on reviews, and what answers cost the average user
of Anki, as the simulator has it. Does not know how long the cards are, nor who studies them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ankibuilder.engine import collection, import_package

if TYPE_CHECKING:
    from anki.collection import Collection

MONTH = 30
YEAR = 365
_NO_LIMIT = 9999


@dataclass(frozen=True, slots=True)
class Pace:
    """A deck at so many new cards a day, and so many in a hundred recalled: what every day takes."""

    new_per_day: int
    retention: int
    cards: int
    minutes: tuple[float, ...]
    reviews: tuple[int, ...]

    @property
    def days(self) -> int:
        """How long it takes to meet every card."""
        return -(-self.cards // self.new_per_day)

    @property
    def meanwhile(self) -> float:
        """Minutes a day until then."""
        return _mean(self.minutes[: self.days])

    @property
    def reviewed(self) -> float:
        """Reviews a day until then."""
        return _mean(self.reviews[: self.days])

    @property
    def busiest(self) -> float:
        """Minutes of the busiest day."""
        return max(self.minutes, default=0.0)

    @property
    def afterwards(self) -> float:
        """Minutes a day in the month after."""
        return _mean(self.minutes[self.days : self.days + MONTH])


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def forecasts(package: Path, deck: str, paces: Iterable[tuple[int, int]]) -> Iterator[Pace]:
    """Import a package, and let the engine study one of its decks at each pace: new cards a day, retention in percent.

    Raises AnkibuilderError where the engine is not installed.
    """
    with collection() as opened:
        import_package(opened, package)
        plain = re.sub(r"([*_])", r"\\\1", deck)  # in a search, these stand for any letters
        search = f'deck:"{plain}"'
        cards = len(opened.find_cards(search))
        for new, retention in paces:
            yield simulate(opened, search, cards, new, retention)


def simulate(opened: Collection, search: str, cards: int, new: int, retention: int) -> Pace:
    """Let the engine study the cards that a search finds."""
    from anki.scheduler_pb2 import SimulateFsrsReviewRequest, SimulateFsrsReviewResponse

    if not cards:
        return Pace(new, retention, 0, (), ())
    asked = _request(opened, search, new, retention / 100, max(YEAR, -(-cards // new) + MONTH))
    known = SimulateFsrsReviewRequest.DESCRIPTOR.fields_by_name  # older engines ask for less
    request = SimulateFsrsReviewRequest(**{name: value for name, value in asked.items() if name in known})
    done = SimulateFsrsReviewResponse.FromString(
        opened._backend.simulate_fsrs_review_raw(request.SerializeToString())  # the one form that all engines have
    )
    minutes = tuple(seconds / 60 for seconds in done.daily_time_cost)
    return Pace(new, retention, cards, minutes, tuple(done.daily_review_count))


def _request(opened: Collection, search: str, new: int, retention: float, days: int) -> dict[str, Any]:
    defaults = opened.decks.get_deck_configs_for_update(opened.decks.get_current_id()).defaults.config
    return {
        "params": next(getattr(defaults, name) for name in _PARAMETERS if hasattr(defaults, name)),
        "desired_retention": retention,
        "historical_retention": retention,
        "days_to_simulate": days,
        "new_limit": new,
        "review_limit": _NO_LIMIT,
        "new_cards_ignore_review_limit": True,
        "max_interval": 36_500,
        "search": search,
        "easy_days_percentages": [1.0] * 7,
        "learning_step_count": len(defaults.learn_steps),
        "relearning_step_count": len(defaults.relearn_steps),
    }


_PARAMETERS = ("fsrs_params_6", "fsrs_params_5")
