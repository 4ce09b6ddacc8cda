"""What contributors are shown holds: the examples of the content guide, the issue forms, and what pages call them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import REPOSITORY, run
from test_docs import own_deck

GUIDE = (REPOSITORY / "docs/content.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(  - id: .*?)```", GUIDE, re.S)
BAD = [example for example in EXAMPLES if re.match(r".*# [a-z-]+: ", example)]
FORMS = [REPOSITORY / f".github/ISSUE_TEMPLATE/{name}.yml" for name in ("card-error", "new-card", "tool-bug")]
ELEMENTS = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder", "value"},
    "textarea": {"label", "description", "placeholder", "value", "render"},
    "dropdown": {"label", "description", "multiple", "options", "default"},
    "checkboxes": {"label", "description", "options"},
}


def found(folder: Path, cards: list[str]) -> list[dict[str, Any]]:
    """What `check` says of cards at the end of a module of this deck."""
    root = own_deck(folder)
    with (root / "cards/040-intimacy-avoidance.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(cards))
    diagnostics: list[dict[str, Any]] = json.loads(run("check", "--format", "json", "--project", root).stdout)[
        "diagnostics"
    ]
    return diagnostics


def test_good_examples_pass_in_the_deck(tmp_path: Path) -> None:
    good = [example for example in EXAMPLES if example not in BAD]
    assert {example.split("kind: ")[1].split()[0] for example in good} == {"concept", "warning-sign", "reframe"}
    assert found(tmp_path, good) == []


def test_bad_examples_are_told_by_the_rule_that_stands_there(tmp_path: Path) -> None:
    named = [re.findall(r"id: (\S+) +# ([a-z-]+): ", example)[0] for example in BAD]
    assert len(named) == 6
    diagnostics = found(tmp_path, BAD)
    lines = (tmp_path / "cards/040-intimacy-avoidance.yaml").read_text(encoding="utf-8").split("\n")
    told = set()
    for one in diagnostics:
        before = [line for line in lines[: one["line"]] if line.startswith("  - id: ")]
        told.add((before[-1].split()[2] if before else "", one["rule"]))
    assert set(named) <= told


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one_that_the_issue_page_takes(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert form.keys() <= {"name", "description", "title", "labels", "body"}
    assert all(isinstance(form[key], str) and form[key] for key in ("name", "description"))
    assert len({part.get("id") for part in form["body"] if part["type"] != "markdown"}) == len(form["body"]) - 1
    for part in form["body"]:
        assert part.keys() <= {"type", "id", "attributes", "validations"}
        assert part["attributes"].keys() <= ELEMENTS[part["type"]]
        assert "value" in part["attributes"] or part["attributes"]["label"]
        options = [option if isinstance(option, str) else option["label"] for option in _options(part)]
        assert len(set(options)) == len(options)
        assert part["type"] not in ("dropdown", "checkboxes") or options


def _options(part: dict[str, Any]) -> list[Any]:
    options: list[Any] = part["attributes"].get("options", [])
    return options


def test_there_is_a_form_for_each_wish() -> None:
    folder = {path.stem for path in (REPOSITORY / ".github/ISSUE_TEMPLATE").iterdir()}
    assert folder == {path.stem for path in FORMS} | {"config"}
    assert yaml.safe_load((REPOSITORY / ".github/ISSUE_TEMPLATE/config.yml").read_text()) == {
        "blank_issues_enabled": True
    }


def test_the_learners_page_calls_the_form_by_its_name() -> None:
    form = yaml.safe_load((REPOSITORY / ".github/ISSUE_TEMPLATE/card-error.yml").read_text(encoding="utf-8"))
    assert f"New issue › {form['name']}*" in (REPOSITORY / "docs/learners.md").read_text(encoding="utf-8")
