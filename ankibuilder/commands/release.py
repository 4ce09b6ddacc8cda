"""`ankibuilder release`: everything that must hold before learners get a version, then the version itself.

The lock is written last and is the commit: until it lists a package, the package counts as not released. Does not know
how a package is made, compared or rehearsed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder import __version__
from ankibuilder.commands import Said, common, now, print_result, project_root, wants_colour
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.difference import Difference
    from ankibuilder.lock import Lock
    from ankibuilder.model import Deck
    from ankibuilder.package.content import Stamped

_FOLDER = Path("decks/releases")
_CHANGELOG = _FOLDER / "CHANGELOG.md"
_VERSION = re.compile(r"\d{1,5}(?:\.\d{1,5}){1,2}")


@dataclass(frozen=True)
class Made:
    """A release that is not written yet: the new lock, what it was made of, packages by name, and what they change."""

    lock: Lock
    stamped: Stamped
    packages: Mapping[str, bytes]
    compared: list[tuple[Deck, Difference | None]]


@click.command("release")
@click.argument("version")
@click.option("--major", is_flag=True, help="Release although it hurts learners; VERSION must begin with a new number.")
@click.option("--no-rehearse", is_flag=True, help="Do not try the release on learners' collections first.")
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@common
def command(
    version: str, major: bool, no_rehearse: bool, dry_run: bool,
    project: str | None, no_color: bool, verbose: bool, quiet: bool,
) -> None:  # fmt: skip
    """Release VERSION: check strictly, compare with what learners have, rehearse, then write packages and lock.

    The packages go to decks/releases/, with a changelog for learners beside them. Rehearsing needs the Anki engine
    (`pip install anki` in the same environment).

    \b
    ankibuilder release 0.2.0 --dry-run
    ankibuilder release 0.2.0
    """
    from ankibuilder.check import check
    from ankibuilder.lock import read_lock
    from ankibuilder.writing import alone

    said = Said(quiet, verbose)
    root = project_root(project)
    click.get_current_context().with_resource(alone(root))
    lock, moment = read_lock(root), now()
    _may_come_next(version, moment, major, lock)
    checked = check(root)
    colour = wants_colour(no_color, sys.stderr)
    _strictly_clean(checked, major, colour)
    made = _made(root, checked, lock, version, moment)
    _hurts_nobody(made, major, said, colour)
    _rehearse(root, made, major, no_rehearse, said)
    if dry_run:
        said.note(f"would release {version}: nothing was written")
    else:
        _write(root, made, said)
    for name in made.packages:
        print_result(f"{(_FOLDER / name).as_posix()}\n")


def _may_come_next(version: str, moment: int, major: bool, lock: Lock) -> None:
    """Versions and times only rise: Anki ignores an update that is not newer than what a learner has."""
    if not _VERSION.fullmatch(version):
        raise AnkibuilderError(f"`{version}` is no version", "such as 0.2.0", status=2)
    if not lock.releases:
        return
    last = lock.releases[-1]
    if _order(version) <= _order(last.version):
        message = f"{version} does not come after {last.version}, which is released already"
        raise AnkibuilderError(message, "a release is never changed; take a higher version", status=2)
    if major and _order(version)[0] == _order(last.version)[0]:
        message = f"{version} is no major release after {last.version}"
        raise AnkibuilderError(message, f"with --major, such as {_order(last.version)[0] + 1}.0.0", status=2)
    if moment <= last.time:
        message = f"the time of this release ({moment}) is not after that of {last.version} ({last.time})"
        hint = "set the clock right, or SOURCE_DATE_EPOCH to a later second: Anki would ignore what is not newer"
        raise AnkibuilderError(message, hint, status=2)


def _order(version: str) -> tuple[int, ...]:
    return (*map(int, version.split(".")), 0)[:3]


def _strictly_clean(checked: Checked, major: bool, colour: bool) -> None:
    from ankibuilder.report import as_text, summary

    found = [d for d in checked.diagnostics if not (major and d.rule == "lost-identity")]
    click.echo(as_text(found, colour), err=True, nl=False)
    if found:
        raise AnkibuilderError(f"nothing was released: {summary(found)}", status=1)


def _made(root: Path, checked: Checked, lock: Lock, version: str, moment: int) -> Made:
    """Make the new lock, and from it the packages, as every later build of this state will."""
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp
    from ankibuilder.package.released import released, with_packages

    project = checked.project
    changed = stamp(project, checked.notes, lock, moment)
    if lock.releases and not changed.unreleased:
        raise AnkibuilderError(f"nothing changed since {lock.releases[-1].version}, so there is no release", status=1)
    newer = released(changed, version, moment, __version__)
    stamped = stamp(project, checked.notes, newer, moment)
    contents = [(deck, content(deck, stamped)) for deck in project.decks]
    packages = {f"{deck.manifest}-{version}.apkg": package(made) for deck, made in contents}
    compared = [(deck, _compared(root, deck, stamped, lock)) for deck in project.decks]
    return Made(with_packages(newer, packages), stamped, packages, compared)


def _compared(root: Path, deck: Deck, stamped: Stamped, lock: Lock) -> Difference | None:
    """Compare a deck with its latest release; None where it was never released."""
    from ankibuilder.difference import compare
    from ankibuilder.package.content import content
    from ankibuilder.reading import as_package, read_file

    before = _earlier(deck.manifest, lock)
    if not before:
        return None
    path = root / _FOLDER / before[-1]
    if not path.is_file():
        hint = "every release is kept, as the next is rehearsed over it: take the file back from git"
        raise AnkibuilderError(f"{(_FOLDER / path.name).as_posix()} is missing", hint)
    return compare(read_file(path), as_package(content(deck, stamped), path.name))


def _earlier(manifest: str, lock: Lock) -> list[str]:
    """Name the packages of a deck's earlier releases, oldest first."""
    names = [(f"{manifest}-{release.version}.apkg", release) for release in lock.releases]
    return [name for name, release in names if name in release.packages]


