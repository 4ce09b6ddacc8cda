"""`ankibuilder rehearse`: tries the packages on learners' collections. Does not know how that is done."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankibuilder.commands import Said, common, now, print_json, print_result, project_root, wants_colour
from ankibuilder.commands._completion import files
from ankibuilder.commands._progress import watched
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.engine.account import Rehearsal

_MOST = 8
_VERSION = re.compile(r"(\d+(?:\.\d+)*)([-+.][0-9A-Za-z.+-]+)?")


@click.command("rehearse")
@click.argument("old", nargs=-1, metavar="[OLD.apkg]...", shell_complete=files)
@click.option("--seed", type=int, default=0, show_default=True, help="Another learner, who does other things.")
@click.option("--weeks", type=click.IntRange(1, 520), default=6, show_default=True, help="How long they study.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell.")
@common
def command(
    old: tuple[str, ...], seed: int, weeks: int, form: str,
    project: str | None, no_color: bool, verbose: bool, quiet: bool,
) -> None:  # fmt: skip
    """Try what is built on learners who have OLD: import, study for weeks, edit, import the new, compare.

    All in the real Anki engine (`pip install anki` in the same environment), in temporary collections. Without OLD,
    every package of decks/releases is tried, alone and in their order. Fails if anything of the learner's is lost.

    \b
    ankibuilder rehearse
    ankibuilder rehearse ~/Downloads/closeness.apkg --weeks 26
    ankibuilder rehearse --format json
    """
    said = Said(quiet, verbose)
    root = project_root(project)
    for path in old:
        if not Path(path).is_file():
            raise AnkibuilderError(f"there is no file {path}", status=2)
    told, faults = [], 0
    for rehearsal in _all(root, [Path(path) for path in old], seed, weeks, said, no_color):
        if form == "text":
            print_result(rehearsal.text if verbose else _brief(rehearsal))
        told.append(_as_json(rehearsal))
        faults += len(rehearsal.faults)
    if form == "json":
        print_json({"rehearsals": told, "weeks": weeks, "seed": seed, "faults": faults})
    else:
        result = _many(faults, "fault") if faults else "nothing of the learner's was lost"
        print_result(f"{_many(len(told), 'rehearsal')} of {_many(weeks, 'week')}: {result}\n")
    click.get_current_context().exit(1 if faults else 0)


def _as_json(rehearsal: Rehearsal) -> dict[str, Any]:
    return {
        "packages": [update.package for update in rehearsal.updates],
        "fsrs": rehearsal.fsrs,
        "updates": [
            {"package": update.package, "by_text": update.by_text, **asdict(update.log), "reviews": update.reviews,
             "cards": update.cards, "kept": update.kept, "overwritten": update.overwritten, "spared": update.spared,
             "returned": update.returned}
            for update in rehearsal.updates
        ],
        "faults": [str(fault) for fault in rehearsal.faults],
    }  # fmt: skip


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _brief(rehearsal: Rehearsal) -> str:
    """A line, and the first faults under it: one cause often has a fault on every card."""
    shown = [f"  FAULT: {fault}\n" for fault in rehearsal.faults[:_MOST]]
    more = len(rehearsal.faults) - len(shown)
    return "".join([f"{rehearsal.line}\n", *shown, f"  and {more} more; -v tells them all\n" if more else ""])


def _all(root: Path, old: list[Path], seed: int, weeks: int, said: Said, no_color: bool) -> Iterator[Rehearsal]:
    from ankibuilder.engine.rehearsal import how_many, rehearsals
    from ankibuilder.writing import private_folder

    with private_folder() as folder:
        packages = _built(root, folder, no_color)
        for path in packages:
            earlier = old or released(root, path.stem, [other.stem for other in packages])
            if not earlier:
                said.note(f"{path.stem}: no earlier package to update from, so a fresh import alone is rehearsed")
            tried = rehearsals(earlier, path, seed=seed, weeks=weeks)
            yield from watched(tried, f"rehearsing {path.stem}", how_many(len(earlier)), said, long=True)


def _built(root: Path, folder: Path, no_color: bool) -> list[Path]:
    """Build every deck as `build` does, into another folder."""
    from ankibuilder.check import check
    from ankibuilder.lock import read_lock
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp
    from ankibuilder.report import as_text, summary

    moment = now()
    checked = check(root)
    if checked.errors:
        click.echo(as_text(checked.diagnostics, wants_colour(no_color, sys.stderr)), err=True, nl=False)
        raise AnkibuilderError(f"nothing was rehearsed: {summary(checked.diagnostics)}", status=1)
    stamped = stamp(checked.project, checked.notes, read_lock(root), moment)
    paths = [folder / f"{deck.manifest}.apkg" for deck in checked.project.decks]
    for path, deck in zip(paths, checked.project.decks, strict=True):
        path.write_bytes(package(content(deck, stamped)))
    return paths


def released(root: Path, manifest: str, manifests: list[str]) -> list[Path]:
    """Find the released packages of a deck, in order of version; `deck-2` is none of `deck` where it is a deck."""
    found = []
    for path in (root / "decks/releases").glob(f"{manifest}-*.apkg"):
        version = _VERSION.fullmatch(path.stem[len(manifest) + 1 :])
        longer = any(path.stem.startswith(f"{other}-") for other in manifests if len(other) > len(manifest))
        if version and not longer:
            numbers = tuple(int(part) for part in version[1].split("."))
            found.append(((numbers, not version[2], version[2] or ""), path))
    return [path for _, path in sorted(found)]
