"""`ankibuilder build`: checks, then writes a package a deck. Does not know how a package is made."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder.commands import (
    Said,
    as_seen_from_here,
    common,
    now,
    output_folder,
    own_folder,
    print_result,
    project_root,
    wants_colour,
)
from ankibuilder.commands._completion import deck_names, folders, versions
from ankibuilder.commands._progress import watched
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.model import Deck, Project

if TYPE_CHECKING:
    from ankibuilder.lock import Lock
    from ankibuilder.package.content import Stamped
    from ankibuilder.package.update import Had


@click.command("build")
@click.argument("decks", nargs=-1, metavar="[DECK]...", shell_complete=deck_names)
@click.option(
    "-o", "--output", metavar="DIR", shell_complete=folders, help="Where packages go; the project's dist/ otherwise."
)
@click.option("--format", "form", type=click.Choice(["apkg", "text"]), default="apkg", help="A package or text.")
@click.option(
    "--since", metavar="VERSION", shell_complete=versions, help="With --format text: the release that a learner has."
)
@click.option("--ankiweb", is_flag=True, help="Write what to paste into AnkiWeb's form, too.")
@click.option("--open", "opens", is_flag=True, help="Hand the package to the Anki that is installed here.")
@common
def command(
    decks: tuple[str, ...], output: str | None, form: str, since: str | None, ankiweb: bool, opens: bool,
    project: str | None, no_color: bool, verbose: bool, quiet: bool,
) -> None:  # fmt: skip
    """Check everything, then write a package for each DECK (all of them otherwise).

    The path of each file is printed. Nothing is written while there is an error.

    With --format text, the notes that changed since VERSION are written as text files that Anki imports: they leave a
    learner's own example and tags alone, which a package overwrites. New cards, media and design come with the package.

    --ankiweb writes title, tags and description beside each package, within AnkiWeb's limits.

    \b
    ankibuilder build
    ankibuilder build closeness --open
    ankibuilder build closeness -o ~/Desktop --ankiweb
    ankibuilder build --format text --since 0.1.0
    """
    from ankibuilder.check import check
    from ankibuilder.lock import read_lock
    from ankibuilder.package.content import stamp
    from ankibuilder.reading import read_package
    from ankibuilder.report import as_text, count, summary
    from ankibuilder.writing import write_whole

    said = Said(quiet, verbose)
    root = project_root(project)
    moment = now()
    checked = check(root)
    click.echo(as_text(checked.diagnostics, wants_colour(no_color, sys.stderr)), err=True, nl=False)
    if checked.errors:
        raise AnkibuilderError(f"nothing was built: {summary(checked.diagnostics)}", status=1)
    chosen = _choose(decks, checked.project)
    _fits(chosen, form, ankiweb, opens)
    lock = read_lock(root)
    known = _known(since, form, lock)
    stamped = stamp(checked.project, checked.notes, lock, moment)
    _tell_other_tool(stamped, said)
    folder = own_folder(root, "dist") if output is None else output_folder(output)
    made = _updates(root, chosen, stamped, known) if known else _packages(chosen, stamped, said)
    made |= _sheets(chosen, checked.project) if ankiweb else {}
    for name, raw in made.items():
        path = folder / name
        changed = write_whole(path, raw, partial(read_package, name=name) if name.endswith(".apkg") else None)
        said.detail(f"{name}: {len(raw):,} bytes{'' if changed else ', as it was'}")
        print_result(f"{as_seen_from_here(path)}\n")
    if (known or ankiweb) and stamped.unreleased:
        said.note("this holds what is not released yet: for learners, release first and build them again")
    for card in _left_out(checked.project, stamped):
        said.note(f"left out: card `{card}`, which was retired before anybody got it")
    said.note(f"built {count(len(made), 'package' if form == 'apkg' and not ankiweb else 'file')} from {_held(chosen)}")
    if opens:
        _open(folder / next(iter(made)), said)


def _fits(chosen: list[Deck], form: str, ankiweb: bool, opens: bool) -> None:
    """Refuse what does not go together, before anything is written."""
    if form == "text" and (ankiweb or opens):
        raise AnkibuilderError(f"--{'ankiweb' if ankiweb else 'open'} goes with packages", status=2)
    if opens and len(chosen) > 1:
        names = ", ".join(deck.manifest for deck in chosen)
        raise AnkibuilderError("--open hands over one package", f"name one deck: {names}", status=2)


def _open(path: Path, said: Said) -> None:
    from ankibuilder.opening import open_in_anki

    if not open_in_anki(path):
        hint = f"get it from https://apps.ankiweb.net, and open {as_seen_from_here(path)} with it (File › Import)"
        raise AnkibuilderError("there is no Anki here that could open the package", hint)
    said.note(f"handed {path.name} to Anki")


def _sheets(chosen: list[Deck], project: Project) -> dict[str, bytes]:
    from ankibuilder.ankiweb import sheet

    return {f"{deck.manifest}.ankiweb.txt": sheet(deck, project).encode() for deck in chosen}


def _tell_other_tool(stamped: Stamped, said: Said) -> None:
    """List what differs from a release that another version of this program made: perhaps for that reason alone."""
    from ankibuilder import __version__

    lock = stamped.lock
    if not lock.tool or lock.tool == __version__:
        return
    notes = [f"card `{name}`" for name, given in stamped.stamps.items() if name in lock.notes and not given.changed]
    made = {kind: note_type.hash for kind, (note_type, _) in stamped.note_types.items()}
    kinds = [f"kind `{name}`" for name, known in lock.note_types.items() if made.get(name, known.hash) != known.hash]
    differ = ", ".join([*kinds, *notes]) or "nothing"
    said.note(f"released with ankibuilder {lock.tool}; by this one, {__version__}, differs: {differ}")


def _packages(chosen: list[Deck], stamped: Stamped, said: Said) -> dict[str, bytes]:
    from ankibuilder.package import package
    from ankibuilder.package.content import content

    decks = watched(chosen, "packing", len(chosen), said)
    return {f"{deck.manifest}.apkg": package(content(deck, stamped)) for deck in decks}


def _updates(root: Path, chosen: list[Deck], stamped: Stamped, since: str) -> dict[str, bytes]:
    from ankibuilder.package.update import update_files

    made: dict[str, bytes] = {}
    for deck in chosen:
        if had := _had(root, deck, stamped.lock, since):
            made |= update_files(deck, stamped, since, had)
    if not made:
        raise AnkibuilderError(f"no note that {since} has changed since: there is no text to write", status=1)
    return made


def _had(root: Path, deck: Deck, lock: Lock, since: str) -> Had | None:
    """Look into the package that a learner has; None where the deck was not released then."""
    from ankibuilder.lock import kept_package
    from ankibuilder.reading import read_file, what_they_have

    release = next(release for release in lock.releases if release.version == since)
    path = kept_package(root, release, deck.manifest)
    return what_they_have(read_file(path)) if path else None


def _known(since: str | None, form: str, lock: Lock) -> str:
    """Take a release that there was, as learners can have no other; empty for packages."""
    from ankibuilder.suggest import did_you_mean

    versions = [release.version for release in lock.releases]
    if form != "text":
        if since is not None:
            raise AnkibuilderError("--since goes with --format text", status=2)
        return ""
    if since is None:
        raise AnkibuilderError("--format text needs --since VERSION: the release that a learner has", status=2)
    if since not in versions:
        raise AnkibuilderError(f"{since} was never released", did_you_mean(since, versions), status=2)
    return since


def _left_out(project: Project, stamped: Stamped) -> list[str]:
    included = [card for deck in project.decks for subdeck in deck.subdecks for card in subdeck.cards]
    return [name for name in dict.fromkeys(card.id.value for card in included) if name not in stamped.notes]


def _held(decks: list[Deck]) -> str:
    """Count what decks hold; a card in two of them is one card."""
    from ankibuilder.report import count

    cards = {card.id.value: card.module for deck in decks for subdeck in deck.subdecks for card in subdeck.cards}
    return f"{count(len(cards), 'card')} in {count(len(set(cards.values())), 'module')}"


def _choose(names: tuple[str, ...], project: Project) -> list[Deck]:
    """Find decks by manifest; a path to the manifest will do."""
    from ankibuilder.suggest import did_you_mean

    by_name = {deck.manifest: deck for deck in project.decks}
    chosen: dict[str, Deck] = {}
    for name in names:
        stem = Path(name).stem if name.endswith((".yaml", ".yml")) else name
        if stem not in by_name:
            raise AnkibuilderError(f"there is no deck `{name}`", did_you_mean(stem, by_name), status=2)
        chosen[stem] = by_name[stem]
    return list((chosen or by_name).values())
