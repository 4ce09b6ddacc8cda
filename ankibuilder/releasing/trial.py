"""Tries a release on learners who have any earlier one, with the text files first where they wrote own examples.

Does not know what to do about what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ankibuilder.difference import compare
from ankibuilder.lock import Lock, version_order
from ankibuilder.model import Deck
from ankibuilder.package.content import content
from ankibuilder.package.update import update_files
from ankibuilder.reading import as_package, read_file, what_they_have
from ankibuilder.releasing.made import Made, earlier
from ankibuilder.writing import private_folder

if TYPE_CHECKING:
    from ankibuilder.engine.account import Rehearsal


@dataclass(frozen=True, slots=True)
class Trial:
    """A deck's rehearsals, with their number, and the earlier packages that a major release left behind."""

    left_out: list[str]
    expected: int
    rehearsals: Iterator[Rehearsal]


def trials(root: Path, made: Made, lock: Lock) -> Iterator[Trial]:
    """Rehearse every deck. Needs the Anki engine."""
    from ankibuilder.engine.rehearsal import how_many, rehearsals

    with private_folder() as folder:
        for (deck, _), (name, raw) in zip(made.compared, made.packages.items(), strict=True):
            new = folder / name
            new.write_bytes(raw)
            old, left_out = _updatable(root, deck, made, lock)
            texts = {path: _texts(deck, made, path, folder) for path in old}
            expected = how_many(len(old), sum(bool(files) for files in texts.values()))
            yield Trial(left_out, expected, rehearsals(old, new, texts=texts))


def _updatable(root: Path, deck: Deck, made: Made, lock: Lock) -> tuple[list[Path], list[str]]:
    """Leave out packages from before a major release, which told their learners what this would find again."""
    found: list[Path] = []
    left_out: list[str] = []
    new = as_package(content(deck, made.stamped), deck.manifest)
    last = version_order(made.lock.releases[-1].version)[0]
    for path in earlier(root, deck.manifest, lock):
        if version_order(_version(path, deck))[0] < last and compare(read_file(path), new).harms:
            left_out.append(path.name)
        else:
            found.append(path)
    return found, left_out


def _texts(deck: Deck, made: Made, old: Path, folder: Path) -> list[Path]:
    """Write the text files for learners who have an earlier package."""
    files = update_files(deck, made.stamped, _version(old, deck), what_they_have(read_file(old)))
    for name, raw in files.items():
        (folder / name).write_bytes(raw)
    return [folder / name for name in files]


def _version(path: Path, deck: Deck) -> str:
    return path.stem.removeprefix(f"{deck.manifest}-")
