"""Killing a release at any moment leaves the released state as it was, or the new one; never half of one."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from support import REPOSITORY, SMALL, project, run

from ankibuilder.lock import read_lock

DECKS = 12  # so that writing takes a while
MANY = int(os.environ.get("ANKIBUILDER_KILLS", "200"))
START = int(time.time()) - 50 * 86_400


def wide(folder: Path) -> Path:
    """A project of many decks."""
    root = project(folder, decks__example=None)
    for at in range(DECKS):
        text = SMALL["decks/example.yaml"].replace("name: Example", f"name: Example {at}")
        (root / f"decks/example-{at}.yaml").write_text(text)
    return root


def begin(root: Path, at: int) -> subprocess.Popen[bytes]:
    """Begin to release what just changed."""
    (root / "cards/example.yaml").write_text(
        SMALL["cards/example.yaml"].replace("A safe point.", f"A point, {at} times.")
    )
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(START + at), "PYTHONPATH": str(REPOSITORY)}
    command = [
        sys.executable,
        "-m",
        "ankibuilder",
        "release",
        f"0.{at}.0",
        "--project",
        str(root),
        "-q",
        "--no-rehearse",
    ]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def written(root: Path, at: int) -> int:
    """How many packages of a release are there; the first one's draft is passed over."""
    return sum(f"-0.{at}.0.apkg" in path.name for path in (root / "decks/releases").iterdir())


def kill(root: Path, at: int, chance: random.Random, span: float) -> None:
    """Kill a release: a third of the time at any moment, else at any moment from its first write on."""
    with begin(root, at) as running:
        if chance.random() < 0.3:
            time.sleep(chance.uniform(0.0, 1.05) * span)
        else:
            while running.poll() is None and not written(root, at):
                time.sleep(0.0005)
            time.sleep(chance.uniform(0.0, 0.05) * span)
        running.send_signal(signal.SIGKILL)


def whole(root: Path) -> str:
    """The version that was released last; each package that the lock lists is there, as it was."""
    lock = read_lock(root)
    for release in lock.releases:
        for name, known in release.packages.items():
            assert hashlib.sha256((root / "decks/releases" / name).read_bytes()).hexdigest() == known
        assert len(release.packages) == DECKS
    return lock.releases[-1].version


def killed(root: Path, count: int, seed: int) -> Counter[str]:
    """Kill so many releases; count how far they came."""
    chance, seen = random.Random(seed), Counter[str]()
    start = time.perf_counter()
    with begin(root, 1) as running:
        assert running.wait() == 0
    span = time.perf_counter() - start
    for at in range(2, count + 2):
        kill(root, at, chance, span)
        done = whole(root) == f"0.{at}.0"
        seen["released" if done else "between" if written(root, at) else "before"] += 1
    after = run(
        "release", f"0.{count + 2}.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH=str(START + count + 2)
    )
    assert after.returncode in (0, 1), after.stderr
    assert after.returncode == 0 or "nothing changed" in after.stderr
    whole(root)
    return seen


def test_a_few(tmp_path: Path) -> None:
    assert sum(killed(wide(tmp_path), 3, seed=1).values()) == 3


@pytest.mark.long
def test_many_of_them_a_quarter_between_the_first_write_and_the_last(tmp_path: Path) -> None:
    seen = killed(wide(tmp_path), MANY, seed=20261124)
    print(dict(seen))
    assert sum(seen.values()) == MANY
    assert seen["between"] >= MANY / 4
