"""The CI recipe does what it says: its steps run, mark findings and fail; actions are pinned, and rights are few."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import REPOSITORY, SMALL, project

OURS = REPOSITORY / ".github/workflows/check.yml"
RECIPES = re.findall(r"```yaml\n(.*?)```", (REPOSITORY / "docs/ci.md").read_text(encoding="utf-8"), re.S)


def workflow(text: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return read


def steps(text: str) -> list[dict[str, Any]]:
    return list(workflow(text)["jobs"]["check"]["steps"])


@pytest.mark.parametrize("text", [OURS.read_text(encoding="utf-8"), RECIPES[0]], ids=["ours", "docs"])
def test_a_workflow_is_pinned_and_may_only_read(text: str) -> None:
    read = workflow(text)
    assert read["permissions"] == {"contents": "read"}
    assert set(read["on"]) == {"pull_request", "push"}
    used = [step["uses"] for step in steps(text) if "uses" in step]
    assert used
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action) for action in used)
    assert not any("${{" in step.get("run", "") for step in steps(text))


def test_the_recipe_is_what_this_repository_uses() -> None:
    ours, docs = workflow(OURS.read_text(encoding="utf-8")), workflow(RECIPES[0])
    for read in (ours, docs):
        installs = [step for step in read["jobs"]["check"]["steps"] if step.get("name", "").startswith("Install ")]
        assert len(installs) == 2
        assert all(step.pop("run").startswith("pip install ") for step in installs)
    assert ours == docs


def test_the_recipe_is_what_a_new_project_begins_with() -> None:
    made = (REPOSITORY / "ankibuilder/starting/dot-github/workflows/check.yml").read_text(encoding="utf-8")
    assert made.partition("\n")[2] == RECIPES[0]


def ran(name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a step of our workflow as the runner would: with `bash -e`, in the checkout."""
    (command,) = (step["run"] for step in steps(OURS.read_text(encoding="utf-8")) if step.get("name") == name)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "GITHUB_WORKSPACE": str(folder)}
    return subprocess.run(
        ["bash", "-e", "-c", command], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=60
    )


def test_a_finding_is_marked_on_its_line(tmp_path: Path) -> None:
    broken = SMALL["cards/example.yaml"].replace("    answer:", "    anwser:")
    checked = ran("Check", project(tmp_path, cards__example=broken))
    assert checked.returncode == 1
    assert checked.stdout.startswith("::error file=cards/example.yaml,line=7,col=5,title=unknown-field::")
    fixed = ran("Show what `fix` would mend", tmp_path)
    assert fixed.returncode == 1
    assert "+    answer: A safe point." in fixed.stdout


def test_a_clean_project_passes(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert ran("Check", root).returncode == 0
    assert ran("Show what `fix` would mend", root).returncode == 0


def test_changed_cards_are_drawn(tmp_path: Path) -> None:
    root = project(tmp_path)
    name = "Draw what the cards look like"
    (draw,) = (step["run"] for step in steps(OURS.read_text(encoding="utf-8")) if step.get("name") == name)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["bash", "-e", "-c", draw], cwd=root, env={**os.environ, "PATH": path}, timeout=60)
    assert done.returncode == 0
    (kept,) = (
        step["with"]["path"] for step in steps(OURS.read_text(encoding="utf-8")) if "upload" in step.get("uses", "")
    )
    assert "secure-base" in (root / kept / "index.html").read_text(encoding="utf-8")


def test_the_hook_of_the_docs_is_one_that_there_is() -> None:
    hooks = {hook["id"] for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    (repository,) = yaml.safe_load(RECIPES[1])["repos"]
    assert {hook["id"] for hook in repository["hooks"]} <= hooks
