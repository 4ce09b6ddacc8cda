"""Signals at random moments, streams that are closed, full or read by nobody, and several builds at once."""

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

MANY = int(os.environ.get("ANKIBUILDER_INTERRUPTS", "60"))
SEED = int(os.environ.get("ANKIBUILDER_SEED", "20261124"))
# Python's own start, before the first lines of ours, answers signals in its own way; here it is over.
STARTED = "import os; from ankibuilder import cli; cli.signals.watch_signals(); os.write(1, b'.'); cli.program()"


def begin(root: Path, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "PYTHONPATH": str(REPOSITORY), **environment}
    command = [sys.executable, "-c", STARTED, *arguments, "--project", str(root)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=root)


def is_draft(path: Path) -> bool:
    return path.name.startswith(".ankibuilder-")


def interrupted(root: Path, count: int, seed: int, *arguments: str) -> Counter[str]:
    """Interrupt a command at random moments: while it is still imported, later, and once it has begun to write."""
    chance, seen = random.Random(seed), Counter[str]()
    temporary = root / "tmp"
    temporary.mkdir()
    for at in range(count):
        (root / "cards/example.yaml").write_text(SMALL["cards/example.yaml"].replace("A safe point.", f"Point {at}."))
        with begin(root, *arguments, TMPDIR=str(temporary)) as running:
            assert running.stdout is not None
            assert running.stdout.read(1) == b"."
            if at % 3 < 2 or arguments != ("build",):
                time.sleep(chance.uniform(0.0, (0.06, 0.6, 1.5)[at % 3]))
            else:
                while running.poll() is None and not any(map(is_draft, (root / "dist").glob("*"))):
                    time.sleep(0.0002)
                seen["writing"] += running.poll() is None
                time.sleep(chance.uniform(0.0, 0.02))
            running.send_signal(chance.choice((signal.SIGINT, signal.SIGTERM)))
            _, told = running.communicate()
        assert b"Traceback" not in told, told.decode()
        assert running.returncode in (0, 130), (running.returncode, told)
        assert (b"interrupted" in told) == (running.returncode == 130)
        left = [path for folder in (temporary, root / "dist", root / "decks", root / "decks/releases")
                if folder.is_dir() for path in folder.iterdir() if "ankibuilder-" in path.name]  # fmt: skip
        assert left == []
        for package in root.glob("dist/*.apkg"):
            read_file(package)
        seen["interrupted" if running.returncode else "done"] += 1
    return seen


def test_a_few_interrupts(tmp_path: Path) -> None:
    seen = interrupted(decks(tmp_path, 12), 4, SEED, "build")
    assert seen["interrupted"] >= 2


@pytest.mark.long
def test_many_interrupts_of_a_build(tmp_path: Path) -> None:
    seen = interrupted(decks(tmp_path, 12), MANY, SEED + 1, "build")
    print(dict(seen))
    assert seen["interrupted"] >= MANY / 2


@pytest.mark.long
def test_many_interrupts_of_a_release_that_is_rehearsed(tmp_path: Path) -> None:
    seen = interrupted(project(tmp_path), MANY // 4, SEED + 2, "release", "0.1.0", "--dry-run")
    print(dict(seen))
    assert seen["interrupted"] >= MANY / 8


def decks(folder: Path, count: int) -> Path:
    root = project(folder, decks__example=None)
    for at in range(count):
        text = SMALL["decks/example.yaml"].replace("name: Example", f"name: Example {at}")
        (root / f"decks/example-{at}.yaml").write_text(text)
    return root


def shell(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "PYTHONPATH": str(REPOSITORY)}
    line = command.replace("ankibuilder", f"{sys.executable} -m ankibuilder")
    return subprocess.run(["bash", "-c", line], cwd=root, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("ankibuilder build >&-", 0),
        ("ankibuilder build >&- 2>&- <&-", 0),
        ("ankibuilder build 2>&-", 0),
        ("ankibuilder build <&-", 0),
        ("ankibuilder build 2>/dev/full", 0),
        ("ankibuilder build | true; exit ${PIPESTATUS[0]}", 0),
        ("ankibuilder build 2>&1 | true; exit ${PIPESTATUS[0]}", 0),
        ("ankibuilder build >/dev/full", 3),
    ],
)
def test_streams_that_nobody_reads_stop_no_work(tmp_path: Path, command: str, status: int) -> None:
    root = decks(tmp_path, 3)
    done = shell(root, command)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    packages = sorted(path.name for path in (root / "dist").iterdir())
    assert packages == [f"example-{at}.apkg" for at in range(3)][: 1 if status else 3]
    for name in packages:
        read_file(root / "dist" / name)
    assert status == 0 or "No space left on device" in done.stderr


