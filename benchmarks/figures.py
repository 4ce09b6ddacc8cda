"""Shows what a project's cards are in numbers: how many, how long, how hard to read, what they rest on, what is alike.

Judges nothing that `check` judges; it shows how far from the bounds they are.

    python benchmarks/figures.py [PROJECT] [--pairs 20]
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ankibuilder.alike import alike
from ankibuilder.check import Checked, check
from ankibuilder.model import Card, Project
from ankibuilder.prompts import prompts
from ankibuilder.wording import wording

ALIKE = 45  # percent: below it, nobody would mix two texts up
FEWEST = 20  # words: below this, a grade says nothing (as in the rule hard-to-read)


def main() -> None:
    """Check the project, and print one line a figure."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("project", type=Path, nargs="?", default=Path(__file__).parent.parent)
    arguments.add_argument("--pairs", type=int, default=20)
    given = arguments.parse_args()
    checked = check(given.project)
    for name, figure in figures(checked):
        print(f"{name:34} {figure}")
    for what in ("asked", "answer"):
        print(f"\nclosest pairs, what is {what}:")
        for line in closest(checked.project, what, given.pairs):
            print(line)


def figures(checked: Checked) -> Iterator[tuple[str, str]]:
    """Give names and values."""
    project = checked.project
    cards = [card for card in project.cards if card.retired is None]
    yield "cards", str(len(cards))
    for name, of in _GROUPS.items():
        yield f"by {name}", _shares(Counter(of(card) for card in cards))
    yield (
        "decks",
        ", ".join(f"{deck.manifest} {sum(len(part.cards) for part in deck.subdecks)}" for deck in project.decks),
    )
    yield "with an extra", _share(cards, lambda card: "extra" in card.texts)
    yield "with a source, or lore", _share(cards, lambda card: bool(card.sources) or _sureness(card) == "lore")
    yield "lore", _share(cards, lambda card: _sureness(card) == "lore")
    yield "signed by a reviewer", _share(cards, lambda card: bool(card.reviewed))
    signs = [card for card in cards if card.kind.id == "warning-sign"]
    yield "contrast among warning signs", _share(signs, lambda card: "contrast" in _tags(card))
    yield "words of an answer, median", f"{statistics.median(len(one.answer.split()) for one in prompts(project)):g}"
    yield from _grades(project, cards)
    yield from _covered(project, cards)
    yield "references named by a card", _named(project, cards)
    yield "dead references", str(sum(one.rule == "unknown-source" for one in checked.diagnostics))
    yield "`allow` lines", str(sum(source.text.count(_ALLOW) for source in project.sources))
    yield "findings", str(len(checked.diagnostics))


_ALLOW = "# ankibuilder: allow "
_GROUPS: dict[str, Callable[[Card], str]] = {
    "kind": lambda card: card.kind.id,
    "view": lambda card: card.view.value if card.view else "none",
    "sureness": lambda card: _sureness(card),
    "module": lambda card: card.module,
}


def _sureness(card: Card) -> str:
    return card.sureness.value if card.sureness else "none"


def _tags(card: Card) -> list[str]:
    return [tag.value for tag in card.tags]


def _shares(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count} ({count / counts.total():.0%})" for name, count in counts.items())


def _share(cards: list[Card], holds: Callable[[Card], bool]) -> str:
    found = sum(map(holds, cards))
    return f"{found} of {len(cards)} ({found / max(1, len(cards)):.1%})"


def _grades(project: Project, cards: Iterable[Card]) -> Iterator[tuple[str, str]]:
    known = wording(project)
    found: dict[str, list[float]] = {}
    for card in cards:
        grade = known.grade([text.value for name, text in card.texts.items() if name != "hint"], FEWEST)
        if grade is not None:
            found.setdefault(card.kind.id, []).append(grade)
    for kind, of_kind in found.items():
        yield f"grade of {kind}", f"{statistics.fmean(of_kind):.1f} on average, at most {max(of_kind):.1f}"


def _covered(project: Project, cards: Iterable[Card]) -> Iterator[tuple[str, str]]:
    taught = {name.value for card in cards for name in card.covers}
    covered = [objective for objective in project.objectives if objective.id.value in taught]
    yield "objectives covered", f"{len(covered)} of {len(project.objectives)}"
    rows = {row.value for objective in project.objectives for row in objective.rows}
    answered = {row.value for objective in covered for row in objective.rows}
    yield "rows of the ledger answered", f"{len(answered)} of {len(rows)} that objectives name"
    yield "rows of one objective, at most", str(max((len(one.rows) for one in project.objectives), default=0))


def _named(project: Project, cards: Iterable[Card]) -> str:
    named = {source.value for card in cards for source in card.sources}
    how = Counter(reference.checked for reference in project.references if reference.id.value in named)
    return f"{len(named)} of {len(project.references)}: {_shares(how)}"


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