def _hurts_nobody(made: Made, major: bool, said: Said, colour: bool) -> None:
    """Tell what changes; what would hurt a learner stops the release, unless it is a major one on purpose."""
    from ankibuilder.difference.markdown import settings
    from ankibuilder.difference.text import as_text

    harms = [harm for _, difference in made.compared if difference for harm in difference.harms]
    for deck, difference in made.compared:
        if difference and (harms or not said.quiet):
            click.echo(f"{deck.manifest}:\n{as_text(difference, colour)}", err=True, nl=False)
    if harms and not major:
        hint = "undo what hurts, as told above; only with --major it is released all the same"
        raise AnkibuilderError("nothing was released: learners would be hurt", hint, status=1)
    told = dict.fromkeys(line for _, difference in made.compared if difference for line in settings(difference))
    for line in told:
        click.echo(f"learners must: {line}", err=True)


def _rehearse(root: Path, made: Made, major: bool, skipped: bool, said: Said) -> None:
    """Try the release on the collections of learners who have any earlier one."""
    if skipped:
        click.echo("NOT REHEARSED: nobody has tried what this release does to a learner's reviews", err=True)
        return
    from ankibuilder.writing import private_folder

    faults = 0
    with private_folder() as folder:
        for (deck, _), (name, raw) in zip(made.compared, made.packages.items(), strict=True):
            new = folder / name
            new.write_bytes(raw)
            faults += _tried(root, deck.manifest, new, made.lock, said)
    if faults and not major:
        raise AnkibuilderError(f"nothing was released: the rehearsal found {faults} faults, told above", status=1)


def _tried(root: Path, manifest: str, new: Path, lock: Lock, said: Said) -> int:
    from ankibuilder.engine.rehearsal import rehearsals

    old = [root / _FOLDER / name for name in _earlier(manifest, lock) if name != new.name]
    faults = 0
    for rehearsal in rehearsals(old, new):
        faults += len(rehearsal.faults)
        said.note(rehearsal.line)
        for fault in rehearsal.faults[:8]:
            click.echo(f"  FAULT: {fault}", err=True)
    return faults


def _write(root: Path, made: Made, said: Said) -> None:
    from ankibuilder.changelog import section, with_section
    from ankibuilder.lock import LOCK_FILE, as_file
    from ankibuilder.reading import read_package
    from ankibuilder.writing import write_whole

    _sweep(root, made.lock, said)
    for name, raw in made.packages.items():
        write_whole(root / _FOLDER / name, raw, partial(read_package, name=name))
    *earlier, last = made.lock.releases
    log = root / _CHANGELOG
    old = log.read_text(encoding="utf-8") if log.is_file() else ""
    told = section(last.version, last.time, made.compared)
    write_whole(log, with_section(old, told, {release.version for release in earlier}).encode())
    write_whole(root / LOCK_FILE, as_file(made.lock))
    said.note(f"released {last.version}; {len(made.lock.notes)} notes are in the lock")


def _sweep(root: Path, lock: Lock, said: Said) -> None:
    """Remove what a release that was cut off left behind: no lock lists it, so nobody got it."""
    listed = {name for release in lock.releases for name in release.packages}
    for path in sorted((root / _FOLDER).glob("*.apkg")):
        if path.name not in listed:
            path.unlink()
            said.note(f"removed {(_FOLDER / path.name).as_posix()}: no release lists it")
