"""Makes a release in memory: the new lock, the packages, and what they change for learners. Does not write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ankibuilder import __version__
from ankibuilder.check import Checked
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.difference import Difference, compare
from ankibuilder.lock import Lock, as_file, kept_package, parsed
from ankibuilder.model import Deck
from ankibuilder.package import package
from ankibuilder.package.content import Stamped, content, stamp
from ankibuilder.package.released import released, same_packages, with_packages
from ankibuilder.reading import as_package, read_file
from ankibuilder.releasing.remembered import refuse_forgotten


@dataclass(frozen=True, slots=True)
class Made:
    """A release that is not written yet: the new lock, what it was made of, packages by name, and what they change."""

    lock: Lock
    stamped: Stamped
    packages: Mapping[str, bytes]
    compared: list[tuple[Deck, Difference | None]]


def make(root: Path, checked: Checked, lock: Lock, version: str, moment: int) -> Made:
    """Make the new lock, and from it the packages, as every later build of this state will.

    Raises AnkibuilderError where nothing changed, an earlier package is not as it was released, or the lock forgot it.
    """
    project = checked.project
    for path in (path for deck in project.decks for path in earlier(root, deck.manifest, lock)):
        refuse_forgotten(read_file(path), lock)
    changed = stamp(project, checked.notes, lock, moment)
    if lock.releases and not changed.unreleased and same_packages(changed):
        raise AnkibuilderError(f"nothing changed since {lock.releases[-1].version}, so there is no release", status=1)
    newer = released(changed, version, moment, __version__)
    stamped = stamp(project, checked.notes, newer, moment)
    packages = {f"{deck.manifest}-{version}.apkg": package(content(deck, stamped)) for deck in project.decks}
    compared = [(deck, _compared(root, deck, stamped, lock)) for deck in project.decks]
    return Made(parsed(as_file(with_packages(newer, packages))), stamped, packages, compared)


def _compared(root: Path, deck: Deck, stamped: Stamped, lock: Lock) -> Difference | None:
    """Compare a deck with its latest release; None where it was never released."""
    before = earlier(root, deck.manifest, lock)
    if not before:
        return None
    return compare(read_file(before[-1]), as_package(content(deck, stamped), before[-1].name))


def earlier(root: Path, manifest: str, lock: Lock) -> list[Path]:
    """Give the packages of a deck's earlier releases, oldest first."""
    return [path for release in lock.releases if (path := kept_package(root, release, manifest))]
