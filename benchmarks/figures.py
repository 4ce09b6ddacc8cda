"""Shows the pairs of a project's cards that are most alike across all modules, and what of its ledger is answered.

Judges nothing that `check` judges; it shows how far from the bounds cards are. `ankibuilder stats` tells the rest.

    python benchmarks/figures.py [PROJECT] [--pairs 20]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from ankibuilder.alike import alike
from ankibuilder.check import check
from ankibuilder.model import Project
from ankibuilder.prompts import prompts

ALIKE = 45  # percent: below it, nobody would mix two texts up


def main() -> None:
    """Check the project, and print what it finds."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("project", type=Path, nargs="?", default=Path(__file__).parent.parent)
    arguments.add_argument("--pairs", type=int, default=20)
    given = arguments.parse_args()
    project = check(given.project).project
    for line in answered(project):
        print(line)
    for what in ("asked", "answer"):
        print(f"\nclosest pairs, what is {what}:")
        for line in closest(project, what, given.pairs):
            print(line)


def answered(project: Project) -> Iterator[str]:
    """Count the rows of the ledger that objectives name, and those whose objective a card covers."""
    taught = {name.value for card in project.cards if card.retired is None for name in card.covers}
    covered = [objective for objective in project.objectives if objective.id.value in taught]
    rows, found = ({row.value for one in some for row in one.rows} for some in (project.objectives, covered))
    yield f"rows of the ledger answered: {len(found)} of {len(rows)} that objectives name"
    yield f"rows of one objective, at most: {max((len(one.rows) for one in project.objectives), default=0)}"


def closest(project: Project, what: str, most: int) -> Iterator[str]:
    """Give the pairs that are most alike across all modules, the closest first."""
    found = prompts(project)
    texts = [getattr(prompt, what) for prompt in found]
    pairs = sorted(alike(texts, ALIKE), key=lambda pair: -pair[2])
    for later, earlier, score in pairs[:most]:
        one, other = found[earlier], found[later]
        yield f"{score:3.0f} % {one.card.id.value} / {other.card.id.value}"
        yield from (f"      {prompt.front.replace(chr(10), ' ')} -> {prompt.answer}" for prompt in (one, other))


if __name__ == "__main__":
    main()
