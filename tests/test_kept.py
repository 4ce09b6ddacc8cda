"""A released card that other cards name: what is told when its id is changed, or its entry deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import SMALL, project, run

CARDS = SMALL["cards/example.yaml"]
OBJECTIVES = "- {id: a-safe-point, statement: Know the safe point., module: example}\n"


@pytest.mark.parametrize("card", ["  - {id: kindest, kind: concept, question: Q?, answer: A.}\n", ""])
def test_a_card_that_is_gone_is_not_to_be_renamed_where_others_name_it(tmp_path: Path, card: str) -> None:
    """The nearest id would lead on to a rename that is whole, and loses the card."""
    root = project(tmp_path)
    assert run("release", "0.1.0", "--no-rehearse", "--project", root).returncode == 0
    rest = CARDS[: CARDS.index("  - id: kinder")].replace("kind: concept\n", "kind: concept\n    after: [kinder]\n")
    (root / "cards/example.yaml").write_text(rest + card)
    told = run("check", "--project", root).stdout
    assert "there is no card `kinder` [unknown-card]" in told
    assert "hint: it was released: give it its id back, or put its entry back" in told
    assert "did you mean" not in told
    assert "card `kinder` was released (0.1.0), and no card has its id any more [lost-identity]" in told


@pytest.mark.parametrize("name", ["kindr", "kinderX"])
def test_a_name_that_was_never_released_gets_the_nearest_id(tmp_path: Path, name: str) -> None:
    root = project(tmp_path)
    assert run("release", "0.1.0", "--no-rehearse", "--project", root).returncode == 0
    wrong = CARDS.replace("kind: concept\n", f"kind: concept\n    after: [{name}]\n")
    (root / "cards/example.yaml").write_text(wrong)
    told = run("check", "--project", root).stdout
    assert "did you mean `kinder`?" in told
    assert "lost-identity" not in told


def test_an_objective_that_a_retired_card_alone_covers(tmp_path: Path) -> None:
    retired = "kind: concept\n    retired: {because: Old.}\n    covers: [a-safe-point]\n"
    root = project(tmp_path, cards__example=CARDS.replace("kind: concept\n", retired, 1))
    (root / "cards/objectives.yaml").write_text(OBJECTIVES)
    told = run("check", "--project", root).stdout
    assert "no card covers `a-safe-point` any more: a retired card covers nothing [uncovered-objective]" in told
