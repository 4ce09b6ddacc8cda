"""`ankibuilder preview`: cards in a browser, anew with each save. Does not know how they are drawn or served."""

from __future__ import annotations

import secrets
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder.commands import Said, common, now, print_result, project_root
from ankibuilder.commands._completion import versions
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.preview.board import Board
    from ankibuilder.watching import Seen

_PAUSE = 0.02  # seconds between two looks at the files; with many files more, so that looking stays cheap
_PAUSE_A_FILE = 0.0001
_BREATH = 0.12  # the page asks for the faces that changed: until it has them, the rules leave it the processor
_SETTLE = 0.1  # an editor that saves by putting a new file in place of the old one needs a moment between the two


@click.command("preview")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="The port; a free one otherwise.")
@click.option(
    "--since",
    metavar="VERSION",
    shell_complete=versions,
    help="Mark what changed since this release; the last one otherwise.",
)
@click.option("--editor", metavar="NAME", default="vscode", show_default=True, help="What opens a card; see above.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@common
def command(
    port: int, since: str | None, editor: str, opens: bool,
    project: str | None, no_color: bool, verbose: bool, quiet: bool,
) -> None:  # fmt: skip
    """Show cards in a browser as Anki draws them, and anew whenever a file is saved, until Ctrl-C.

    The page's address is printed. It works on this machine alone, and whoever has it sees the project. Cards are drawn
    by the Anki engine (`pip install anki` in the same environment).

    Editors: vscode, vscodium, cursor, zed, idea, sublime, none; or any address with {path}, {line} and {column} in it.

    \b
    ankibuilder preview
    ankibuilder preview --open --since 0.1.0
    """
    from ankibuilder.engine import require
    from ankibuilder.preview.board import Board
    from ankibuilder.preview.editors import EDITORS, linker
    from ankibuilder.preview.server import Server

    said = Said(quiet, verbose)
    root = project_root(project)
    if editor not in EDITORS and "{path}" not in editor:
        raise AnkibuilderError(f"there is no editor `{editor}` here", f"known: {', '.join(EDITORS)}", status=2)
    moment = now()
    _released(root, since)
    require()  # before an address is given that could show nothing
    board = Board(linker(root, editor))
    server = Server(board, secrets.token_urlsafe(24), port)
    server.start()
    print_result(f"{server.address}\n")
    if sys.stdout is not None:
        sys.stdout.flush()
    said.note("open this address in a browser; Ctrl-C ends")
    if opens:
        click.launch(server.address)
    try:
        _watch(root, board, since or "", moment, said)
    finally:
        server.stop()


def _released(root: Path, since: str | None) -> None:
    from ankibuilder.lock import read_lock
    from ankibuilder.suggest import did_you_mean

    versions = [release.version for release in read_lock(root).releases] if since is not None else []
    if since == "":
        raise AnkibuilderError("--since names no release", f"there are: {', '.join(versions) or 'none yet'}", status=2)
    if since and since not in versions:
        raise AnkibuilderError(f"{since} was never released", did_you_mean(since, versions), status=2)


def _watch(root: Path, board: Board, since: str, moment: int, said: Said) -> None:
    """Look at the project now and after each change; what changes during a look is a change, too."""
    from ankibuilder.engine.drawing import drawing
    from ankibuilder.preview.refresh import Refresh
    from ankibuilder.watching import seen

    with drawing() as opened:
        refresh = Refresh(root, board, opened, since, moment)
        before = seen(root)
        refresh.look()
        said.detail(f"showing {len(board.album.cards)} cards")
        looked = time.monotonic()
        while True:
            time.sleep(_PAUSE + _PAUSE_A_FILE * len(before))
            after = seen(root)
            if after != before:
                before = _settled(root, before, after)
                refresh.look()
                looked = time.monotonic()
                said.detail(f"looked again: {len(board.album.cards)} cards")
            elif time.monotonic() - looked > _BREATH:
                refresh.judge()


def _settled(root: Path, before: Seen, after: Seen) -> Seen:
    """Wait a little where a file is gone: it may be about to come back."""
    from ankibuilder.watching import lacking, seen

    if not lacking(before, after):
        return after
    time.sleep(_SETTLE)
    return seen(root)
