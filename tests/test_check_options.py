"""`check` with --select, --ignore, --strict, --format github and --watch."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import SMALL, project, run, write

TWO = SMALL["cards/example.yaml"].replace("A safe point.", "A point #one").replace("    reframe:", "    refrmae:")


@pytest.mark.parametrize(
    ("options", "rules", "status"),
    [
        ([], ["cut-off-text", "unknown-field"], 1),
        (["--select", "cut-off-text"], ["cut-off-text"], 0),
        (["--select", "cut-off-text", "--strict"], ["cut-off-text"], 1),
        (["--select", "unknown-field, duplicate-id"], ["unknown-field"], 1),
        (["--ignore", "unknown-field"], ["cut-off-text"], 0),
        (["--ignore", "unknown-field,cut-off-text", "--strict"], [], 0),
        (["--select", "cut-off-text", "--ignore", "cut-off-text"], [], 0),
    ],
)
def test_select_and_ignore(tmp_path: Path, options: list[str], rules: list[str], status: int) -> None:
    checked = run("check", *options, cwd=project(tmp_path, cards__example=TWO))
    assert [line.split("[")[-1][:-1] for line in checked.stdout.splitlines() if line.endswith("]")] == rules
    assert checked.returncode == status


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_wrong_usage(tmp_path: Path, option: str) -> None:
    checked = run("check", option, "unknown-feild", cwd=project(tmp_path))
    assert (checked.returncode, checked.stdout) == (2, "")
    assert "did you mean `unknown-field`?" in checked.stderr


def test_github_annotations_come_errors_first(tmp_path: Path) -> None:
    root = project(tmp_path / "my, decks", cards__example=TWO)
    checked = run("check", "--format", "github", "-q", "--project", root, GITHUB_WORKSPACE=str(tmp_path))
    assert checked.stdout == (
        "::error file=my%2C decks/cards/example.yaml,line=11,col=5,title=unknown-field::"
        "card has no field `refrmae`%0Ahint: did you mean `reframe`?\n"
        "::warning file=my%2C decks/cards/example.yaml,line=7,col=21,title=cut-off-text::"
        "everything from ` #` on is left out: `#one`"
        "%0Ahint: put the whole value in double quotes; a comment that is meant stands two spaces off\n"
    )


def test_watch_checks_again_until_interrupted(tmp_path: Path) -> None:
    root = project(tmp_path)
    command = [sys.executable, "-u", "-m", "ankibuilder", "check", "--watch", "-q"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        time.sleep(1.0)
        (root / "cards/example.yaml").write_text(TWO)
        first = watching.stdout.readline()
        assert "cut-off-text" in first
        watching.send_signal(signal.SIGINT)
        _, errors = watching.communicate(timeout=10)
    assert watching.returncode == 130
    assert errors.strip() == "interrupted"
    assert os.path.lexists(root / "cards")


def watched(root: Path, change: Callable[[], object], *, during_the_first: bool = False) -> str:
    """Start to watch a project, change something, and give the first line that is told of it."""
    command = [sys.executable, "-u", "-m", "ankibuilder", "check", "--watch", "-q"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as watching:
        assert watching.stdout is not None
        time.sleep(0.05 if during_the_first else 1.0)
        change()
        line = watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        watching.communicate(timeout=10)
    return line


@pytest.mark.parametrize("during_the_first", [False, True])
def test_watch_sees_every_change(tmp_path: Path, during_the_first: bool) -> None:
    settings = SMALL["ankibuilder.yaml"] + "standard: rules/mine.yaml\n"
    root = write(project(tmp_path, ankibuilder=settings), {"rules/mine.yaml": "quoted: [thought]\n"})
    rules = root / "rules/mine.yaml"
    line = watched(root, lambda: rules.write_text("quotd: [thought]\n"), during_the_first=during_the_first)
    assert "rules/mine.yaml:1:1: error:" in line
