"""A project that is large enough to be read and judged in children gives the same findings and bytes as on one core.

Does not measure what that spares; `python benchmarks/performance.py` does.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from support import EPOCH, REPOSITORY

from ankibuilder.kept import Kept
from ankibuilder.load import load
from ankibuilder.reading import read_file

sys.path.insert(0, str(REPOSITORY / "benchmarks"))
from generate import generate

CARDS = 1_000  # of half a million characters


def card(name: str, question: str, comment: str = "") -> str:
    return f"""\
  - id: {name}
    kind: concept
    view: self
    question: {question}{comment and f"  # ankibuilder: allow {comment}"}
    answer: This is the answer to {name.replace("-", " ")}.
"""


# What is added, by the file it is put into: near the beginning, and near the end, which a child reads.
WRONG = {
    "00001": card("module-00019-3", "Twice?"),
    "00016": card("Wrong Id", "What?"),
    "00017": "  - {id: a-card, kind: concpt, question: What, answer: This}\n",
    "00018": card("two-lines", "'open") + card("tag", "What is <script>?"),
    "00019": card("elsewhere", "Who?") + "    after: [nobody]\n",
}
REFUSED = {"00003": card("tag", "What is <script>?")}  # once everything was read
DOUBTFUL = {
    "00002": card("dull", "What is module 00018?"),
    "00018": card("dull-2", "What is module 00018?")
    + card("quiet", "What is module 00019?", "early-term")
    + card("unheard", "What is there?", "duplicate-prompt"),
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("large") / "project"
    generate(CARDS, root)
    return root


def told(root: Path, cores: int, *arguments: str) -> tuple[int, str, str]:
    """Run a command on so many cores."""
    own = sorted(os.sched_getaffinity(0))[:cores]
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "XDG_CACHE_HOME": str(root.parent / f"cache-{cores}")}
    code = f"import os; os.sched_setaffinity(0, {own}); from ankibuilder.cli import program; program()"
    command = [sys.executable, "-c", code, *arguments, "--project", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, cwd=root)
    return done.returncode, done.stdout, done.stderr


@contextmanager
def with_faults(root: Path, faults: dict[str, str]) -> Iterator[None]:
    before = {path: path.read_text(encoding="utf-8") for path in (root / "cards").glob("0*.yaml")}
    for path, text in before.items():
        path.write_text(text + faults.get(path.name[:5], ""), encoding="utf-8")
    try:
        yield
    finally:
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("faults", "errors"), [(WRONG, True), (REFUSED, True), (DOUBTFUL, False), ({}, False)])
def test_findings_and_packages(large: Path, faults: dict[str, str], errors: bool) -> None:
    with with_faults(large, faults):
        (status, _, said), (other, _, also) = (told(large, cores, "build", "-o", f"dist-{cores}") for cores in (1, 2))
        assert (status, said) == (other, also)
        assert status == errors
    if not errors:
        packages = [(large / f"dist-{cores}/large.apkg").read_bytes() for cores in (1, 2)]
        assert packages[0] == packages[1]


def alive(group: int) -> list[str]:
    """List the processes of a group that still do anything."""
    states = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # gone meanwhile
            states.append(path.read_text().rpartition(")")[2].split())
    return [state for state, _, own, *_ in states if int(own) == group and state != "Z"]


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_stopped_leaves_nobody_behind(large: Path, number: signal.Signals) -> None:
    chance = random.Random(number)
    command = [sys.executable, "-m", "ankibuilder", "build", "--project", str(large), "-o", "dist-stopped"]
    env = {**os.environ, "XDG_CACHE_HOME": str(large.parent / "cache-stopped")}
    for _ in range(25):
        running = subprocess.Popen(command, cwd=large, env=env, stderr=subprocess.PIPE, start_new_session=True)
        time.sleep(chance.uniform(0.1, 0.6))
        running.send_signal(number)
        _, said = running.communicate(timeout=20)
        assert b"Traceback" not in said
        until = time.monotonic() + 5
        while (left := alive(running.pid)) and time.monotonic() < until:
            time.sleep(0.01)
        assert left == []
        for package in (large / "dist-stopped").glob("*.apkg"):
            assert len(read_file(package).notes) == CARDS
    assert told(large, 2, "build", "-o", "dist-stopped")[0] == 0
    assert [path.name for path in (large / "dist-stopped").iterdir()] == ["large.apkg"]


def test_who_keeps_what_was_read_reads_no_file_again(large: Path) -> None:
    kept = Kept()
    (first, _), (second, _) = (load(large, kept=kept) for _ in range(2))
    assert [id(card) for card in first.cards] == [id(card) for card in second.cards]


def test_what_is_found_is_found(large: Path) -> None:
    with with_faults(large, WRONG):
        assert told(large, 1, "check", "--format", "json") == told(large, 2, "check", "--format", "json")
        said = told(large, 2, "check")[1]
    for name in WRONG:
        assert f"cards/{name}-module-{name}.yaml:" in said
    with with_faults(large, DOUBTFUL):
        said = told(large, 2, "check")[1]
    for rule in ("duplicate-prompt", "early-term", "unused-allow"):
        assert f"[{rule}]" in said
