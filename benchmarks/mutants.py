"""Changes one thing at a time in some modules, and tells which changes no test notices.

    python benchmarks/mutants.py ankibuilder/lock -- tests/test_lock.py tests/test_identity.py

`ankibuilder/lock/file.py:40` tries the changes of one line. All runs in one copy of what git tracks. Changes outside of
functions need the whole program anew: their tests run in a session for each. A mutant that hangs or grows is ended by
limits of time for each test, and of memory. Examples that hypothesis draws are the same each time. Does not judge:
survivors are to be explained.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from killing import Killing, changed, in_child, limit_memory, limit_time
from mutations import Mutation, mutated

ROOT = Path(__file__).parent.parent
_OUTSIDE = "pytest xdist hypothesis yaml click genanki nh3 markdown_it rapidfuzz jsonschema zstandard sqlite3 asyncio"
_QUIET = "ignore::pytest.PytestAssertRewriteWarning"  # hypothesis is there before pytest, once for all mutants
_OPTIONS = ["-q", "-n0", "-pno:cacheprovider", "--basetemp=../tmp", "-W", _QUIET, "--hypothesis-profile=mutants"]


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
        _copy(Path(folder) / "copy")
        os.chdir(Path(folder) / "copy")
        os.environ["TMPDIR"] = tempfile.tempdir = folder  # what killed mutants leave goes with it
        _try_all(mutants[: given.most], len(mutants), tests)


def _mutants(name: str) -> list[tuple[Path, Mutation]]:
    path, _, line = name.partition(":")
    found = [ROOT / path] if path.endswith(".py") else sorted((ROOT / path).rglob("*.py"))
    made = [(file.relative_to(ROOT), each) for file in found for each in mutated(file.read_text(encoding="utf-8"))]
    return [mutant for mutant in made if not line or mutant[1].line == int(line)]


def _copy(folder: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(ROOT / name):
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)


def _try_all(mutants: list[tuple[Path, Mutation]], of: int, tests: list[str]) -> None:
    for name in _OUTSIDE.split():
        importlib.import_module(name)
    _prepare_hypothesis()
    began, survived, kills = time.monotonic(), [], Counter[str]()

    def tell(file: Path, mutation: Mutation, ran: int | str) -> None:
        survived.append(mutation)
        print(f"{file}:{mutation.line}: {mutation.what}; {ran} tests", flush=True)

    if within := [mutant for mutant in mutants if mutant[1].function]:
        _try_functions(within, tests, kills, tell)
    for at, (file, mutation) in enumerate(mutants):
        if at % 20 == 0:
            print(f"{at} of {len(mutants)}, those outside functions", file=sys.stderr, flush=True)
        if not mutation.function:
            with changed(file, mutation.text):
                killers = list(in_child(lambda say: _session(tests, _Sorting(kills, say))))
            kills.update(killers[:1])
            if not killers:
                tell(file, mutation, "all")
    killed, took = len(mutants) - len(survived), time.monotonic() - began
    spent = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    print(f"{killed} of {len(mutants)} killed ({killed / len(mutants):.1%}; {of} there are),", end=" ")
    print(f"{took:.0f} s, {spent:.0f} s of them on the processor")


def _prepare_hypothesis() -> None:
    from hypothesis import Phase, settings

    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", derandomize=True, database=None, deadline=None, phases=phases)


def _try_functions(
    mutants: list[tuple[Path, Mutation]], tests: list[str], kills: Counter[str], tell: Callable[..., None]
) -> None:
    """Try changes within functions, in a child that imports all once."""

    def work(say: Callable[[str], None]) -> None:
        numbers = {id(mutation): at for at, (_, mutation) in enumerate(mutants)}
        killing = Killing(mutants, kills, lambda file, mutation, ran: say(f"{numbers[id(mutation)]} {ran}"))
        _session(tests, killing)
        for test, times in kills.items():
            say(f"killed {times} {test}")

    for line in in_child(work):
        word, number, *rest = line.split(" ", 2)
        if word == "killed":
            kills[rest[0]] = int(number)
        elif word.isdigit():
            tell(*mutants[int(word)], number)
        else:
            sys.exit(f"the tests fail without any change, or cannot be run: {line}")


def _session(tests: list[str], plugin: Any) -> None:
    import pytest

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.environ["PYTHONPATH"] = str(Path.cwd())
    sys.path.insert(0, str(Path.cwd()))
    if pytest.main([*_OPTIONS, *tests], plugins=[plugin]) > 1 and isinstance(plugin, _Sorting):
        plugin.say("not collected")


class _Sorting:
    """A pytest plugin that runs the tests first that killed most, limits each, and says which failed."""

    def __init__(self, kills: Counter[str], say: Callable[[str], None]) -> None:
        self.kills = kills
        self.say = say
        limit_memory()
        limit_time()
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        sys.dont_write_bytecode = True

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items.sort(key=lambda item: -self.kills[item.nodeid])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        limit_time()

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.say(report.nodeid)
            os._exit(0)


if __name__ == "__main__":
    main()