def test_a_reader_that_leaves_early_does_not_make_findings_pass(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=SMALL["cards/example.yaml"].replace("answer:", "anwser:"))
    assert shell(root, "ankibuilder check | true; exit ${PIPESTATUS[0]}").returncode == 1


def test_a_watch_ends_when_nobody_reads_it(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=SMALL["cards/example.yaml"].replace("answer:", "anwser:"))
    assert shell(root, "timeout 30 ankibuilder check --watch | true; exit ${PIPESTATUS[0]}").returncode == 0


def test_a_signal_that_is_to_be_ignored_is(tmp_path: Path) -> None:
    root = project(tmp_path)
    done = shell(root, "trap '' INT; (ankibuilder build & P=$!; sleep 0.15; kill -INT $P; wait $P)")
    assert done.returncode == 0, done.stderr


def at_once(root: Path, pairs: int) -> None:
    """Two builds of different states into one folder, at the same time, over and over."""
    for at in range(pairs):
        running = [begin(root, "build", SOURCE_DATE_EPOCH=str(EPOCH + 2 * at + which)) for which in range(2)]
        told = [each.communicate()[1].decode() for each in running]
        assert [each.returncode for each in running] == [0, 0], told
        assert [path.name for path in (root / "dist").iterdir()] == ["example.apkg"]
        times = {note.time for note in read_file(root / "dist/example.apkg").notes}
        assert times in ({EPOCH + 2 * at}, {EPOCH + 2 * at + 1})


def test_a_few_builds_at_once(tmp_path: Path) -> None:
    at_once(project(tmp_path), 2)


@pytest.mark.long
def test_two_hundred_pairs_of_builds_at_once(tmp_path: Path) -> None:
    at_once(project(tmp_path), MANY // 2)


def test_a_clock_that_went_back_costs_no_update(tmp_path: Path) -> None:
    """Anki ignores what is not newer than what it has: of two builds of one second the second would not arrive."""
    root = project(tmp_path)
    assert run("release", "0.1.0", "--no-rehearse", cwd=root).returncode == 0
    assert run("build", cwd=root, SOURCE_DATE_EPOCH=str(EPOCH - 10)).returncode == 0, "what is released has its times"
    (root / "cards/example.yaml").write_text(SMALL["cards/example.yaml"].replace("A safe point.", "A safe place."))
    for moment in (EPOCH - 10, EPOCH):
        for command in (("release", "0.2.0", "--no-rehearse"), ("build",)):
            refused = run(*command, cwd=root, SOURCE_DATE_EPOCH=str(moment))
            assert (refused.returncode, refused.stdout) == (2, "")
            assert f"the time of this {command[0]}" in refused.stderr
            assert "is not after that of 0.1.0" in refused.stderr
    assert run("build", cwd=root, SOURCE_DATE_EPOCH=str(EPOCH + 1)).returncode == 0
    times = {note.fields["Card ID"]: note.time for note in read_file(root / "dist/example.apkg").notes}
    assert times == {"secure-base": EPOCH + 1, "kinder": EPOCH}
