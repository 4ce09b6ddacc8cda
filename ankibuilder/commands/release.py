"""`ankibuilder release`: everything that must hold before learners get a version, then the version itself.

The lock is written last and is the commit: until it lists a package, the package counts as not released. Does not know
how a package is made or compared.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder import __version__
from ankibuilder.commands import Said, common, now, print_result, project_root, wants_colour
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.lock import Lock

_FOLDER = Path("decks/releases")
_VERSION = re.compile(r"\d{1,5}(?:\.\d{1,5}){1,2}")


@click.command("release")
@click.argument("version")
@click.option("--dry-run", is_flag=True, help="Do everything but write.")
@common
def command(version: str, dry_run: bool, project: str | None, no_color: bool, verbose: bool, quiet: bool) -> None:
    """Release VERSION: check strictly, then write decks/releases/<deck>-VERSION.apkg and the lock.

    \b
    ankibuilder release 0.2.0 --dry-run
    ankibuilder release 0.2.0
    """
    from ankibuilder.check import check
    from ankibuilder.lock import read_lock

    said = Said(quiet, verbose)
    root = project_root(project)
    lock, moment = read_lock(root), now()
    _may_come_next(version, moment, lock)
    checked = check(root)
    _strictly_clean(checked, wants_colour(no_color, sys.stderr))
    newer, packages = _made(checked, lock, version, moment)
    if dry_run:
        said.note(f"would release {version}: nothing was written")
    else:
        _write(root, newer, packages, said)
    for name in packages:
        print_result(f"{(_FOLDER / name).as_posix()}\n")


def _may_come_next(version: str, moment: int, lock: Lock) -> None:
    """Versions and times only rise: Anki ignores an update that is not newer than what a learner has."""
    if not _VERSION.fullmatch(version):
        raise AnkibuilderError(f"`{version}` is no version", "such as 0.2.0", status=2)
    if not lock.releases:
        return
    last = lock.releases[-1]
    if _order(version) <= _order(last.version):
        message = f"{version} does not come after {last.version}, which is released already"
        raise AnkibuilderError(message, "a release is never changed; take a higher version", status=2)
    if moment <= last.time:
        message = f"the time of this release ({moment}) is not after that of {last.version} ({last.time})"
        hint = "set the clock right, or SOURCE_DATE_EPOCH to a later second: Anki would ignore what is not newer"
        raise AnkibuilderError(message, hint, status=2)


def _order(version: str) -> tuple[int, ...]:
    return (*map(int, version.split(".")), 0)[:3]


def _strictly_clean(checked: Checked, colour: bool) -> None:
    from ankibuilder.report import as_text, summary

    click.echo(as_text(checked.diagnostics, colour), err=True, nl=False)
    if checked.diagnostics:
        raise AnkibuilderError(f"nothing was released: {summary(checked.diagnostics)}", status=1)


def _made(checked: Checked, lock: Lock, version: str, moment: int) -> tuple[Lock, dict[str, bytes]]:
    """Make the new lock, and from it the packages, as every later build of this state will."""
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp
    from ankibuilder.package.released import released, with_packages

    changed = stamp(checked.project, checked.notes, lock, moment)
    if lock.releases and not changed.unreleased:
        raise AnkibuilderError(
            f"nothing changed since {lock.releases[-1].version}: there is nothing to release", status=1
        )
    newer = released(changed, version, moment, __version__)
    stamped = stamp(checked.project, checked.notes, newer, moment)
    packages = {f"{deck.manifest}-{version}.apkg": package(content(deck, stamped)) for deck in checked.project.decks}
    return with_packages(newer, packages), packages


def _write(root: Path, lock: Lock, packages: Mapping[str, bytes], said: Said) -> None:
    from ankibuilder.lock import LOCK_FILE, as_file
    from ankibuilder.writing import write_whole

    _sweep(root, lock, said)
    for name, raw in packages.items():
        write_whole(root / _FOLDER / name, raw)
    write_whole(root / LOCK_FILE, as_file(lock))
    said.note(f"released {lock.releases[-1].version}: {len(packages)} packages, {len(lock.notes)} notes in the lock")


def _sweep(root: Path, lock: Lock, said: Said) -> None:
    """Remove what a release that was cut off left behind: no lock lists it, so nobody got it."""
    listed = {name for release in lock.releases for name in release.packages}
    for path in sorted((root / _FOLDER).glob("*.apkg")):
        if path.name not in listed:
            path.unlink()
            said.note(f"removed {(_FOLDER / path.name).as_posix()}: no release lists it")
