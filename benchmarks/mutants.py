"""Changes one thing at a time in some modules, and tells which changes no test notices.

    python benchmarks/mutants.py ankibuilder/lock -- tests/test_lock.py tests/test_identity.py

`ankibuilder/lock/file.py:40` tries the changes of one line. All runs in one copy of what git tracks. What mutants need
from elsewhere is imported once, then each gets a process forked from that; the tests that killed most so far come
first, and the first that fails ends it. A mutant that hangs or grows is killed by limits of time for each test, and of
memory. Examples that hypothesis draws are the same each time. Does not judge: survivors are to be explained.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from mutations import mutated

ROOT = Path(__file__).parent.parent
_OUTSIDE = "pytest xdist hypothesis yaml click genanki nh3 markdown_it rapidfuzz jsonschema zstandard sqlite3 asyncio"
_QUIET = "ignore::pytest.PytestAssertRewriteWarning"  # hypothesis is there before pytest, once for all mutants
_MOST_SECONDS, _MOST_BYTES = 20, 2 << 30  # of one test on the processor; of a mutant


class Mutant(NamedTuple):
    """A module's text with one change, and what that is."""

    file: Path
    line: int
    what: str
    text: str


def main() -> None:
    """Try all mutants, or so many of them, and tell of those that survive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=1_000_000, help="so many mutants, drawn by lot")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("what", nargs="+", help="modules or folders, then `--` and the tests")
    given = parser.parse_args(sys.argv[1 : sys.argv.index("--")])
    tests = sys.argv[sys.argv.index("--") + 1 :]
    mutants = [mutant for name in given.what for mutant in _mutants(name)]
    random.Random(given.seed).shuffle(mutants)
    with tempfile.TemporaryDirectory() as folder:
        _copy(Path(folder))
        os.chdir(folder)
        _try(mutants[: given.most], len(mutants), tests)


def _mutants(name: str) -> list[Mutant]:
    path, _, line = name.partition(":")
    files = (
        [Path(path)] if path.endswith(".py") else sorted(path.relative_to(ROOT) for path in (ROOT / path).rglob("*.py"))
    )
    made = [Mutant(file, *each) for file in files for each in mutated((ROOT / file).read_text(encoding="utf-8"))]
    return [mutant for mutant in made if not line or mutant.line == int(line)]


def _copy(folder: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(ROOT / name):
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)


def _try(mutants: list[Mutant], of: int, tests: list[str]) -> None:
    for name in _OUTSIDE.split():
        importlib.import_module(name)
    _prepare_hypothesis()
    began, survived, kills = time.monotonic(), 0, Counter[str]()
    if not _passes(tests, kills, keep_bytecode=True):
        sys.exit(f"the tests fail without any change, so that they would kill every mutant: {', '.join(kills)}")
    for at, mutant in enumerate(mutants, start=1):
        if _survives(mutant, tests, kills):
            survived += 1
            print(f"{mutant.file}:{mutant.line}: {mutant.what}", flush=True)
        if sys.stderr.isatty() or at % 50 == 0:
            print(f"{at} of {len(mutants)}, {survived} survived, {time.monotonic() - began:.0f} s", file=sys.stderr)
    killed, took = len(mutants) - survived, time.monotonic() - began
    spent = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    print(f"{killed} of {len(mutants)} killed ({killed / len(mutants):.1%}; {of} there are),", end=" ")
    print(f"{took:.0f} s, {spent:.0f} s of them on the processor")


def _prepare_hypothesis() -> None:
    from hypothesis import Phase, settings

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=phases)


def _survives(mutant: Mutant, tests: list[str], kills: Counter[str]) -> bool:
    whole = mutant.file.read_bytes()
    for compiled in mutant.file.parent.glob(f"__pycache__/{mutant.file.stem}.*"):
        compiled.unlink()
    mutant.file.write_text(mutant.text, encoding="utf-8")
    try:
        return _passes(tests, kills)
    finally:
        mutant.file.write_bytes(whole)


def _passes(tests: Sequence[str], kills: Counter[str], keep_bytecode: bool = False) -> bool:
    """Run the tests in a child, those first that killed most; count what fails."""
    told, tells = os.pipe()
    if (child := os.fork()) == 0:
        os.close(told)
        _run(tests, kills, tells, keep_bytecode)
    os.close(tells)
    with os.fdopen(told, encoding="utf-8") as failed:
        kills.update(failed.read().splitlines())  # until the child ends, and whatever it started
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _run(tests: Sequence[str], kills: Counter[str], tells: int, keep_bytecode: bool) -> None:
    import pytest

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.environ["PYTHONPATH"] = str(Path.cwd())
    sys.path.insert(0, str(Path.cwd()))
    if not keep_bytecode:
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    _limit_time()
    options = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-W", _QUIET, "--hypothesis-profile=mutants"]
    os._exit(int(pytest.main([*options, *tests], plugins=[_Guide(kills, tells)])))


def _limit_time() -> None:
    """Begin anew to count: whoever works too long, or sleeps much longer, is ended by a signal."""
    signal.setitimer(signal.ITIMER_PROF, _MOST_SECONDS)
    signal.setitimer(signal.ITIMER_REAL, 10 * _MOST_SECONDS)


class _Guide:
    """Sorts tests, gives each its time, and tells which failed."""

    def __init__(self, kills: Counter[str], tells: int) -> None:
        self.kills = kills
        self.tells = tells

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items.sort(key=lambda item: -self.kills[item.nodeid])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        _limit_time()

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            os.write(self.tells, f"{report.nodeid}\n".encode())


if __name__ == "__main__":
    main()
