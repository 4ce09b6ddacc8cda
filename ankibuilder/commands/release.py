"""`ankibuilder release`: everything that must hold before learners get a version, then the version itself.

The lock is written last and is the commit: until it lists a package, the package counts as not released. Does not know
how a package is made, compared or rehearsed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder.commands import Said, common, now, print_result, project_root, wants_colour
from ankibuilder.commands._progress import watched
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import RELEASES

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.engine.account import Rehearsal
    from ankibuilder.lock import Lock
    from ankibuilder.releasing import Made


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
    from ankibuilder.releasing import changelog, make

    said = Said(quiet, verbose)
    root = project_root(project)
    lock, moment = read_lock(root), now()
    not_lost(root, lock)
    may_come_next(version, moment, int(time.time()), major, lock)
    checked = check(root)
    colour = wants_colour(no_color, sys.stderr)
    _strictly_clean(checked, major, colour)
    made = make(root, checked, lock, version, moment)
    _withdraws_nothing(made, lock, major)
    _hurts_nobody(made, major, said, colour)
    log = changelog(root, made)
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
    from ankibuilder.releasing import trials

    if skipped:
        click.echo("NOT REHEARSED: nobody has tried what this release does to a learner's reviews", err=True)
        return
    faults = 0
    for trial in trials(root, made, lock):
        for name in trial.left_out:
            said.note(f"not rehearsed over {name}: a major release came after it")
        tried = watched(trial.rehearsals, "rehearsing", trial.expected, said, long=True)
        faults += sum(_account(rehearsal, said) for rehearsal in tried)
    if faults and not major:
        raise AnkibuilderError(f"nothing was released: the rehearsal found {faults} faults, told above", status=1)


def _account(rehearsal: Rehearsal, said: Said) -> int:
    said.note(rehearsal.line)
    for fault in rehearsal.faults[:8]:
        click.echo(f"  FAULT: {fault}", err=True)
    return len(rehearsal.faults)


def _write(root: Path, made: Made, before: Lock, log: bytes, said: Said) -> None:
    from ankibuilder.releasing import write
    from ankibuilder.report import count

    for name in write(root, made, before, log):
        said.note(f"removed {(RELEASES / name).as_posix()}: no release lists it")
    *earlier, last = made.lock.releases
    said.note(f"released {last.version}; {count(len(made.lock.notes), 'note')} in the lock")
    said.note("commit decks/releases/ and ankibuilder.lock together")
    for release in earlier[-1:]:
        texts = f"ankibuilder build --format text --since {release.version}"
        said.note(f"texts for learners who have {release.version} and wrote own examples: {texts}")
