"""Thousands of rebuilds imported over studied collections. `docs/reliability.md` records the runs.

ANKIBUILDER_REBUILDS says how many at least, ANKIBUILDER_SEED where to begin; -s shows what was counted.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from releases import life
from worlds import EDITS

pytestmark = pytest.mark.long
REBUILDS = int(os.environ.get("ANKIBUILDER_REBUILDS", "200"))
SEED = int(os.environ.get("ANKIBUILDER_SEED", "1"))


def test_thousands_of_rebuilds_cost_no_learner_anything(tmp_path: Path) -> None:
    seed, counts, edits = SEED, Counter[str](), Counter[str]()
    while counts["rebuilds"] < REBUILDS:
        rehearsal, made = life(seed, tmp_path)
        assert rehearsal.faults == (), f"seed {seed}: {rehearsal.text}"
        edits += made
        for at, update in enumerate(rehearsal.updates):
            again = update.package in [earlier.package for earlier in rehearsal.updates[:at]]
            counts["rebuilds"] += bool(at) and not again
            counts["older packages imported again"] += again
            counts["notes changed"] += update.log.updated if at else 0
            counts["notes new"] += update.log.new if at else 0
            counts["notes as they were"] += update.log.duplicate if at else 0
            counts["cards there"] += update.cards
            counts["cards reviewed"] += update.reviewed
            counts["reviews there"] += update.reviews
            counts["own edits kept, newer than the release"] += len(update.kept)
            counts["own edits gone with a change of ours"] += len(update.overwritten)
            counts["own example or tags kept by the text file"] += len(update.spared)
            counts["deleted notes that came back"] += len(update.returned)
        seed += 1
    print(f"\nseeds {SEED} to {seed - 1}")
    for name, count in (*counts.items(), *((f"edit: {name}", edits[name]) for name in EDITS)):
        print(f"{name}: {count:,}")
    assert counts["cards reviewed"] >= counts["cards there"] / 2
    assert min(edits[name] for name in EDITS) >= min(100, REBUILDS // 20)
