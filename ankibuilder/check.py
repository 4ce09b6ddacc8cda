"""Checks a project as a whole: loads it, renders it, runs the rules, and sorts what was found.

Does not know any one rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ankibuilder.allow import UNUSED, honour
from ankibuilder.diagnostics import Diagnostic, Severity, error, in_order
from ankibuilder.load import load
from ankibuilder.lock import card_guid
from ankibuilder.model import Card, Project
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
    structural = [*found, *refused, *_one_guid_for_two(project)]
    levels = project.standard.levels
    rules = [(name, rule) for name, rule in active() if not (structural and getattr(rule, "WHOLE", False))]
    rules = [(name, rule) for name, rule in rules if levels.get(name) != "off"]
    broken = any(found.span.source.path == project.standard_path for found in structural)
    ran = set() if broken else {name for name, _ in rules} | {UNUSED}
    judged = honour(_judged(project, rules), project.sources, judging(), ran)
    return Checked(project, notes, in_order([*structural, *judged]))


def _one_guid_for_two(project: Project) -> Iterator[Diagnostic]:
    """Anki would import both notes, and later updates would reach one of them alone."""
    first: dict[str, Card] = {}
    for card in sorted(project.cards, key=lambda card: card.guid is not None):
        other = first.setdefault(card_guid(project.namespace, card), card)
        if other is not card and card.guid:
            message = f"card `{other.id.value}` has this GUID, too ({other.id.span.place})"
            yield error(
                "duplicate-id", card.guid.span, message, "a note that was adopted keeps the GUID it has in Anki"
            )


def _judged(project: Project, rules: list[tuple[str, ModuleType]]) -> Iterator[Diagnostic]:
    """Run the rules, and stamp what they find with their name and the severity that the project gives them."""
    for name, rule in rules:
        usual = Severity(project.standard.levels.get(name, rule.SEVERITY))
        for finding in rule.check(project):
            yield Diagnostic(name, finding.severity or usual, finding.span, finding.message, finding.hint)
