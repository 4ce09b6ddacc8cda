"""Checks a project as a whole: loads it, renders it, runs the rules, and sorts what was found.

Does not know any one rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ankibuilder.allow import honour
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
    judged = honour(_judged(project), project.sources, judging())
    return Checked(project, notes, in_order([*found, *refused, *judged]))


def _judged(project: Project) -> Iterator[Diagnostic]:
    """Run the rules, and stamp what they find with their name and severity."""
    for name, rule in active():
        for finding in rule.check(project):
            yield Diagnostic(name, rule.SEVERITY, finding.span, finding.message, finding.hint)
