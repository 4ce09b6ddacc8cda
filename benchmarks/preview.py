"""How long `preview` lets one wait: from its start to the first page, and from a save to the page that shows it.

A real project of any size, the real command, a real Chromium. Saves change one card's answer; the page says when the
frame that shows it is drawn. Does not know how any of it is done.

    python benchmarks/preview.py --cards 1000 --saves 20
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from threading import Thread

from generate import generate

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/browser"))
from devtools import Page, browser

BOUNDS = {"start → first page": 2.0, "save → told": 0.2, "save → page": 0.2}


def main() -> None:
    """Generate a project, start the preview on it, look at it, and save."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cards", type=int, default=1_000)
    arguments.add_argument("--saves", type=int, default=20)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        generate(given.cards, root, standard=True)
        with browser(Path(folder)) as page:
            page.size(1400, 900)
            # Nobody looks into the frames, so none has to wait for a debugger before it begins.
            page.call("Target.setAutoAttach", autoAttach=False, waitForDebuggerOnStart=False, flatten=True)
            measured = _measured(root, page, given.saves)
    for name, seconds in measured.items():
        worst = f", worst {max(seconds) * 1000:.0f} ms" if len(seconds) > 1 else ""
        bound = f" (at most {BOUNDS[name] * 1000:.0f})" if name in BOUNDS else ""
        print(f"{name:28} {statistics.median(seconds) * 1000:6.0f} ms{worst}{bound}")


def _measured(root: Path, page: Page, saves: int) -> dict[str, list[float]]:
    starts = [_started(root, page) for _ in range(3)]
    process, address, _ = starts[-1]
    work_to_start = _work(process)
    for other, _, _ in starts[:-1]:
        other.terminate()
    told: list[tuple[float, dict[str, object]]] = []
    Thread(target=_listen, args=(address, told), daemon=True).start()
    time.sleep(2)
    card = next(iter(sorted((root / "cards").glob("0*.yaml"))))
    first, shown, findings, work = [], [], [], []
    for number in range(saves):
        page.run("delete document.body.dataset.drawn")
        told.clear()
        before = _work(process)
        finding = ", always" if number % 2 else ""
        start = _save(card, f"Answer number {number}{finding}.")
        drawn = float(page.wait("document.body.dataset.drawn")) / 1000
        time.sleep(1)
        first.append(told[0][0] - start)
        findings.append(told[-1][0] - start)
        shown.append(drawn - start)
        work.append(_work(process) - before)
    process.terminate()
    return {
        "start → first page": [seconds for _, _, seconds in starts],
        "save → told": first,
        "save → page": shown,
        "save → findings": findings,
        "processor time to start": [work_to_start],
        "processor time a save": work,
    }


def _started(root: Path, page: Page) -> tuple[subprocess.Popen[str], str, float]:
    start = time.time()
    command = [sys.executable, "-m", "ankibuilder", "preview", "--quiet", "--project", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    address = process.stdout.readline().strip()
    page.go(address)
    drawn = float(page.wait("document.body && document.body.dataset.drawn")) / 1000
    return process, address, drawn - start


def _work(process: subprocess.Popen[str]) -> float:
    """Give the seconds of processor time that a process has had, which a busy machine does not lengthen much."""
    try:
        numbers = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def _listen(address: str, told: list[tuple[float, dict[str, object]]]) -> None:
    number = json.load(urllib.request.urlopen(f"{address}cards"))["number"]
    with urllib.request.urlopen(f"{address}events?from={number}") as events:
        for line in events:
            if line.startswith(b"data: {"):
                told.append((time.time(), json.loads(line[6:])))


def _save(card: Path, answer: str) -> float:
    """Change the first answer of a file that fits on its line; gives the time of the save."""
    text = re.sub(r"(?m)^    (answer|reframe): .*$", rf"    \1: {answer}", card.read_text(encoding="utf-8"), count=1)
    start = time.time()
    card.write_text(text, encoding="utf-8")
    return start


if __name__ == "__main__":
    main()
