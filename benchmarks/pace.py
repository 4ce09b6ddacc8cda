"""Tells how many minutes a day and how many days a deck takes, by the Anki engine's simulator, as a Markdown table.

Assumed: FSRS with its default parameters, nine of ten cards recalled when they come up (Anki's default), study every
day, no limit on reviews, and what answers cost the average user of Anki, as the simulator has it: it knows nothing of
how long these cards are, nor of who studies them.

    python benchmarks/pace.py dist/closeness.apkg [MORE.apkg…] [--new 3 5 10] [--years 2]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ankibuilder.engine import collection, import_package

if TYPE_CHECKING:
    from anki.collection import Collection

RETENTION = 0.9
MONTH = 30


@dataclass(frozen=True, slots=True)
class Pace:
    """What one deck takes at one pace, in days and in minutes a day."""

    cards: int
    days: int
    meanwhile: float
    busiest: float
    afterwards: float
    later: float


def main() -> None:
    """Simulate each deck at each pace, and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("packages", type=Path, nargs="+")
    arguments.add_argument("--new", type=int, nargs="+", default=[3, 5, 10])
    arguments.add_argument("--years", type=int, default=2)
    given = arguments.parse_args()
    print("| deck | cards | new a day | days until the last new card | minutes a day until then | on the busiest day |"
          " in the month after | a year after |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    for package in given.packages:
        with collection() as opened:
            import_package(opened, package)
            for new in given.new:
                print(_row(package.stem, new, simulate(opened, new, given.years * 365)))


def simulate(opened: Collection, new: int, days: int) -> Pace:
    """Let the engine study all cards of a collection, so many new ones a day."""
    from anki.scheduler_pb2 import SimulateFsrsReviewRequest

    defaults = opened.decks.get_deck_configs_for_update(opened.decks.get_current_id()).defaults.config
    done = opened._backend.simulate_fsrs_review(
        SimulateFsrsReviewRequest(
            params=defaults.fsrs_params_6,
            desired_retention=RETENTION,
            historical_retention=RETENTION,
            days_to_simulate=days,
            new_limit=new,
            review_limit=9999,
            new_cards_ignore_review_limit=True,
            max_interval=36_500,
            search="deck:*",
            easy_days_percentages=[1.0] * 7,
            learning_step_count=len(defaults.learn_steps),
            relearning_step_count=len(defaults.relearn_steps),
        )
    )
    return _pace(list(done.daily_new_count), [seconds / 60 for seconds in done.daily_time_cost])


def _pace(new: list[int], minutes: list[float]) -> Pace:
    days = max(day for day, count in enumerate(new) if count) + 1
    return Pace(
        cards=sum(new),
        days=days,
        meanwhile=sum(minutes[:days]) / days,
        busiest=max(minutes),
        afterwards=_month(minutes, days),
        later=_month(minutes, days + 365),
    )


def _month(minutes: list[float], start: int) -> float:
    return sum(minutes[start : start + MONTH]) / MONTH


def _row(name: str, new: int, pace: Pace) -> str:
    minutes = " | ".join(f"{one:.0f}" for one in (pace.meanwhile, pace.busiest, pace.afterwards, pace.later))
    return f"| `{name}` | {pace.cards} | {new} | {pace.days} | {minutes} |"


if __name__ == "__main__":
    main()
