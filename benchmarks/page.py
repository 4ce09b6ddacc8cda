"""Puts what was measured into words: `docs/performance.md`. Judges each bound, and does not hide one that is missed."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import cases as of
from measure import Taken, ratio

HUGE, LARGE = 200_000, 20_000
Measured = Mapping[str, Taken]
Stages = Mapping[str, tuple[float, float]]  # seconds of processor, and MiB held more after it


@dataclass(frozen=True)
class Bound:
    """What must hold: a figure, and the most it may be; None where it was not measured in this run."""

    what: str
    figure: float | None
    most: float
    unit: str = "×"
    why: str = ""  # it may be missed

    @property
    def missed(self) -> bool:
        """Tell whether it was measured and does not hold."""
        return self.figure is not None and self.figure > self.most

    @property
    def row(self) -> str:
        """Give a row of the table."""
        if self.figure is None:
            return f"| {self.what} | not measured in this run | {self.most:g} {self.unit} | |"
        holds = "**no**" if self.missed else "yes"
        return f"| {self.what} | {self.figure:.2f} {self.unit} | {self.most:g} {self.unit} | {holds} |"


def page(sizes: Mapping[int, Measured], small: Measured, stages: Stages, preview: str, command: str) -> str:
    """Write the whole page."""
    bounds = list(_bounds(sizes, small))
    head = _HEAD.format(command=command, machine=_machine(), picture=_PICTURE if PICTURED in sizes else "")
    parts = [head, _table(bounds), _READING, _whys(bounds)]
    for cards, measured in sizes.items():
        parts += [f"## {cards:,} cards", _runs(measured)]
    parts += [
        "## Start-up, and the deck itself",
        _runs(small),
        "## Where the time and the memory of a build go",
        _stages(stages),
    ]
    parts += ["## How long `preview` lets one wait", f"```console\n{preview.strip()}\n```"]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


PICTURED = 20_000
_PICTURE = "![Seconds for a package of 20,000 cards, whole processes](images/performance.svg)"
_HEAD = """
# How fast it is, beside what people use today

Written by one command, on {machine}:

```console
$ {command}
```

Each figure is of a whole process, start to end. All commands ran in turn, again and again after a round that only
warms up; a ratio is the median of the ratios of runs that stood beside each other, so that a machine that slows down
slows both. Where there is a second core, a large project is read and judged in part by children of the process: "of
processor" counts all of them, "MiB at most" the largest, which shares with them what was there when they began.
`script` is [the few lines](../benchmarks/peers/naive_build.py) that most people write; it checks nothing, renders
nothing and cleans nothing. No cache is there when `build` starts; `nothing changed` and `one card edited` follow it.

{picture}

## What must hold
"""
_READING = """
A bound that is missed stays in the table. `tests/test_work.py` counts the calls that a check and a build of a small
project take, and fails where there are many more of them than there were, on any machine. `diff` is not measured at
200,000 cards: of a package, which may be a stranger's, it reads collections of at most 100 MB.
"""


def _bounds(sizes: Mapping[int, Measured], small: Measured) -> Iterator[Bound]:
    large, huge = sizes.get(LARGE, {}), sizes.get(HUGE, {})
    yield Bound("1. `build` to the script with CSafeLoader", _of(large, of.BUILD, of.NAIVE), 1.0)
    yield Bound("1. `build` to anki-yaml-tool", _of(large, of.BUILD, of.TOOL), 0.13)
    yield Bound("2. `check` to `yaml.load(CSafeLoader)` alone", _of(large, of.CHECK, of.LOAD), 0.8)
    yield Bound("2. `check` with a standard of fifteen rules to without", _of(large, of.STANDARD, of.CHECK), 2.0)
    yield Bound("3. `build` where nothing changed, to a full one", _of(large, of.AGAIN, of.BUILD), 0.3)
    yield Bound("3. `build` where one card changed, to a full one", _of(large, of.EDITED, of.BUILD), 0.35, why=_EDITED)
    grown = huge[of.BUILD].median("wall") / large[of.BUILD].median("wall") if huge and large else None
    yield Bound("4. `build` of 200,000 cards to one of 20,000", grown, 11)
    memory = _of(huge, of.BUILD, of.NAIVE, "peak")
    yield Bound("4. memory of `build` to the script's, 200,000 cards", memory, 2.0, why=_HELD)
    yield Bound("5. `--help` to `python -c 'import click'`", _of(small, of.HELP, of.CLICK), 1.5)
    yield Bound("5. `build` of Closeness, all four decks", small[of.CLOSENESS].median("wall"), 0.5, "s")
    yield Bound("6. import of our package to genanki's, same notes", _of(large, of.IMPORT, of.IMPORT_GENANKI), 1.0)


def _of(measured: Measured, one: str, other: str, what: str = "wall") -> float | None:
    return ratio(measured[one], measured[other], what) if one in measured and other in measured else None


_EDITED = """
nothing of a card is kept from one build to the next: what lies in a project may come from a stranger, and whatever was
kept of texts would have to be read and judged again, as all rules and the second gate look at the whole project. Of the
stages below only the rendering and the hashes could be spared for the cards that did not change.
"""
_HELD = """
every text of every card is held with its place until the end, for what the rules may say of it; beside it the HTML of
all notes, the collection, and the package that is compared with what was written. The script holds fields alone. What
each stage adds stands below.
"""


def _whys(bounds: Iterable[Bound]) -> str:
    missed = [f"- {bound.what}: {bound.why.strip()}" for bound in bounds if bound.missed and bound.why]
    return "\n".join(["Of those that are missed:", "", *missed]) if missed else ""


def _table(bounds: Iterable[Bound]) -> str:
    return "\n".join(["| what | measured | at most | holds |", "|---|---|---|---|", *(bound.row for bound in bounds)])


def _runs(measured: Measured) -> str:
    rows = ["| | seconds | of processor | MiB at most | runs |", "|---|---|---|---|---|"]
    for name, taken in measured.items():
        wall, cpu, peak = (taken.median(what) for what in ("wall", "cpu", "peak"))
        rows.append(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} | {len(taken.runs)} |")
    return "\n".join(rows)


def _stages(stages: Stages) -> str:
    rows = [f"| {name} | {seconds:.2f} | {held:+.0f} |" for name, (seconds, held) in stages.items()]
    head = ["| the largest project of this run, on one core | seconds of processor | MiB held more |", "|---|---|---|"]
    return "\n".join([*head, *rows])


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
