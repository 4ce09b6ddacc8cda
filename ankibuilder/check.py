"""Checks a project as a whole: loads it, renders it, runs the rules, and sorts what was found.

Does not know any one rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ankibuilder.allow import UNUSED, honour
from ankibuilder.diagnostics import Diagnostic, Severity, in_order
from ankibuilder.load import load
from ankibuilder.model import Project
from ankibuilder.render import Note, render
from ankibuilder.rules import active, judging


@dataclass(frozen=True, slots=True)
class Checked:
    """A project, its notes, and everything that is wrong, in order."""

    project: Project
    notes: list[Note]
    diagnostics: list[Diagnostic]

    @property
    def errors(self) -> int:
        """How many findings stop a build."""
        return sum(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


def check(root: Path) -> Checked:
    """Find everything that is wrong with a project in one run."""
    project, found = load(root)
    notes, refused = render(project)
    structural = [*found, *refused]
    rules = [(name, rule) for name, rule in active() if not (structural and getattr(rule, "WHOLE", False))]
    judged = honour(_judged(project, rules), project.sources, judging(), {name for name, _ in rules} | {UNUSED})
    return Checked(project, notes, in_order([*structural, *judged]))


def _judged(project: Project, rules: list[tuple[str, ModuleType]]) -> Iterator[Diagnostic]:
    """Run the rules, and stamp what they find with their name and severity."""
    for name, rule in rules:
        for finding in rule.check(project):
            yield Diagnostic(name, rule.SEVERITY, finding.span, finding.message, finding.hint)
