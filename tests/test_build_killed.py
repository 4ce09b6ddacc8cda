"""Killing builds at any moment: every package is the old one or the new one, whole, and the next build tidies up."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from support import EPOCH, REPOSITORY, SMALL, project, run

from ankibuilder.reading import read_file

DECKS = 12  # so that writing takes a while
MANY = int(os.environ.get("ANKIBUILDER_KILLS", "40"))
SEED = int(os.environ.get("ANKIBUILDER_SEED", "20261124"))


def wide(folder: Path) -> Path:
    root = project(folder, decks__example=None)
    for at in range(DECKS):
        text = SMALL["decks/example.yaml"].replace("name: Example", f"name: Example {at}")
        (root / f"decks/example-{at}.yaml").write_text(text)
    return root


def begin(root: Path, at: int) -> subprocess.Popen[bytes]:
    """Begin to build what just changed."""
    (root / "cards/example.yaml").write_text(SMALL["cards/example.yaml"].replace("A safe point.", f"Point {at}."))
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH + at), "PYTHONPATH": str(REPOSITORY)}
    environment["TMPDIR"] = str(root / "tmp")
    command = [sys.executable, "-m", "ankibuilder", "build", "--project", str(root), "-q"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def drafts(root: Path) -> int:
    return sum(name.startswith(".ankibuilder-") for name in os.listdir(root / "dist"))  # noqa: PTH208 - fast


def kill(root: Path, at: int, chance: random.Random, whole: float, writing: float) -> bool:
    """Kill a build: half the time at any moment, else at any moment from its first draft on."""
    left = drafts(root)
    before = max(path.stat().st_mtime_ns for path in (root / "dist").iterdir())
    with begin(root, at) as running:
        if chance.random() < 0.5:
            time.sleep(chance.uniform(0.0, 1.05) * whole)
        else:
            while running.poll() is None and drafts(root) <= left and not _newer(root, before):
                time.sleep(0.0002)
            time.sleep(chance.uniform(0.0, 1.0) * writing)
        ended = running.poll() is not None
        running.send_signal(signal.SIGKILL)
    return ended


def _newer(root: Path, before: int) -> bool:
    try:
        return any(path.stat().st_mtime_ns > before for path in (root / "dist").iterdir())
    except FileNotFoundError:  # gone between listing and looking
        return True


def point(path: Path) -> int:
    """Which build a package is of; it is read whole: zip, sums, database, every note."""
    (text,) = (note.fields["Answer"] for note in read_file(path).notes if note.fields["Card ID"] == "secure-base")
    return int(text.removeprefix("Point ").removesuffix("."))


def spans(root: Path) -> tuple[float, float]:
    """How long a build takes, and the writing in it, from the first draft to the last."""
    with begin(root, 0) as running:
        assert running.wait() == 0
    start, seen = time.perf_counter(), []
    with begin(root, 1) as running:
        while running.poll() is None:
            seen += [time.perf_counter()] if drafts(root) else []
            time.sleep(0.0002)
    return time.perf_counter() - start, seen[-1] - seen[0] if seen else 0.05


def killed(root: Path, count: int, seed: int) -> Counter[str]:
    """Kill so many builds; count how far they came."""
    chance, seen = random.Random(seed), Counter[str]()
    (root / "tmp").mkdir()
    whole, writing = spans(root)
    for at in range(2, count + 2):
        ended = kill(root, at, chance, whole, writing)
        points = [point(root / f"dist/example-{number}.apkg") for number in range(DECKS)]
        assert all(1 <= each <= at for each in points)
        new = points.count(at)
        seen["after" if ended or new == DECKS else "between" if new or drafts(root) else "before"] += 1
        assert drafts(root) <= 1
        assert list((root / "tmp").iterdir()) == []
    assert run("build", "--project", root).returncode == 0
    assert drafts(root) == 0
    return seen


def test_a_few(tmp_path: Path) -> None:
    assert sum(killed(wide(tmp_path), 3, SEED).values()) == 3


@pytest.mark.long
def test_many_of_them_a_quarter_between_the_first_write_and_the_last_replace(tmp_path: Path) -> None:
    seen = killed(wide(tmp_path), MANY, SEED + 1)
    print(dict(seen))
    assert sum(seen.values()) == MANY
    assert seen["between"] >= MANY / 4
