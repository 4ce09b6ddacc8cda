"""`preview` as a process: an address on stdout, a live page behind it, a message where it cannot be, a clean end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support import SMALL, project, run


@contextmanager
def previewing(root: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start `preview`, give its address, and end it as Ctrl-C does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ankibuilder", "preview", "--project", str(root), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)


def test_a_save_arrives(tmp_path: Path) -> None:
    root = project(tmp_path)
    with previewing(root) as (address, process):
        told = json.load(urllib.request.urlopen(f"{address}cards", timeout=30))
        assert told["order"] == ["secure-base", "kinder"]
        with urllib.request.urlopen(f"{address}events?from={told['number']}", timeout=30) as events:
            card = root / "cards/example.yaml"
            fresh = card.with_suffix(".new")  # as many editors save
            fresh.write_text(SMALL["cards/example.yaml"].replace("A safe point.", "A harbour."), encoding="utf-8")
            fresh.replace(card)
            change = json.loads(events.readline()[6:])
        assert "a harbour." in change["cards"]["secure-base"]["text"]
        assert "kinder" not in change["cards"]
    assert process.returncode == 130


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--since", "9.9"], "9.9 was never released"),
        (["--since", ""], "--since names no release"),
        (["--editor", "emacs"], "there is no editor `emacs` here"),
        (["--port", "99999"], "99999"),
    ],
)
def test_wrong_usage(tmp_path: Path, options: list[str], message: str) -> None:
    done = run("preview", *options, "--project", project(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_without_the_engine_it_says_how_to_get_it(tmp_path: Path) -> None:
    """A Python that cannot find `anki`, as it is where the extra was not installed."""
    code = (
        "import sys; sys.argv = ['ankibuilder', *sys.argv[1:]]\n"
        "class No:\n    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'anki': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, No())\nfrom ankibuilder.cli import run; run()"
    )
    for command in (["preview"], ["gallery", "-o", str(tmp_path / "site")]):
        done = subprocess.run(
            [sys.executable, "-c", code, *command, "--project", str(project(tmp_path))],
            capture_output=True, text=True, timeout=60, env={**os.environ},
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (3, "")
        assert "error: the Anki engine is not installed\n   hint: " in done.stderr
        assert "pip install anki" in done.stderr
        assert "Traceback" not in done.stderr
