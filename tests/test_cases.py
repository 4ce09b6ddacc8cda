"""Every folder in `cases/` is a project: a good one builds to its expected.json, a bad one is told its expected.txt."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from support import CASES, decoded, run, run_here

from ankibuilder.rules import judging, names

GOOD = sorted(path for path in (CASES / "good").iterdir() if path.is_dir())
BAD = sorted(path for path in (CASES / "bad").iterdir() if path.is_dir())
STRUCTURAL = set(names()) - judging()


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_good_case_builds_what_it_says(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    built = run("build", "--project", case, "-o", tmp_path)
    assert built.returncode == 0, built.stderr
    packages = {path.stem: decoded(path) for path in sorted(tmp_path.glob("*.apkg"))}
    expected = case / "expected.json"
    if request.config.getoption("--update"):
        expected.write_text(json.dumps(packages, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert packages == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_bad_case_is_told_what_and_where(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reports are marked by hand: there is no option to record them."""
    status, told, _ = run_here(capsys, "check", "--project", case)
    assert told == (case / "expected.txt").read_text(encoding="utf-8")
    assert status == 1


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_bad_case_builds_nothing(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(case, tmp_path / "project", symlinks=True)
    (tmp_path / "project/dist").mkdir()
    old = tmp_path / "project/dist/example.apkg"
    old.write_bytes(b"an older package")
    status, told, _ = run_here(capsys, "build", "--project", tmp_path / "project")
    assert (status, told) == (1, "")
    assert [path.name for path in old.parent.iterdir()] == ["example.apkg"]
    assert old.read_bytes() == b"an older package"


def test_every_structural_rule_has_a_bad_case() -> None:
    reports = "".join((case / "expected.txt").read_text(encoding="utf-8") for case in BAD)
    assert set(re.findall(r"^\S+:\d+:\d+: error: .* \[([a-z-]+)\]$", reports, re.M)) - judging() == STRUCTURAL
