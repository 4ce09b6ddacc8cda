"""`new`: what is printed can be put at the end of any module, and `check` says what is still to be filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from support import CASES, REPOSITORY, SMALL, project, run

KINDS = ("concept", "reframe", "warning-sign")


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_card_is_told_for_what_it_lacks_and_for_nothing_else(kind: str, tmp_path: Path) -> None:
    root = project(tmp_path)
    made = run("new", kind, "--project", root)
    (entry,) = yaml.safe_load(f"cards:{made.stdout}")["cards"]
    empty = [name for name, value in entry.items() if value is None]
    with (root / "cards/example.yaml").open("a", encoding="utf-8") as file:
        file.write(made.stdout)
    told = run("check", "--project", root).stdout
    assert sorted(re.findall(r"\[([\w-]+)\]$", told, re.M)) == ["empty-field"] * len(empty)
    assert re.findall(r"^ *\d+ \| +([\w-]+):$", told, re.M) == empty
    assert entry["id"] == f"new-{kind}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_project_with_views_and_a_standard_asks_for_them(kind: str) -> None:
    made = run("new", kind, cwd=REPOSITORY).stdout
    (entry,) = yaml.safe_load(f"cards:{made}")["cards"]
    assert {"id", "kind", "view", "extra", "sureness", "covers"} <= entry.keys()
    assert "self, partner, both, general" in made
    assert max(map(len, made.splitlines())) < 120
    besides = re.findall(r"^    # ([a-z]+: .*)$", made, re.M)
    (everything,) = yaml.safe_load(f"cards:{made}" + "".join(f"    {line}\n" for line in besides))["cards"]
    assert {"hint", "term", "after", "tags", "image", "audio"} <= everything.keys()


def test_a_filled_card_passes(tmp_path: Path) -> None:
    root = project(tmp_path)
    made = run("new", "reframe", "--project", root).stdout
    filled = made.replace("new-reframe", "mine").replace("thought:", "thought: They are late.", 1)
    filled = filled.replace("    reframe:", "    reframe: The bus is late, perhaps.", 1)
    with (root / "cards/example.yaml").open("a", encoding="utf-8") as file:
        file.write(filled)
    checked = run("check", "--strict", "--project", root)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_ids_that_are_taken_are_not_given_again(tmp_path: Path) -> None:
    root = project(tmp_path)
    for expected in ("new-concept", "new-concept-2", "new-concept-3"):
        made = run("new", "concept", "--project", root).stdout
        assert f"- id: {expected}\n" in made
        with (root / "cards/example.yaml").open("a", encoding="utf-8") as file:
            file.write(made)


def test_a_projects_own_kind(tmp_path: Path) -> None:
    case = CASES / "good/own-kind-with-two-templates"
    (entry,) = yaml.safe_load("cards:" + run("new", "pair", cwd=case).stdout)["cards"]
    assert entry == {"id": "new-pair", "kind": "pair", "word": None, "meaning": None}


def test_a_kind_that_a_deck_had_before_asks_for_its_fields() -> None:
    made = run("new", "vocabulary", cwd=CASES / "good/adopted-as-it-was").stdout
    (entry,) = yaml.safe_load("cards:" + made)["cards"]
    assert list(entry) == ["id", "kind", "word", "extra-field"]
    assert [line for line in made.splitlines() if line.endswith(" ")] == []


def test_a_project_without_views_is_offered_none(tmp_path: Path) -> None:
    made = run("new", "concept", "--project", project(tmp_path)).stdout
    assert "# extra: " in made
    assert "view:" not in made


@pytest.mark.parametrize(
    ("kind", "changed", "status", "message"),
    [
        ("refrane", {}, 2, "did you mean `reframe`?"),
        ("reframe", {"ankibuilder": "namespace: ["}, 1, "[yaml-syntax]"),
        (
            "reframe",
            {"cards__example": SMALL["cards/example.yaml"].replace("answer:", "anwser:")},
            0,
            "- id: new-reframe",
        ),
    ],
)
def test_what_is_wrong_is_told(kind: str, changed: dict[str, str], status: int, message: str, tmp_path: Path) -> None:
    done = run("new", kind, "--project", project(tmp_path, **changed))
    assert done.returncode == status
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert bool(done.stdout) == (status == 0)
