"""Times this program beside its peers on the same cards, and writes docs/performance.md: one command for all of it.

The peers' libraries come from PyPI into a temporary folder. Does not know what must hold (page.py does).

    python benchmarks/performance.py            # 2,000 and 20,000 cards, some ten minutes
    python benchmarks/performance.py --huge     # 200,000 as well
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

from cases import ANKI, BUILD, DIFF, NAIVE, NAIVE_SAFE, STANDARD, TOOL, cases_of, import_cases, small_cases
from measure import Taken, side_by_side
from page import HUGE, LARGE, page
from plot import bars

DOCS = Path(__file__).parent.parent / "docs"
# At 200,000 cards, minutes each; nothing is asked of them there. Of a package `diff` reads collections up to 100 MB.
_NOT_HUGE = {NAIVE_SAFE, TOOL, ANKI, STANDARD, DIFF}


def main() -> None:
    """Measure, and write the page and its picture."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", type=int, nargs="+", default=[2_000, LARGE])
    arguments.add_argument("--huge", action="store_true", help=f"measure {HUGE:,} cards, too")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--docs", type=Path, default=DOCS)
    given = arguments.parse_args()
    sizes = [*given.sizes, *([HUGE] if given.huge else [])]
    with tempfile.TemporaryDirectory() as folder:
        tool = _tool(Path(folder) / "tool")
        measured = {cards: _measured(cards, Path(folder) / str(cards), given.runs, tool) for cards in sizes}
        small = side_by_side(small_cases(Path(folder)), given.runs)
        stages = _stages(Path(folder) / str(max(given.sizes)) / "plain")
    command = " ".join(["python benchmarks/performance.py", *sys.argv[1:]])
    text = page(measured, small, stages, _preview(), command)
    (given.docs / "performance.md").write_text(text, encoding="utf-8")
    if large := measured.get(LARGE):
        (given.docs / "images").mkdir(exist_ok=True)
        (given.docs / "images/performance.svg").write_text(_picture(large), encoding="utf-8")
    print(text)


def _tool(folder: Path) -> Path | None:
    """Install anki-yaml-tool into an environment of its own; None where it cannot be had."""
    venv.create(folder, with_pip=True)
    install = [str(folder / "bin/pip"), "install", "--quiet", "anki-yaml-tool==0.4.0"]
    if subprocess.run(install, check=False, stderr=subprocess.DEVNULL).returncode:
        print("anki-yaml-tool 0.4.0 cannot be installed: it is left out")
        return None
    return folder / "bin/anki-yaml-tool"


def _measured(cards: int, folder: Path, runs: int, tool: Path | None) -> Mapping[str, Taken]:
    print(f"{cards:,} cards")
    cases = cases_of(cards, folder, tool)
    if cards == HUGE:
        cases, runs = [case for case in cases if case.name not in _NOT_HUGE], min(runs, 3)
    taken = side_by_side(cases, runs)
    return taken | (side_by_side(import_cases(cards, folder), runs) if cards != HUGE else {})


def _stages(project: Path) -> dict[str, tuple[float, float]]:
    command = [sys.executable, str(Path(__file__).parent / "stages.py"), str(project)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    figures = {line[:32].strip(): line[32:].split() for line in lines}
    return {name: (float(seconds), float(held)) for name, (seconds, _, held, _) in figures.items()}


def _preview() -> str:
    """Let the preview's own benchmark tell; it needs Chromium and the Anki engine."""
    command = ["benchmarks/preview.py", "--cards", "1000", "--saves", "20"]
    told = subprocess.run([sys.executable, *command], check=False, capture_output=True, text=True, cwd=DOCS.parent)
    said = told.stdout if not told.returncode else "not measured: Chromium or the Anki engine is missing"
    return f"$ python {' '.join(command)}\n{said}"


def _picture(large: Mapping[str, Taken]) -> str:
    rows = [(name, large[name].median("wall"), name == BUILD) for name in (BUILD, NAIVE, NAIVE_SAFE, TOOL, ANKI)
            if name in large]  # fmt: skip
    return bars("A package of 20,000 cards, seconds", rows, large[NAIVE].median("wall"))


if __name__ == "__main__":
    main()
