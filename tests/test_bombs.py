"""Small files that would cost a careless reader minutes or gigabytes: two seconds and 300 MB are enough for each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bombs import BOMBS, Files
from support import EPOCH

SECONDS, BYTES, MOST_SAID = 2.0, 300_000_000, 10_000_000
ALL = [pytest.param(make, id=f"{group}: {name}") for group, bombs in BOMBS.items() for name, make in bombs.items()]
# One of each sort, for the everyday suite.
FEW = [
    BOMBS["yaml"]["merges that grow"], BOMBS["text"]["`![` without end"], BOMBS["rules"]["'988 ' under every rule"],
    BOMBS["kinds"]["braces in a template"],
]  # fmt: skip


# A process of its own measures: what a child of this one uses at most counts what this one used when it was forked.
MEASURED = f"""
import json, os, resource, subprocess, sys

def limited():
    resource.setrlimit(resource.RLIMIT_DATA, ({BYTES}, {BYTES}))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))

with open(sys.argv[1], "wb") as said:
    process = subprocess.Popen(sys.argv[2:], stdout=said, stderr=said, preexec_fn=limited)
    _, status, used = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
"""


def written(folder: Path, files: Files) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def goes_off(folder: Path, files: Files) -> None:
    """Build the project in a process of its own, with its memory limited by the kernel."""
    command = [
        sys.executable,
        "-m",
        "ankibuilder",
        "build",
        "--project",
        str(written(folder / "bomb", files)),
        "-o",
        str(folder / "dist"),
    ]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH)}
    measured = [sys.executable, "-c", MEASURED, str(folder / "said"), *command]
    done = subprocess.run(measured, env=environment, capture_output=True, check=True)
    status, seconds, most = json.loads(done.stdout)
    told = (folder / "said").read_text(encoding="utf-8")
    assert status in (0, 1), told[-2_000:]
    assert "Traceback" not in told
    assert len(told) <= MOST_SAID
    assert seconds <= SECONDS
    assert most <= BYTES


@pytest.mark.parametrize("make", FEW)
def test_a_few_bombs_do_not_go_off(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    goes_off(tmp_path, make())


@pytest.mark.long
@pytest.mark.parametrize("make", ALL)
def test_no_bomb_goes_off(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    goes_off(tmp_path, make())
