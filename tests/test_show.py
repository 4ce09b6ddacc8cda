"""`show`: a card's fields, place and findings, and its faces as Anki draws them."""

from __future__ import annotations

from pathlib import Path

from support import CASES, SMALL, project, run


def test_show(tmp_path: Path) -> None:
    shown = run("show", "secure-base", cwd=project(tmp_path))
    assert shown.returncode == 0
    for words in ("secure-base · Concept · Example", "cards/example.yaml:4:9", "A safe point.", "in Example (example)",
                  "1 of 2 in", "not released yet", "Front (Card 1), as Anki draws it"):  # fmt: skip
        assert words in shown.stdout
    pictured = run("show", "secure-base", cwd=CASES / "good/everything-a-card-may-say").stdout
    assert pictured.count("[picture: A child & a parent]") == 2, "of its fields, and of its back"
    assert "[sound]" in pictured.partition("Back (")[2]
    broken = run(
        "show", "kinder", cwd=project(tmp_path / "b", cards__example=SMALL["cards/example.yaml"] + "    x: y\n")
    )
    assert "card has no field `x`" in broken.stdout
    assert broken.returncode == 0
