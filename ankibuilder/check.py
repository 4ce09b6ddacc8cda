"""Checks a project as a whole: loads it, renders it, runs the rules, and sorts what was found.

Does not know any one rule.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from ankibuilder.allow import UNUSED, honour
from ankibuilder.beside import beside
from ankibuilder.diagnostics import Diagnostic, Severity, error, in_order
from ankibuilder.drawn.places import refused_texts
from ankibuilder.kept import Kept
from ankibuilder.load import load
from ankibuilder.model import Card, Project
from ankibuilder.render import Note, judge, render, suspects
from ankibuilder.rules import active, judging
from ankibuilder.source import Source


@dataclass(frozen=True)
class Checked:
    """A project, and everything that is wrong with it, in order."""

    project: Project
    diagnostics: list[Diagnostic]
    kept: Kept | None = None

    @cached_property
    def notes(self) -> list[Note]:
        """Its notes; rendered when they are asked for, which a mere check does not."""
        return render(self.project, kept=self.kept)

    @property
    def errors(self) -> int:
        """How many findings stop a build."""
        return sum(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


# What was checked last is kept: a process that ends need not take it apart first (see cli.program).
_LAST: list[Checked] = []
_MANY = 100  # cards; fewer are judged sooner than a child is there


def check(root: Path, wanted: Callable[[str], bool] = lambda rule: True) -> Checked:
    """Find everything that is wrong with a project in one run; rules that are not wanted need not run.

    Structural findings are there whatever is wanted, as a project is built or not by them.
    """
    *_, checked = check_in_steps(root, wanted)
    return checked


def check_in_steps(
    root: Path, wanted: Callable[[str], bool] = lambda rule: True, kept: Kept | None = None
) -> Iterator[Checked]:
    """Check as `check` does, and yield twice: with errors of form alone, and once the rules have run with everything.

    Who shows cards need not wait for the rules; who checks again and again hands in what was `kept`.
    """
    with collector_paused():
        project, found = load(root, kept=kept)
        structural = gated(project, found, kept)
        formed = _checked(project, structural, kept)
    yield formed
    with collector_paused():
        whole = _checked(project, [*structural, *judged(project, structural, wanted)], kept)
    yield whole


def check_beside(root: Path) -> Generator[Checked, None, None]:
    """Check as `check` does, and yield twice: with what is known at once, and with everything.

    Of many cards that is what loading found; the rest is found in a child, beside what is done here between the two.
    """
    with collector_paused():
        project, found = load(root)
    if found or len(project.cards) < _MANY:
        yield (whole := _checked(project, _everything(project, found)))
        yield whole
        return
    with beside(lambda: _everything(project, found), _sources(project)) as everything:
        yield _checked(project, found)
        yield _checked(project, everything())


def _everything(project: Project, found: list[Diagnostic]) -> list[Diagnostic]:
    with collector_paused():
        structural = gated(project, found)
        return [*structural, *judged(project, structural, lambda rule: True)]


def _sources(project: Project) -> list[Source]:
    """Give the files that findings name places in."""
    templates = (template for kind in project.kinds.values() for template in kind.templates)
    return [*project.sources, *(source for template in templates for source in template.sources)]


def _checked(project: Project, found: list[Diagnostic], kept: Kept | None = None) -> Checked:
    _LAST[:] = [Checked(project, in_order(found), kept)]
    return _LAST[0]


def gated(project: Project, found: list[Diagnostic], kept: Kept | None = None) -> list[Diagnostic]:
    """Add what the gates refuse, and what contradicts a release, to what loading found."""
    doubtful = suspects(project, kept)
    structural = [*found, *judge(project, doubtful, kept), *_one_guid_for_two(project)]
    structural += refused_texts(project, doubtful, structural)
    if all(diagnostic.rule == "unknown-card" for diagnostic in structural):  # else a card may be there, unread
        structural = _kept(project, structural)
    return structural


def judged(project: Project, structural: list[Diagnostic], wanted: Callable[[str], bool]) -> list[Diagnostic]:
    """Run the rules that the project leaves on, and leave out what its comments allow."""
    levels = project.standard.levels
    on = [name for name in sorted(judging()) if wanted(name) and levels.get(name) != "off"]
    rules = [(name, rule) for name, rule in active(on) if not (structural and getattr(rule, "WHOLE", False))]
    broken = any(found.span.source.path == project.standard_path for found in structural)
    ran = set() if broken else {name for name, _ in rules} | {UNUSED}
    return honour(_stamped(project, rules), project.sources, judging(), ran)


@contextmanager
def collector_paused() -> Iterator[None]:
    """While a model of a million values grows, Python would search it for garbage again and again: half of all time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what is there now is not searched later, either
        if enabled:
            gc.enable()


def _kept(project: Project, found: list[Diagnostic]) -> list[Diagnostic]:
    """Look into the lock where there is one for what was released and is gone, which others may still name."""
    if not os.path.lexists(project.root / "ankibuilder.lock"):
        return found
    from ankibuilder.lock import lost, named_still, read_lock

    lock = read_lock(project.root)
    return [*(named_still(diagnostic, lock) for diagnostic in found), *lost(project, lock)]


def _one_guid_for_two(project: Project) -> Iterator[Diagnostic]:
    """Anki would import both notes, and later updates would reach one of them alone."""
    if not any(card.guid for card in project.cards):
        return  # ids are unique, and so is what is made of them
    from ankibuilder.lock import card_guid

    first: dict[str, Card] = {}
    for card in sorted(project.cards, key=lambda card: card.guid is not None):
        other = first.setdefault(card_guid(project.namespace, card), card)
        if other is not card and card.guid:
            message = f"card `{other.id.value}` has this GUID, too ({other.id.span.place})"
            yield error(
                "duplicate-id", card.guid.span, message, "a note that was adopted keeps the GUID it has in Anki"
            )


def _stamped(project: Project, rules: list[tuple[str, ModuleType]]) -> Iterator[Diagnostic]:
    """Run the rules, and stamp what they find with their name and the severity that the project gives them."""
    for name, rule in rules:
        usual = Severity(project.standard.levels.get(name, rule.SEVERITY))
        for finding in rule.check(project):
            yield Diagnostic(name, finding.severity or usual, finding.span, finding.message, finding.hint)
