"""`ankibuilder schema`: what an editor needs to help with a project's files. Does not know how a schema is made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder.commands import (
    Said,
    as_seen_from_here,
    common,
    output_folder,
    print_result,
    project_root,
    wants_colour,
)
from ankibuilder.commands._completion import folders
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.model import Project

_FOLDER = "schema"


@click.command("schema")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    shell_complete=folders,
    help="Write a file a schema into DIR, and print their paths.",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail where DIR (schema/) is not up to date.")
@common
def command(
    output: str | None, only_check: bool, project: str | None, no_color: bool, verbose: bool, quiet: bool
) -> None:
    """Describe card files, manifests and settings as JSON Schema, for editors that complete and check YAML.

    The project's own kinds and views are in them. Without -o, all of them are printed as one JSON object.

    \b
    ankibuilder schema -o schema
    ankibuilder schema --check
    """
    from ankibuilder.schema import as_files, as_text, schemas

    said = Said(quiet, verbose)
    root = project_root(project)
    outlined = _outlined(root, no_color)
    if only_check:
        folder = root / _FOLDER if output is None else Path(output)
        stale = _stale(folder, as_files(outlined))
        print_result("".join(f"{line}\n" for line in stale))
        said.note(f"run `ankibuilder schema -o {as_seen_from_here(folder)}`" if stale else "every schema is up to date")
        click.get_current_context().exit(1 if stale else 0)
    elif output is None:
        print_result(as_text(schemas(outlined)))
    else:
        _write(output, as_files(outlined), said)


def _outlined(root: Path, no_color: bool) -> Project:
    """Read settings and kinds; a schema made of half of them would call good cards wrong."""
    from ankibuilder.load import outline
    from ankibuilder.report import as_text, summary

    project, found = outline(root)
    click.echo(as_text(found, wants_colour(no_color, sys.stderr)), err=True, nl=False)
    if found:
        raise AnkibuilderError(f"there is no schema yet: {summary(found)}", status=1)
    return project


def _stale(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Say which schemas are not what they would be if they were written now."""
    found = []
    for name, raw in files.items():
        path = folder / name
        if not path.is_file():
            found.append(f"{as_seen_from_here(path)}: there is no such file")
        elif path.read_bytes() != raw:
            found.append(f"{as_seen_from_here(path)}: no longer what the project's kinds and settings say")
    return found


def _write(output: str, files: dict[str, bytes], said: Said) -> None:
    from ankibuilder.writing import write_whole

    folder = output_folder(output)
    for name, raw in files.items():
        changed = write_whole(folder / name, raw)
        said.detail(f"{name}: {len(raw):,} bytes{'' if changed else ', as it was'}")
        print_result(f"{as_seen_from_here(folder / name)}\n")
