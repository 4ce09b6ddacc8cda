"""One command a file; what several of them share is here. The sole place that prints, and that reads the
clock. Does not know any one command.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.files import find_project
from ankibuilder.streams import nobody_reads

if TYPE_CHECKING:
    from ankibuilder.model import Deck, Project

_Function = TypeVar("_Function", bound=Callable[..., Any])
_EARLIEST = 946_684_800  # 2000-01-01: note ids are these times in milliseconds, and must be well above zero


@dataclass(frozen=True, slots=True)
class Said:
    """How much a command says beside its result: -q nothing, -v more."""

    quiet: bool
    verbose: bool

    def note(self, text: str) -> None:
        """Tell something on stderr, unless silence was asked for."""
        if not self.quiet:
            click.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Tell something on stderr when more was asked for."""
        if self.verbose and not self.quiet:
            click.echo(text, err=True)


def folders(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Let the shell offer folders."""
    return [CompletionItem(begun, type="dir")]


def common(function: _Function) -> _Function:
    """Add the options that every command on a project has."""
    for option in (
        click.option(
            "--project",
            metavar="DIR",
            shell_complete=folders,
            help="The project's folder; found from here upwards otherwise.",
        ),
        click.option("--no-color", is_flag=True, help="No colours (the NO_COLOR variable does the same)."),
        click.option("-v", "--verbose", is_flag=True, help="Say more."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result."),
    ):
        function = option(function)
    return function


def project_root(named: str | None) -> Path:
    """Find the project that a command is about."""
    if named is not None and not Path(named).is_dir():
        raise AnkibuilderError(f"there is no folder {named}", status=2)
    return find_project(Path(named) if named is not None else Path.cwd())


def places(paths: Iterable[str], root: Path) -> list[PurePosixPath]:
    """Give the files and folders that a command is limited to, as paths in the project; none: it is not."""
    return [PurePosixPath(_relative(path, root)) for path in paths]


def within(path: str, asked: list[PurePosixPath]) -> bool:
    """Tell whether a path in the project is in one of the places that were asked for."""
    return not asked or any(PurePosixPath(path).is_relative_to(place) for place in asked)


def _relative(path: str, root: Path) -> str:
    there = Path(os.path.abspath(path))  # noqa: PTH100 - without following links, which a project may not hold
    if not there.exists():
        raise AnkibuilderError(f"there is no file or folder {path}", status=2)
    if not there.is_relative_to(root):
        raise AnkibuilderError(f"{path} is not in the project at {root}", status=2)
    return there.relative_to(root).as_posix()


def output_folder(named: str) -> Path:
    """Give the folder that -o names, which need not be there yet."""
    if not named or (Path(named).exists() and not Path(named).is_dir()):
        raise AnkibuilderError(f"cannot write into `{named}`: it is no folder", status=3 if named else 2)
    return Path(named)


def own_folder(root: Path, name: str) -> Path:
    """Give a folder of the project's own to write into; not through a link, as a project may come from a stranger."""
    at = root
    for part in Path(name).parts:
        at = at / part
        if at.is_symlink():
            raise AnkibuilderError(f"{name} is a shortcut (a symbolic link), which is not followed", "remove it")
    return at


def chosen_deck(name: str | None, project: Project) -> Deck | None:
    """Find the deck that is named, None where none is; raises AnkibuilderError where there is no such deck."""
    from ankibuilder.suggest import did_you_mean

    known = {deck.manifest: deck for deck in project.decks}
    if name is not None and name not in known:
        raise AnkibuilderError(f"there is no deck `{name}`", did_you_mean(name, known), status=2)
    return known[name] if name else None


def as_seen_from_here(path: Path) -> Path:
    """Give a path as people would type it where they are."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def wants_colour(no_color: bool, stream: Any) -> bool:
    """Tell whether to colour: on a terminal, unless told otherwise (https://no-color.org)."""
    if stream is None:  # closed by who called
        return False
    return not no_color and not os.environ.get("NO_COLOR") and stream.isatty() and os.environ.get("TERM") != "dumb"


def now() -> int:
    """Give the time that changes are stamped with, in seconds: SOURCE_DATE_EPOCH, or else the clock."""
    clock = int(time.time())
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given is None:
        return clock
    if not given.isascii() or not given.isdigit() or len(given) > 12 or int(given) < _EARLIEST:
        raise AnkibuilderError(
            f"SOURCE_DATE_EPOCH is `{given}`: expected seconds since 1970, {_EARLIEST} (the year 2000) or more",
            status=2,
        )
    if int(given) > clock + 86_400:
        raise AnkibuilderError(
            f"SOURCE_DATE_EPOCH is `{given}`, which is in the future", "Anki would keep later updates out", status=2
        )
    return int(given)


def print_json(told: Any) -> None:
    """Print a command's result as JSON that people can read, too."""
    from ankibuilder.decode import spelt_out

    print_result(spelt_out(json.dumps(told, ensure_ascii=False, indent=2)) + "\n")


def print_result(text: str) -> bool:
    """Print a command's result on stdout, as UTF-8 whatever the terminal says it can show; False if nobody reads it.

    That is no fault, and no reason to leave the rest of the work undone.
    """
    if sys.stdout is None:  # closed by who called
        return False
    encoding = sys.stdout.encoding
    if isinstance(encoding, str) and (encoding.lower().replace("-", "") != "utf8" or sys.stdout.errors == "strict"):
        text = text.encode(encoding, "replace").decode(encoding)  # a file's name need not be text at all
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        nobody_reads()
        return False
    return True
