"""`ankibuilder init`: a new project that builds. Does not know what is in its files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from ankibuilder.commands import Said, as_seen_from_here, own_folder, print_result
from ankibuilder.commands._completion import folders
from ankibuilder.diagnostics import AnkibuilderError


@click.command("init")
@click.argument("folder", default=".", metavar="[DIR]", shell_complete=folders)
@click.option("--name", metavar="NAME", help="What the deck is called; named after the folder otherwise.")
@click.option("--namespace", metavar="ID", help="Its part of every note's identity; made of the name otherwise.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result.")
def command(folder: str, name: str | None, namespace: str | None, verbose: bool, quiet: bool) -> None:
    """Begin a project in DIR (here, otherwise): settings, a module with a card of each kind, a deck, and what GitHub
    needs to check and release it.

    It builds as it is. A file that is there already is never written over. In a terminal, name and namespace are asked
    for; neither can change once people study the deck.

    \b
    ankibuilder init capitals
    ankibuilder init capitals --name "Capitals of Europe" --namespace capitals
    """
    from ankibuilder.report import count
    from ankibuilder.starting import NOBODYS, likely_name, likely_namespace, starting_files

    said, root = Said(quiet, verbose), Path(folder)
    if os.path.lexists(root) and not root.is_dir():
        raise AnkibuilderError(f"{folder} is no folder", status=2)
    likely = likely_name(root.resolve().name)
    _refuse(root, starting_files(likely, likely_namespace(likely)))  # before anything is asked
    name = " ".join((name or _asked("Name of the deck", likely)).split())
    namespace = namespace or _asked("Namespace, part of every note's identity", likely_namespace(name))
    _is_an_id(namespace)
    files = _proven(starting_files(name, namespace, _came_from()))
    _refuse(root, files)
    _write(root, files)
    said.note(f"began `{name}` with {count(len(files), 'file')}; `ankibuilder build` makes the package")
    if namespace == NOBODYS:
        said.note(
            f"its namespace is `{NOBODYS}`, as that of others may be: change it in ankibuilder.yaml before a release"
        )
    said.detail("its three cards are there to be changed: `ankibuilder new concept` prints another to fill in")


def _asked(what: str, likely: str) -> str:
    """Ask who sits at the terminal; without one, take what is likely."""
    if sys.stdin is None or sys.stderr is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return likely
    answer: str = click.prompt(what, default=likely, err=True)
    return answer.strip() or likely


def _is_an_id(namespace: str) -> None:
    """Refuse what is no id before it becomes the name of a file."""
    from ankibuilder.shape import IDENTIFIER

    if not IDENTIFIER.fullmatch(namespace):
        hint = "take small letters, digits and single hyphens, and begin with a letter"
        raise AnkibuilderError(f"`{namespace}` cannot be a namespace: nothing was written", hint, status=2)


def _came_from() -> str:
    """Name the repository and commit that this program was installed from, where pip noted one (PEP 610)."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        noted = json.loads(distribution("ankibuilder").read_text("direct_url.json") or "{}")
    except PackageNotFoundError:
        return ""
    address, commit = noted.get("url", ""), noted.get("vcs_info", {}).get("commit_id", "")
    ours = commit and address.startswith("https://") and "@" not in address  # nobody's password
    return f"ankibuilder @ git+{address}@{commit}" if ours else ""


def _proven(files: dict[str, str]) -> dict[str, str]:
    """Write the project aside and check it, as a name may not do; add the schemas, which are made of what was read."""
    from ankibuilder.check import check
    from ankibuilder.report import as_text, summary
    from ankibuilder.schema import as_files
    from ankibuilder.writing import private_folder, write_whole

    with private_folder() as aside:
        for path, text in files.items():
            write_whole(aside / path, text.encode())
        checked = check(aside)
    if checked.diagnostics:
        click.echo(as_text(checked.diagnostics), err=True, nl=False)
        raise AnkibuilderError(f"nothing was written: {summary(checked.diagnostics)}", "choose another name", status=2)
    return files | {f"schema/{name}": raw.decode() for name, raw in as_files(checked.project).items()}


def _refuse(root: Path, names: Iterable[str]) -> None:
    there = [name for name in names if os.path.lexists(root / name)]
    if there:
        message = f"{root} has {', '.join(there)} already: nothing was written"
        raise AnkibuilderError(message, "name a folder that has none of these", status=2)


def _write(root: Path, files: dict[str, str]) -> None:
    from ankibuilder.writing import write_whole

    for name in sorted(files):
        own_folder(root, Path(name).parent.as_posix())
    for name, text in sorted(files.items()):
        write_whole(root / name, text.encode())
        print_result(f"{as_seen_from_here(root / name)}\n")
