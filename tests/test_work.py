"""What a card costs, counted in calls and not in seconds, so alike on every machine: no stage may cost much more.

`python benchmarks/performance.py` tells seconds. A stage that was made cheaper gets its new figure here.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from support import REPOSITORY

from ankibuilder.check import check
from ankibuilder.load import load
from ankibuilder.lock import Lock
from ankibuilder.package import package
from ankibuilder.package.collection import collection
from ankibuilder.package.content import content, stamp
from ankibuilder.reading import judge_package
from ankibuilder.render import judge, render, suspects
from ankibuilder.render.markdown import rendered

sys.path.insert(0, str(REPOSITORY / "benchmarks"))
from generate import generate

# Calls of Python's and of C's functions a card, with Python 3.11; later ones count fewer, as they have fewer to make.
CALLS = {"load": 213, "judge": 14, "check": 416, "render": 52, "stamp": 24, "content": 80, "collection": 8, "read": 20}
MOST = 1.4
FEW, MANY = 50, 150


def counted(work: Callable[[], Any]) -> tuple[int, Any]:
    """Count the calls that some work makes."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        made = work()
    finally:
        sys.setprofile(None)
    return calls, made


def stages(root: Path) -> dict[str, int]:
    """Count what each stage of a build takes."""
    took: dict[str, int] = {}
    rendered.cache_clear()
    took["load"], (project, _) = counted(lambda: load(root))
    took["judge"], _ = counted(lambda: judge(project, suspects(project)))
    took["check"], _ = counted(lambda: check(root))
    took["render"], notes = counted(lambda: render(project))
    took["stamp"], stamped = counted(lambda: stamp(project, notes, Lock(), 1_700_000_000))
    took["content"], made = counted(lambda: content(project.decks[0], stamped))
    took["collection"], _ = counted(lambda: collection(made))
    raw = package(made)
    took["read"], _ = counted(lambda: judge_package(BytesIO(raw), "large.apkg"))
    return took


def a_card(folder: Path) -> dict[str, float]:
    """Give the calls that one card more costs: what is done once, however many there are, is no part of it."""
    for cards, seed in ((FEW, 1), (MANY, 2)):
        generate(cards, folder / str(cards), seed)
    stages(folder / str(FEW))  # what is kept from then on is kept
    few, many = (stages(folder / str(cards)) for cards in (FEW, MANY))
    return {stage: (many[stage] - few[stage]) / (MANY - FEW) for stage in few}


def test_no_stage_costs_much_more_than_it_did(tmp_path: Path) -> None:
    found = a_card(tmp_path)
    assert {stage for stage, calls in found.items() if calls > MOST * CALLS[stage]} == set(), found


@pytest.mark.long
@pytest.mark.parametrize(
    ("stage", "module", "name"),
    [
        ("load", "ankibuilder.load.cards", "_read_card"),
        ("judge", "ankibuilder.render.judge", "_is_suspect"),
        ("render", "ankibuilder.render", "_render_card"),
        ("stamp", "ankibuilder.package.content", "_hash"),
        ("content", __name__, "content"),
        ("collection", "ankibuilder.package.collection", "_note_row"),
        ("read", "ankibuilder.reading.notes", "_row"),
    ],
)
def test_work_that_is_done_twice_is_told(
    stage: str, module: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = importlib.import_module(module)
    once = getattr(home, name)
    monkeypatch.setattr(home, name, lambda *given, **more: (once(*given, **more), once(*given, **more))[1])
    assert a_card(tmp_path)[stage] > MOST * CALLS[stage]


@pytest.mark.long
@pytest.mark.parametrize(
    ("stage", "module", "name", "answer"),
    [
        ("load", "ankibuilder.parse", "quick", None),
        ("judge", "ankibuilder.render.judge", "is_harmless", False),
        ("render", "ankibuilder.render", "simple", None),
        ("content", "ankibuilder.package.gate", "is_harmless_drawn", False),
    ],
)
def test_a_short_way_that_nobody_takes_is_told(
    stage: str, module: str, name: str, answer: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module(module), name, lambda *_: answer)
    assert a_card(tmp_path)[stage] > MOST * CALLS[stage]
