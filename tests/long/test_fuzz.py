"""Damaged files thrown at everything that reads, for half a minute: the command, as people call it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from support import REPOSITORY

pytestmark = pytest.mark.long


def test_nothing_falls_over_in_half_a_minute() -> None:
    command = [sys.executable, str(REPOSITORY / "fuzz/run.py"), "all", "--minutes", "0.5", "--seed", "20261124"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, cwd=REPOSITORY)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    targets = ["parser", "renderer", "project", "package", "import", "table"]
    assert [one["target"] for one in told] == targets, done.stderr
    assert [(one["target"], one["faults"]) for one in told if one["faults"]] == []
    assert done.returncode == 0
    assert all(one["inputs"] > 50 for one in told)
    became = told[0]["became"]
    read = sum(many for what, many in became.items() if what.startswith("read"))
    assert read > told[0]["inputs"] * 0.3
