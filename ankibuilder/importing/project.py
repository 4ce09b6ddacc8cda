"""Writes a planned project, whole or not at all: files, media, and the lock that keeps the old deck's times.

What is written is loaded and checked as any project is before it takes its place. Does not know how it was planned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ankibuilder import __version__
from ankibuilder.check import Checked, check_in_steps
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.files import PROJECT_FILE
from ankibuilder.importing.values import Plan
from ankibuilder.load.media import FOLDER
from ankibuilder.lock import LOCK_FILE, RELEASES, Lock, as_file
from ankibuilder.package import package
from ankibuilder.package.content import content, stamp
from ankibuilder.package.released import released, with_packages
from ankibuilder.reading import read_media
from ankibuilder.writing import fill_folder, folder_beside, private_folder

_STANDARD = "cards/standard.yaml"
VERSION = "0.0.0"  # what learners have: every release of the project's own comes after it


def try_project(plan: Plan, path: Path | None) -> list[str]:
    """Make a project in a private folder, to know that a plan holds. Raises AnkibuilderError where it does not."""
    with private_folder() as folder:
        return _fill(folder / "project", plan, path, 1)


def write_project(target: Path, plan: Plan, path: Path | None, now: int) -> list[str]:
    """Write a project into a folder that is not there, or empty, and give what else is to be told.

    Raises AnkibuilderError where that cannot be.
    """
    with folder_beside(target) as folder:
        return _fill(folder, plan, path, now)


def _fill(folder: Path, plan: Plan, path: Path | None, now: int) -> list[str]:
    fill_folder(folder, {name: text.encode() for name, text in plan.files.items()})
    if path is not None and plan.media:
        names = {there: name for name, there in plan.media.items()}
        for there, raw in read_media(path, frozenset(names)):
            fill_folder(folder, {f"{FOLDER}/{names[there]}": raw})
    checked, judged = check_in_steps(folder)
    if found := next(iter(checked.diagnostics), None):
        message = f"the project would not be whole: {found.span.place}: {found.message} [{found.rule}]"
        raise AnkibuilderError(message, "nothing was written; please report the file that this is about")
    broken = Counter(found.rule for found in judged.diagnostics)
    if broken:
        _leave_off(folder, broken)
    if plan.times:
        lock, packages = _kept(plan, checked, now)
        fill_folder(folder, {(RELEASES / name).as_posix(): raw for name, raw in packages.items()})
        fill_folder(folder, {LOCK_FILE: as_file(lock)})
    return [f"rule `{rule}` is off in {_STANDARD}: the deck breaks it {many} times" for rule, many in broken.items()]


def _leave_off(folder: Path, rules: Iterable[str]) -> None:
    """Turn off what the deck does not hold to: it was made before, and a release lets no warning pass."""
    lines = "".join(f"  {rule}: off\n" for rule in sorted(rules))
    fill_folder(
        folder,
        {_STANDARD: f"# Take a line away, and `ankibuilder check` tells what it is about.\nlevels:\n{lines}".encode()},
    )
    settings = (folder / PROJECT_FILE).read_bytes()
    (folder / PROJECT_FILE).unlink()
    fill_folder(folder, {PROJECT_FILE: settings + f"standard: {_STANDARD}\n".encode()})


def _kept(plan: Plan, checked: Checked, now: int) -> tuple[Lock, Mapping[str, bytes]]:
    """Enter what learners have as a first release, with the times and note ids that it has in their collections."""
    project = checked.project
    times = [card.note.time for card in plan.cards] + list(plan.times.values())
    moment = max(1, min(now, max(times, default=now)))
    lock = released(stamp(project, checked.notes, Lock(), moment), VERSION, moment, __version__)
    old = {card.id: card.note for card in plan.cards}
    notes = {
        name: replace(note, time=max(1, old[name].time), note_id=max(1, old[name].note_id))
        for name, note in lock.notes.items()
    }
    types = {kind: replace(made, time=max(1, plan.times.get(kind, moment))) for kind, made in lock.note_types.items()}
    lock = replace(lock, notes=notes, note_types=types)
    stamped = stamp(project, checked.notes, lock, moment)
    packages = {f"{deck.manifest}-{VERSION}.apkg": package(content(deck, stamped)) for deck in project.decks}
    return with_packages(lock, packages), packages
