"""`ankibuilder build`: checks, then writes a package a deck. Does not know how a package is made."""

from __future__ import annotations

import sys
from contextlib import closing
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
from ankibuilder.commands._asked import Asked
from ankibuilder.commands._completion import deck_names, folders, versions
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.commands._making import Made
    from ankibuilder.recall import Outcome


# What was made last is kept: a process that ends need not take it apart first (see cli.program).
_LAST: list[object] = []


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
    from ankibuilder.check import collector_paused

    asked = Asked(decks, output, form, since, ankiweb, opens)
    with collector_paused():
        _build(project_root(project), asked, Said(quiet, verbose), wants_colour(no_color, sys.stderr))


def _build(root: Path, asked: Asked, said: Said, colour: bool) -> None:
    """Build, or leave what is there where the very same was built before."""
    from ankibuilder.recall import inputs, recall, remember, unchanged

    moment = now()
    folder = root / "dist" if asked.output is None else Path(asked.output)
    what = inputs(root, (asked.decks, colour)) if asked.packages_alone else None
    known = recall(root, folder, what, moment) if what else None
    if known:
        _say_again(known, _own(root, asked), said)
    else:
        checked, known = _made(root, asked, moment, said, colour)
        read = [root / source.path for source in checked.project.sources]
        if what and what.holds(read) and unchanged(root, what):
            remember(root, folder, what, known)
    if asked.opens:
        _open(_own(root, asked), list(known.packages), said)


def _own(root: Path, asked: Asked) -> Path:
    return own_folder(root, "dist") if asked.output is None else output_folder(asked.output)


def _say_again(known: Outcome, folder: Path, said: Said) -> None:
    """Say what was said when these very packages were made."""
    click.echo(known.report, err=True, nl=False)
    for line in known.before:
        said.note(line)
    for name in known.packages:
        said.detail(f"{name}: {(folder / name).stat().st_size:,} bytes, as it was")
        print_result(f"{as_seen_from_here(folder / name)}\n")
    for line in known.after:
        said.note(line)


def _made(root: Path, asked: Asked, moment: int, said: Said, colour: bool) -> tuple[Checked, Outcome]:
    import hashlib

    from ankibuilder.check import check_beside
    from ankibuilder.recall import Outcome
    from ankibuilder.report import as_text, summary

    with closing(check_beside(root)) as steps:
        loaded = next(steps)
        made = None if loaded.errors else _ready(root, asked, loaded, moment, said)
        _LAST[:] = [loaded, made]
        checked = next(steps)
    report = as_text(checked.diagnostics, colour)
    click.echo(report, err=True, nl=False)
    if checked.errors or made is None:
        raise AnkibuilderError(f"nothing was built: {summary(checked.diagnostics)}", status=1)
    if isinstance(made, Exception):
        raise made
    for line in made.before:
        said.note(line)
    _write(_own(root, asked), made.files, said)
    for line in made.after:
        said.note(line)
    sums = {name: hashlib.sha256(raw).hexdigest() for name, raw in made.files.items()}
    return checked, Outcome(moment if made.unreleased else None, report, made.before, sums, made.after)


def _ready(root: Path, asked: Asked, loaded: Checked, moment: int, said: Said) -> Made | Exception:
    """Make everything before it is known whether it may be written; what goes wrong is told after the findings."""
    # What packs is imported from here on: where nothing is built, it is not needed.
    from ankibuilder.commands._making import make

    try:
        return make(root, asked, loaded, moment, said)
    except Exception as fault:
        return fault


def _write(folder: Path, files: dict[str, bytes], said: Said) -> None:
    from ankibuilder.writing import write_whole

    for name, raw in files.items():
        path = folder / name
        changed = write_whole(path, raw)
        said.detail(f"{name}: {len(raw):,} bytes{'' if changed else ', as it was'}")
        print_result(f"{as_seen_from_here(path)}\n")


def _open(folder: Path, names: list[str], said: Said) -> None:
    from ankibuilder.opening import open_in_anki

    path = folder / names[0]
    if not open_in_anki(path):
        hint = f"get it from https://apps.ankiweb.net, and open {as_seen_from_here(path)} with it (File › Import)"
        raise AnkibuilderError("there is no Anki here that could open the package", hint)
    said.note(f"handed {path.name} to Anki")
