"""Runs commands as whole processes, in turn, and says what each took. Does not know what is compared."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run of a process: seconds by the clock, seconds of processor time, and the most memory it held."""

    wall: float
    cpu: float
    peak: float  # MiB


@dataclass(frozen=True)
class Case:
    """A command to time. `before` is called before each run, with its number, and not timed."""

    name: str
    command: Sequence[str]
    before: Callable[[int], object] = lambda number: None
    env: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None


@dataclass(frozen=True)
class Taken:
    """All counted runs of one case."""

    runs: tuple[Run, ...]

    def median(self, what: str) -> float:
        """Give the median of `wall`, `cpu` or `peak`."""
        return statistics.median(getattr(run, what) for run in self.runs)


def side_by_side(cases: Sequence[Case], runs: int, told: Callable[[str], object] = print) -> dict[str, Taken]:
    """Run all cases in turn, again and again: a machine that slows down slows all of them. The first round warms up."""
    taken: dict[str, list[Run]] = {case.name: [] for case in cases}
    for number in range(runs + 1):
        for case in cases:
            case.before(number)
            run = _run(case)
            figures = f"{run.wall:7.2f} s  {run.cpu:7.2f} s of processor  {run.peak:6.0f} MiB"
            told(f"  {number}/{runs}  {case.name:44} {figures}")
            if number:
                taken[case.name].append(run)
    return {name: Taken(tuple(found)) for name, found in taken.items()}


def ratio(one: Taken, other: Taken, what: str = "wall") -> float:
    """Give the median of the ratios, run by run: each pair ran close to each other."""
    pairs = zip(one.runs, other.runs, strict=True)
    return statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)


def _run(case: Case) -> Run:
    start = time.perf_counter()
    process = subprocess.Popen(
        case.command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, **case.env},
        cwd=case.folder,
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{case.name} failed:\n{said.decode(errors='replace')[-2_000:]}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
