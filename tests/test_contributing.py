"""What CONTRIBUTING says of adding a rule is enough: its one file, put where it says, is found and explained."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from support import REPOSITORY, SMALL, project

GUIDE = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
SHOUTS = SMALL["cards/example.yaml"].replace("A safe point.", "A SAFE POINT.")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program and what tests its rules, with the example's file added."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(REPOSITORY / "ankibuilder", folder / "ankibuilder", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests").mkdir()
    for name in ("conftest.py", "support.py", "test_rules.py"):
        shutil.copy(REPOSITORY / "tests" / name, folder / "tests")
    shutil.copy(REPOSITORY / "pyproject.toml", folder)
    (named,) = re.findall(r"1\. Write `(\S+)`", GUIDE)
    (folder / named).write_text(textwrap.dedent(EXAMPLE.replace("\n   ", "\n").removeprefix("   ")), encoding="utf-8")
    return folder


def ran(checkout: Path, cwd: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(checkout)})  # fmt: skip


@pytest.mark.long
def test_its_examples_are_run_by_the_step_that_is_given(checkout: Path) -> None:
    (step,) = re.findall(r"2\. `\.venv/bin/pytest (.*?)`", GUIDE)
    done = ran(checkout, checkout, "pytest", "-p", "no:cacheprovider", *step.split())
    assert done.returncode == 0, done.stdout
    assert "..." in done.stdout


def test_it_is_found_and_explained(checkout: Path, tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=SHOUTS)
    checked = ran(checkout, root, "ankibuilder", "check")
    assert "cards/example.yaml:7:13: warning: this text is written in capitals [shouting]" in checked.stdout
    assert "A text is written in capitals." in ran(checkout, root, "ankibuilder", "explain", "shouting").stdout
