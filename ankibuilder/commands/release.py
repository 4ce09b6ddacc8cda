"""`ankibuilder release`: everything that must hold before learners get a version, then the version itself.

The lock is written last and is the commit: until it lists a package, the package counts as not released. Does not know
how a package is made, compared or rehearsed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from ankibuilder import __version__
from ankibuilder.commands import Said, common, now, print_result, project_root, wants_colour
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import RELEASES

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.difference import Difference
    from ankibuilder.lock import Lock
    from ankibuilder.model import Deck
    from ankibuilder.package.content import Stamped

_CHANGELOG = RELEASES / "CHANGELOG.md"


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
    from ankibuilder.lock import may_come_next, not_lost, read_lock

    said = Said(quiet, verbose)
    root = project_root(project)
    lock, moment = read_lock(root), now()
    not_lost(root, lock)
    may_come_next(version, moment, int(time.time()), major, lock)
    checked = check(root)
    colour = wants_colour(no_color, sys.stderr)
    _strictly_clean(checked, major, colour)
    made = _made(root, checked, lock, version, moment)
    _withdraws_nothing(made, lock, major)
    _hurts_nobody(made, major, said, colour)
    log = _changelog(root, made)
    _rehearse(root, made, lock, major, no_rehearse, said)
    if dry_run:
        said.note(f"would release {version}: nothing was written")
    else:
        _write(root, made, lock, log, said)
    for name in made.packages:
        print_result(f"{(RELEASES / name).as_posix()}\n")


def _strictly_clean(checked: Checked, major: bool, colour: bool) -> None:
    from ankibuilder.report import as_text, summary

    found = [d for d in checked.diagnostics if not (major and d.rule == "lost-identity")]
    click.echo(as_text(found, colour), err=True, nl=False)
    if found:
        raise AnkibuilderError(f"nothing was released: {summary(found)}", status=1)


def _made(root: Path, checked: Checked, lock: Lock, version: str, moment: int) -> Made:
    """Make the new lock, and from it the packages, as every later build of this state will."""
    from ankibuilder.lock import as_file, parsed
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp
    from ankibuilder.package.released import released, same_packages, with_packages

    project = checked.project
    changed = stamp(project, checked.notes, lock, moment)
    if lock.releases and not changed.unreleased and same_packages(changed):
        raise AnkibuilderError(f"nothing changed since {lock.releases[-1].version}, so there is no release", status=1)
    newer = released(changed, version, moment, __version__)
    stamped = stamp(project, checked.notes, newer, moment)
    contents = [(deck, content(deck, stamped)) for deck in project.decks]
    packages = {f"{deck.manifest}-{version}.apkg": package(made) for deck, made in contents}
    compared = [(deck, _compared(root, deck, stamped, lock)) for deck in project.decks]
    return Made(parsed(as_file(with_packages(newer, packages))), stamped, packages, compared)


def _compared(root: Path, deck: Deck, stamped: Stamped, lock: Lock) -> Difference | None:
    """Compare a deck with its latest release; None where it was never released."""
    from ankibuilder.difference import compare
    from ankibuilder.package.content import content
    from ankibuilder.reading import as_package, read_file

    before = _earlier(root, deck.manifest, lock)
    if not before:
        return None
    return compare(read_file(before[-1]), as_package(content(deck, stamped), before[-1].name))


def _earlier(root: Path, manifest: str, lock: Lock) -> list[Path]:
    """Give the packages of a deck's earlier releases, oldest first."""
    from ankibuilder.lock import kept_package

    return [path for release in lock.releases if (path := kept_package(root, release, manifest))]


def _withdraws_nothing(made: Made, lock: Lock, major: bool) -> None:
    """A deck that is no longer released leaves its learners behind; under another file name it is another deck."""
    from ankibuilder.lock import withdrawn

    for manifest in withdrawn(lock, [deck.manifest for deck, _ in made.compared]):
        message = f"deck `{manifest}` was released, and there is no decks/{manifest}.yaml any more"
        hint = "put the file back, under its old name; only with --major do its learners get no more updates"
        if not major:
            raise AnkibuilderError(f"nothing was released: {message}", hint, status=1)
        click.echo(f"{message}: its learners get no more updates", err=True)


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


