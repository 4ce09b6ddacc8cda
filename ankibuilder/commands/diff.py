"""`ankibuilder diff`: what a learner who has an older package would see change, and what it would cost them.

Finds the packages to compare; does not know how they are compared.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder.commands import Said, common, now, print_result, project_root, wants_colour
from ankibuilder.commands._completion import deck_names, versions_or_files
from ankibuilder.diagnostics import AnkibuilderError, Severity
from ankibuilder.lock import RELEASES, kept_package, withdrawn

if TYPE_CHECKING:
    from ankibuilder.difference import Difference
    from ankibuilder.lock import Lock
    from ankibuilder.model import Deck, Project
    from ankibuilder.reading import Package

_TOLD = "lost-identity"  # what `check` finds by the lock is what is compared here, in full


@click.command("diff")
@click.argument("old", required=False, shell_complete=versions_or_files)
@click.option(
    "--deck", metavar="DECK", shell_complete=deck_names, help="The deck to compare with, where OLD is a file."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How to tell it."
)
@common
def command(
    old: str | None, deck: str | None, form: str, project: str | None, no_color: bool, verbose: bool, quiet: bool
) -> None:
    """Tell what a learner who has OLD would see change, and fail if anything of theirs would be hurt.

    OLD is a released version or an .apkg file; the latest release if left out. Harms are told with their cure.
    Markdown is for learners: the text of a release note.

    \b
    ankibuilder diff
    ankibuilder diff 0.1.0 --format markdown
    ankibuilder diff ~/Downloads/closeness.apkg
    """
    from ankibuilder.check import check
    from ankibuilder.difference import compare
    from ankibuilder.lock import read_lock
    from ankibuilder.package.content import content, stamp
    from ankibuilder.reading import as_package
    from ankibuilder.report import as_text, count, summary

    said = Said(quiet, verbose)
    root = project_root(project)
    moment, lock = now(), read_lock(root)
    version = old if old is not None else _latest(lock)
    if version is None:
        said.note("nothing has been released yet, so there is nothing to compare with; name an .apkg file to compare")
        print_result(_told([], form, False, False))
        return
    checked = check(root)
    if errors := [found for found in checked.diagnostics if found.severity is Severity.ERROR and found.rule != _TOLD]:
        click.echo(as_text(errors, wants_colour(no_color, sys.stderr)), err=True, nl=False)
        raise AnkibuilderError(f"nothing was compared: {summary(errors)}", status=1)
    stamped = stamp(checked.project, checked.notes, lock, moment)
    compared = []
    for path, manifest in _packages(version, deck, root, checked.project, lock, said):
        said.detail(f"comparing {path.name} with {manifest.manifest}")
        new = as_package(content(manifest, stamped), f"{manifest.manifest}.apkg")
        compared.append((manifest, compare(_had(path, root, lock), new)))
    print_result(_told(compared, form, wants_colour(no_color, sys.stdout), verbose))
    harms = sum(len(difference.harms) for _, difference in compared)
    said.note(f"{count(harms, 'harm')} in {count(len(compared), 'deck')}")
    gone = version == _latest(lock) and not deck and withdrawn(lock, [each.manifest for each in checked.project.decks])
    click.get_current_context().exit(1 if harms or gone else 0)


def _latest(lock: Lock) -> str | None:
    return lock.releases[-1].version if lock.releases else None


def _packages(
    old: str, named: str | None, root: Path, project: Project, lock: Lock, said: Said
) -> list[tuple[Path, Deck]]:
    """Find the old packages, and the deck that each is compared with."""
    decks = [_deck(named, project)] if named else list(project.decks)
    listed = next((release for release in lock.releases if release.version == old), None)
    if listed:
        for deck in decks:
            kept_package(root, listed, deck.manifest)
    released = {deck.manifest: root / RELEASES / f"{deck.manifest}-{old}.apkg" for deck in decks}
    there = [(released[deck.manifest], deck) for deck in decks if released[deck.manifest].is_file()]
    if there or (listed and not named):
        _note_others(old, root, [] if named else list(project.decks), said)
        return there
    if Path(old).exists() or old.endswith(".apkg"):
        return [(Path(old), decks[0] if named else _same_deck(Path(old), project))]
    known = ", ".join(release.version for release in lock.releases) or "none yet"
    hint = f"released: {known}; packages of releases are in {RELEASES.as_posix()}/"
    raise AnkibuilderError(f"there is no package of a release {old}, and no file of that name", hint, status=2)


def _had(path: Path, root: Path, lock: Lock) -> Package:
    """Read an old package; one that was released must still be known to the lock."""
    from ankibuilder.reading import read_file
    from ankibuilder.releasing import refuse_forgotten

    package = read_file(path)
    if path.parent == root / RELEASES and any(path.name in release.packages for release in lock.releases):
        refuse_forgotten(package, lock)
    return package


def _note_others(old: str, root: Path, decks: list[Deck], said: Said) -> None:
    """Tell which decks have nothing to be compared with, on either side."""
    ending = f"-{old}.apkg"
    released = {path.name.removesuffix(ending) for path in (root / RELEASES).iterdir() if path.name.endswith(ending)}
    for deck in decks:
        if deck.manifest not in released:
            said.note(f"{deck.manifest}: not in {old}, so all of it is new")
    for manifest in sorted(released - {deck.manifest for deck in decks}) if decks else ():
        said.note(f"{manifest}: in {old}, and there is no decks/{manifest}.yaml any more: learners get no more updates")


def _deck(name: str, project: Project) -> Deck:
    from ankibuilder.suggest import did_you_mean

    by_name = {deck.manifest: deck for deck in project.decks}
    if name not in by_name:
        raise AnkibuilderError(f"there is no deck `{name}`", did_you_mean(name, by_name), status=2)
    return by_name[name]


def _same_deck(path: Path, project: Project) -> Deck:
    """Find the deck that a file is an older package of: by its name, by the names of decks in it, or the only one."""
    from ankibuilder.reading import read_file

    stem = path.stem
    by_stem = [deck for deck in project.decks if stem == deck.manifest or stem.startswith(f"{deck.manifest}-")]
    if by_stem:
        return max(by_stem, key=lambda deck: len(deck.manifest))
    inside = {name.casefold() for name in read_file(path).decks}
    by_name = [deck for deck in project.decks if deck.name.value.casefold() in inside]
    for found in (by_name, project.decks):
        if len(found) == 1:
            return found[0]
    names = ", ".join(f"`--deck {deck.manifest}`" for deck in project.decks)
    raise AnkibuilderError(f"{path.name} may be an older package of several decks", f"say which: {names}", status=2)


def _told(compared: list[tuple[Deck, Difference]], form: str, colour: bool, verbose: bool) -> str:
    if form == "json":
        from ankibuilder.difference.as_json import as_json

        return as_json([(deck.manifest, difference) for deck, difference in compared])
    if form == "markdown":
        from ankibuilder.difference.markdown import as_markdown

        return "\n".join(f"## {deck.name.value}\n\n{as_markdown(difference)}" for deck, difference in compared)
    from ankibuilder.difference.text import as_text

    return "\n".join(
        f"{deck.manifest}: {difference.old} → now\n{as_text(difference, colour, verbose)}"
        for deck, difference in compared
    )
