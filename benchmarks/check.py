"""Times `check` beside `yaml.load(CSafeLoader)` over the same files, in turn, as whole processes: medians and ratios.

Does not judge: a ratio above its bound is shown as it is.

    python benchmarks/check.py [--cards 20000] [--runs 7]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import generate

from ankibuilder.manuals import judging

BOUNDS = {"structural rules and gate": 1.0, "every rule, no standard": None, "standard of Closeness": 2.0}


def main() -> None:
    """Generate the projects, and time what is compared in turn."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--cards", type=int, default=20_000)
    arguments.add_argument("--runs", type=int, default=7)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plain, standard = Path(folder) / "plain", Path(folder) / "standard"
        generate(given.cards, plain)
        generate(given.cards, standard, standard=True)
        _compare(_commands(plain, standard), given.runs)


def _commands(plain: Path, standard: Path) -> dict[str, list[str]]:
    check = [sys.executable, "-m", "ankibuilder", "check", "-q", "--project"]
    return {
        "yaml.load(CSafeLoader)": [sys.executable, str(Path(__file__).parent / "naive.py"), str(plain)],
        "structural rules and gate": [*check, str(plain), "--ignore", ",".join(sorted(judging()))],
        "every rule, no standard": [*check, str(plain)],
        "standard of Closeness": [*check, str(standard)],
    }


def _compare(commands: dict[str, list[str]], runs: int) -> None:
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):  # the first warms up
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            if run:
                seconds[name].append(time.perf_counter() - start)
    base = next(iter(seconds.values()))
    for name, measured in seconds.items():
        ratio = statistics.median(one / other for one, other in zip(measured, base, strict=True))
        bound = f" (at most {BOUNDS[name]:.1f})" if BOUNDS.get(name) else ""
        print(f"{name:28} {statistics.median(measured):6.3f} s   {ratio:5.2f} x{bound}")


if __name__ == "__main__":
    main()
