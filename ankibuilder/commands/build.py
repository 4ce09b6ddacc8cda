"""`ankibuilder build`: checks, then writes a package a deck. Does not know how a package is made."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ankibuilder.commands import (
    Said,
    as_seen_from_here,
    common,
    now,
    output_folder,
    print_result,
    project_root,
    wants_colour,
)
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.model import Deck, Project


@click.command("build")
@click.argument("decks", nargs=-1, metavar="[DECK]...")
@click.option("-o", "--output", metavar="DIR", help="Where packages go; the project's dist/ otherwise.")
@common
def command(
    decks: tuple[str, ...], output: str | None, project: str | None, no_color: bool, verbose: bool, quiet: bool
) -> None:
    """Check everything, then write a package for each DECK (all of them otherwise).

    The path of each package is printed. Nothing is written while there is an error.

    \b
    ankibuilder build
    ankibuilder build closeness -o ~/Desktop
    """
    from ankibuilder.check import check
    from ankibuilder.lock import read_lock
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp
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
    stamped = stamp(checked.project, checked.notes, read_lock(root), moment)
    folder = root / "dist" if output is None else output_folder(output)
    packages = [(folder / f"{deck.manifest}.apkg", package(content(deck, stamped))) for deck in chosen]
    for path, raw in packages:
        changed = write_whole(path, raw)
        said.detail(f"{path.name}: {len(raw):,} bytes{'' if changed else ', as it was'}")
        print_result(f"{as_seen_from_here(path)}\n")
    said.note(f"built {count(len(packages), 'package')} from {_held(chosen)}")


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
