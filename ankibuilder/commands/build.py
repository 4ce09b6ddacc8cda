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
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.model import Deck, Project

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.lock import Lock
    from ankibuilder.package.content import Stamped
    from ankibuilder.package.update import Had
    from ankibuilder.recall import Outcome


@click.command("build")
@click.argument("decks", nargs=-1, metavar="[DECK]...")
@click.option("-o", "--output", metavar="DIR", help="Where packages go; the project's dist/ otherwise.")
@click.option("--format", "form", type=click.Choice(["apkg", "text"]), default="apkg", help="A package or text.")
@click.option("--since", metavar="VERSION", help="With --format text: the release that a learner has.")
@common
def command(
    decks: tuple[str, ...], output: str | None, form: str, since: str | None,
    project: str | None, no_color: bool, verbose: bool, quiet: bool,
) -> None:  # fmt: skip
    """Check everything, then write a package for each DECK (all of them otherwise).

    The path of each file is printed. Nothing is written while there is an error.

    With --format text, the notes that changed since VERSION are written as text files that Anki imports: they leave a
    learner's own example and tags alone, which a package overwrites. New cards, media and design come with the package.

    \b
    ankibuilder build
    ankibuilder build closeness -o ~/Desktop
    ankibuilder build --format text --since 0.1.0
    """
    from ankibuilder.check import collector_paused

    with collector_paused():
        _build(decks, output, form, since, project, Said(quiet, verbose), wants_colour(no_color, sys.stderr))


def _build(
    decks: tuple[str, ...], output: str | None, form: str, since: str | None, project: str | None, said: Said,
    colour: bool,
) -> None:  # fmt: skip
    from ankibuilder.recall import inputs, recall, remember

    root = project_root(project)
    moment = now()
    folder = root / "dist" if output is None else Path(output)
    what = inputs(root, (decks, colour)) if form == "apkg" and since is None else None
    if what and (known := recall(root, folder, what, moment)):
        _told_again(known, own_folder(root, "dist") if output is None else output_folder(output), said)
        return
    checked, outcome = _built(root, decks, output, form, since, moment, said, colour)
    read = [root / source.path for source in checked.project.sources]
    if what and what.holds(read) and inputs(root, (decks, colour)) == what:  # nobody changed anything meanwhile
        remember(root, folder, what, outcome)


def _told_again(known: Outcome, folder: Path, said: Said) -> None:
    """Say what was said when these very packages were made."""
    click.echo(known.report, err=True, nl=False)
    for line in known.before:
        said.note(line)
    for name in known.packages:
        said.detail(f"{name}: {(folder / name).stat().st_size:,} bytes, as it was")
        print_result(f"{as_seen_from_here(folder / name)}\n")
    for line in known.after:
        said.note(line)


def _built(
    root: Path, decks: tuple[str, ...], output: str | None, form: str, since: str | None, moment: int, said: Said,
    colour: bool,
) -> tuple[Checked, Outcome]:  # fmt: skip
    import hashlib

    from ankibuilder.check import check
    from ankibuilder.lock import read_lock
    from ankibuilder.package.content import stamp
    from ankibuilder.reading import read_package
    from ankibuilder.recall import Outcome
    from ankibuilder.report import as_text, count, summary
    from ankibuilder.writing import write_whole

    checked = check(root)
    report = as_text(checked.diagnostics, colour)
    click.echo(report, err=True, nl=False)
    if checked.errors:
        raise AnkibuilderError(f"nothing was built: {summary(checked.diagnostics)}", status=1)
    chosen = _choose(decks, checked.project)
    lock = read_lock(root)
    known = _known(since, form, lock)
    stamped = stamp(checked.project, checked.notes, lock, moment)
    before = _differs_from_other_tool(stamped)
    for line in before:
        said.note(line)
    folder = own_folder(root, "dist") if output is None else output_folder(output)
    made = _updates(root, chosen, stamped, known) if known else _packages(chosen, stamped)
    for name, raw in made.items():
        path = folder / name
        changed = write_whole(path, raw, partial(read_package, name=name) if form == "apkg" else None)
        said.detail(f"{name}: {len(raw):,} bytes{'' if changed else ', as it was'}")
        print_result(f"{as_seen_from_here(path)}\n")
    after = [f"left out: card `{card}`, which was retired before anybody got it"
             for card in _left_out(checked.project, stamped)]  # fmt: skip
    if known and stamped.unreleased:
        after = ["these texts hold what is not released yet: for learners, release first and build them again", *after]
    after.append(f"built {count(len(made), 'package' if form == 'apkg' else 'file')} from {_held(chosen)}")
    for line in after:
        said.note(line)
    sums = {name: hashlib.sha256(raw).hexdigest() for name, raw in made.items()}
    return checked, Outcome(moment if stamped.unreleased else None, report, before, sums, after)


def _differs_from_other_tool(stamped: Stamped) -> list[str]:
    """List what differs from a release that another version of this program made: perhaps for that reason alone."""
    from ankibuilder import __version__

    lock = stamped.lock
    if not lock.tool or lock.tool == __version__:
        return []
    notes = [f"card `{name}`" for name, given in stamped.stamps.items() if name in lock.notes and not given.changed]
    made = {kind: note_type.hash for kind, (note_type, _) in stamped.note_types.items()}
    kinds = [f"kind `{name}`" for name, known in lock.note_types.items() if made.get(name, known.hash) != known.hash]
    differ = ", ".join([*kinds, *notes]) or "nothing"
    return [f"released with ankibuilder {lock.tool}; by this one, {__version__}, differs: {differ}"]


def _packages(chosen: list[Deck], stamped: Stamped) -> dict[str, bytes]:
    from ankibuilder.package import package
    from ankibuilder.package.content import content

    return {f"{deck.manifest}.apkg": package(content(deck, stamped)) for deck in chosen}


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
