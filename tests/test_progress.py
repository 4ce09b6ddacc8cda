"""Bars: on a terminal, where something takes long, and gone without a trace when a line is printed."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import EPOCH, project, run_apart

from ankibuilder.commands import Said, _progress
from ankibuilder.commands._progress import watched

LOUD = Said(quiet=False, verbose=False)


def on_terminal(root: Path, *arguments: str) -> tuple[str, str]:
    """Run with stderr on a terminal and stdout in a pipe."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "ankibuilder", *arguments]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "TERM": "xterm"}
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=follower, env=environment, timeout=120,
                          check=False)  # fmt: skip
    os.close(follower)
    shown = ""
    with contextlib.suppress(OSError):  # nothing, or nothing more
        while more := os.read(leader, 1_000_000):
            shown += more.decode()
    os.close(leader)
    return done.stdout.decode(), shown


def test_a_rehearsal_shows_how_far_it_is(tmp_path: Path) -> None:
    root = project(tmp_path)
    out, shown = on_terminal(root, "rehearse", "--weeks", "1")
    assert "\r\x1b[Krehearsing example [........................] 0 of 2\r\x1b[K" in shown
    assert "rehearsing example [############............] 1 of 2" in shown
    assert "\x1b" not in out
    assert "rehearsing" not in on_terminal(root, "rehearse", "--weeks", "1", "-q")[1]
    assert "\x1b" not in run_apart("rehearse", "--weeks", "1", cwd=root).stderr


def test_a_release_counts_its_rehearsals(tmp_path: Path) -> None:
    root = project(tmp_path)
    _, shown = on_terminal(root, "release", "0.1.0", "--dry-run")
    assert "rehearsing [........................] 0 of 2" in shown
    assert "would release 0.1.0" in shown.replace("\r\x1b[K", "")


def test_what_is_done_soon_has_no_bar(tmp_path: Path) -> None:
    assert "[#" not in on_terminal(project(tmp_path), "build")[1]


def items(moments: list[float]) -> Iterator[int]:
    for at, pause in enumerate(moments):
        time.sleep(pause)
        yield at


def test_a_bar_comes_after_a_while_and_goes_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_progress, "_PATIENCE", 0.2)
    monkeypatch.setattr(_progress, "_on_terminal", lambda: True)
    assert list(watched(items([0.0, 0.3, 0.3]), "drawing", 3, LOUD)) == [0, 1, 2]
    shown = capsys.readouterr().err
    assert "0 of 3" not in shown
    assert "drawing [################........] 2 of 3" in shown
    assert shown.endswith("\r")  # and what erases, which no test sees, as click keeps it from files


def test_a_fault_in_between_takes_the_bar_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_progress, "_on_terminal", lambda: True)
    with pytest.raises(ZeroDivisionError):
        list(watched((1 // at for at in (1, 0)), "drawing", 2, LOUD, long=True))
    assert capsys.readouterr().err.endswith("] 0 of 2\r")
