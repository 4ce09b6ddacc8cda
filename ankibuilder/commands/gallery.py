"""`ankibuilder gallery`: cards as a static site. Does not know how a page is made."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder.commands import (
    Said,
    as_seen_from_here,
    chosen_deck,
    common,
    now,
    output_folder,
    print_result,
    project_root,
    wants_colour,
)
from ankibuilder.commands._completion import deck_names, folders, versions_or_latest
from ankibuilder.commands._progress import watched
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.engine.drawing import Before
    from ankibuilder.shown import Album

_LATEST = "latest"
_OURS = re.compile(
    r"index\.html|modules/[a-z0-9-]+\.html|media/[A-Za-z0-9][A-Za-z0-9._-]*-[0-9a-f]{12}\.[a-z0-9]+"
    r"|look/(?:site\.(?:css|js)|faces\.css|(?:kind|before)-[a-z0-9-]+\.css)"
)


@click.command("gallery")
@click.argument("deck", required=False, shell_complete=deck_names)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    shell_complete=folders,
    help="Where the site goes; its first page is printed.",
)
@click.option(
    "--changed-since",
    metavar="VERSION",
    shell_complete=versions_or_latest,
    help="Only what changed since a release; `latest` is the last one.",
)
@common
def command(
    deck: str | None, output: str, changed_since: str | None,
    project: str | None, no_color: bool, verbose: bool, quiet: bool,
) -> None:  # fmt: skip
    """Write cards as Anki draws them into DIR, as a site that needs no server: a page a module.

    A module's page, printed, is a handout. With DECK, only that deck's cards. Cards are drawn by the Anki engine
    (`pip install anki` in the same environment).

    \b
    ankibuilder gallery -o site
    ankibuilder gallery -o changes --changed-since latest
    """
    from ankibuilder.engine import require
    from ankibuilder.gallery import MARKER, site, site_of_changes
    from ankibuilder.report import count

    said = Said(quiet, verbose)
    root = project_root(project)
    folder = output_folder(output)
    earlier = _mine(folder, MARKER)
    require()
    checked, album = _album(root, deck, changed_since, no_color, said)
    if changed_since is None:
        files = site(checked.project, album, checked.notes)
    else:
        album, before = _changed(root, checked, album, said)
        files = site_of_changes(checked.project, album, before)
    _write(folder, files, earlier)
    print_result(f"{as_seen_from_here(folder / 'index.html')}\n")
    said.note(f"wrote {count(len(files), 'file')} with {count(len(album.cards), 'card')}")


def _mine(folder: Path, marker: str) -> list[str]:
    """List the files of an earlier gallery there; refuse a folder that holds anything else."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return []
    try:
        listed = json.loads((folder / marker).read_text(encoding="utf-8"))["files"]
        return [name for name in listed if isinstance(name, str) and _OURS.fullmatch(name)]
    except (OSError, ValueError, KeyError, TypeError):
        message = f"{folder} is not empty, and no gallery of an earlier run"
        raise AnkibuilderError(message, "name a new folder, or empty this one", status=2) from None


def _write(folder: Path, files: Mapping[str, bytes], before: list[str]) -> None:
    """Write every file whole, and take away what an earlier gallery had besides.

    Until that is done the list holds both, so that whoever goes on after this was killed finds all that is ours.
    """
    from ankibuilder.gallery import MARKER, listed
    from ankibuilder.writing import write_whole

    _refuse_links({(folder / name).parent for name in files} - {folder})
    gone = [name for name in before if name not in files]
    told = json.loads(files[MARKER])
    write_whole(folder / MARKER, listed(told["gallery"], [*told["files"], *gone]))
    for name in sorted(files.keys() - {MARKER}):
        write_whole(folder / name, files[name])
    for name in gone:
        path = folder / name
        if path.is_file() and not path.is_symlink() and not path.parent.is_symlink():
            path.unlink()
    write_whole(folder / MARKER, files[MARKER])


def _refuse_links(inner: Iterable[Path]) -> None:
    """The folder itself may be a link, as who runs this chose it; what is in it is ours and leads nowhere else."""
    for path in inner:
        if path.is_symlink():
            message = f"cannot write into {path}: it is a shortcut (a symbolic link)"
            raise AnkibuilderError(message, "remove it, or name another folder")


def _album(root: Path, deck: str | None, since: str | None, no_color: bool, said: Said) -> tuple[Checked, Album]:
    """Check, draw, and put together what is shown; nothing is while there is an error, as in a build."""
    from dataclasses import replace

    from ankibuilder.check import check
    from ankibuilder.engine.drawing import drawing
    from ankibuilder.lock import read_lock
    from ankibuilder.package.content import stamp
    from ankibuilder.report import as_text, summary
    from ankibuilder.shown import album, to_draw

    checked, lock = check(root), read_lock(root)
    if checked.errors:
        click.echo(as_text(checked.diagnostics, wants_colour(no_color, sys.stderr)), err=True, nl=False)
        raise AnkibuilderError(f"nothing was written: {summary(checked.diagnostics)}", status=1)
    version = _version(since, [release.version for release in lock.releases])
    chosen = chosen_deck(deck, checked.project)
    stamped = stamp(checked.project, checked.notes, lock, now())
    with drawing() as easel:
        asked = to_draw(checked.notes, stamped, checked)
        drawn = easel.draw(asked, lambda notes: watched(notes, "drawing", len(notes), said))
    whole = album(checked, checked.notes, stamped, drawn, version)
    if chosen:
        whole = replace(whole, cards=tuple(card for card in whole.cards if chosen.manifest in card.decks))
    return checked, whole


def _version(since: str | None, released: list[str]) -> str:
    from ankibuilder.suggest import did_you_mean

    if since == _LATEST or since is None:
        return released[-1] if released and since else ""
    if not since:
        raise AnkibuilderError("--changed-since names no release", _known(released), status=2)
    if since not in released:
        raise AnkibuilderError(f"{since} was never released", did_you_mean(since, released), status=2)
    return since


def _known(released: list[str]) -> str:
    return f"name one of {', '.join(released)}, or `{_LATEST}`" if released else "nothing was released yet"


def _changed(root: Path, checked: Checked, album: Album, said: Said) -> tuple[Album, Mapping[str, Before]]:
    """Choose what changed, with an example of each design that did; give it as it was, too, if its package is there."""
    from dataclasses import replace

    from ankibuilder.gallery import redesigned

    if not album.since:  # before the first release, everything is new
        return replace(album, cards=tuple(replace(card, since="new") for card in album.cards)), {}
    before = _before(root, checked, album.since, said)
    chosen = {card.id for card in album.cards if card.since} | redesigned(album, before)
    album = replace(album, cards=tuple(card for card in album.cards if card.id in chosen))
    return album, {name: was for name, was in before.items() if name in chosen}


def _before(root: Path, checked: Checked, version: str, said: Said) -> dict[str, Before]:
    """Draw the cards of the released packages, by card id."""
    from ankibuilder.engine.drawing import drawn_package
    from ankibuilder.lock import card_guid

    found: dict[str, Before] = {}
    ids = {card_guid(checked.project.namespace, card): card.id.value for card in checked.project.cards}
    for deck in checked.project.decks:
        path = root / "decks/releases" / f"{deck.manifest}-{version}.apkg"
        if path.is_file():
            found |= {ids[guid]: was for guid, was in drawn_package(path).items() if guid in ids}
        else:
            said.note(f"{path.name} is not there: its cards are shown as they are now alone")
    return found