def _rehearse(root: Path, made: Made, lock: Lock, major: bool, skipped: bool, said: Said) -> None:
    """Try the release on the collections of learners who have any earlier one."""
    if skipped:
        click.echo("NOT REHEARSED: nobody has tried what this release does to a learner's reviews", err=True)
        return
    faults = 0
    with TemporaryDirectory(prefix="ankibuilder-") as folder:
        for (deck, _), (name, raw) in zip(made.compared, made.packages.items(), strict=True):
            new = Path(folder) / name
            new.write_bytes(raw)
            faults += _tried(_updatable(root, deck, made, lock, said), new, said)
    if faults and not major:
        raise AnkibuilderError(f"nothing was released: the rehearsal found {faults} faults, told above", status=1)


def _updatable(root: Path, deck: Deck, made: Made, lock: Lock, said: Said) -> list[Path]:
    """Leave out packages from before a major release, which told their learners what this would find again."""
    from ankibuilder.difference import compare
    from ankibuilder.lock import version_order
    from ankibuilder.package.content import content
    from ankibuilder.reading import as_package, read_file

    found, new = [], as_package(content(deck, made.stamped), deck.manifest)
    last = version_order(made.lock.releases[-1].version)[0]
    for path in _earlier(root, deck.manifest, lock):
        version = path.stem.removeprefix(f"{deck.manifest}-")
        if version_order(version)[0] < last and compare(read_file(path), new).harms:
            said.note(f"not rehearsed over {path.name}: a major release came after it")
        else:
            found.append(path)
    return found


def _tried(old: list[Path], new: Path, said: Said) -> int:
    from ankibuilder.engine.rehearsal import rehearsals

    faults = 0
    for rehearsal in rehearsals(old, new):
        faults += len(rehearsal.faults)
        said.note(rehearsal.line)
        for fault in rehearsal.faults[:8]:
            click.echo(f"  FAULT: {fault}", err=True)
    return faults


def _changelog(root: Path, made: Made) -> bytes:
    """Write the learners' changelog anew, with this release on top; what is in it already must be readable."""
    from ankibuilder.changelog import section, with_section

    *earlier, last = made.lock.releases
    log = root / _CHANGELOG
    try:
        old = log.read_text(encoding="utf-8-sig") if log.is_file() else ""
    except UnicodeDecodeError as fault:
        raise AnkibuilderError(f"{_CHANGELOG.as_posix()} is not UTF-8 text", "save it as UTF-8", status=1) from fault
    told = section(last.version, last.time, made.compared)
    return with_section(old, told, {release.version for release in earlier}).encode()


def _write(root: Path, made: Made, before: Lock, log: bytes, said: Said) -> None:
    from ankibuilder.lock import LOCK_FILE, as_file, read_lock
    from ankibuilder.report import count
    from ankibuilder.writing import alone, write_whole

    with alone(root / RELEASES):
        if read_lock(root) != before:
            raise AnkibuilderError("nothing was released: another release was made meanwhile", status=1)
        _sweep(root, made.lock, said)
        for name, raw in made.packages.items():
            write_whole(root / RELEASES / name, raw)
        write_whole(root / _CHANGELOG, log)
        write_whole(root / LOCK_FILE, as_file(made.lock))
    *earlier, last = made.lock.releases
    said.note(f"released {last.version}; {count(len(made.lock.notes), 'note')} in the lock")
    said.note("commit decks/releases/ and ankibuilder.lock together")
    for release in earlier[-1:]:
        texts = f"ankibuilder build --format text --since {release.version}"
        said.note(f"texts for learners who have {release.version} and wrote own examples: {texts}")


def _sweep(root: Path, lock: Lock, said: Said) -> None:
    """Remove what a release that was cut off left behind: no lock lists it, so nobody got it."""
    listed = {name for release in lock.releases for name in release.packages}
    for path in sorted((root / RELEASES).glob("*.apkg")):
        if path.name not in listed and path.is_file():
            path.unlink()
            said.note(f"removed {(RELEASES / path.name).as_posix()}: no release lists it")
