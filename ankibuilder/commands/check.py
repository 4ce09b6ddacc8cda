"""`ankibuilder check`: every finding in one run. Does not know how findings are made or printed."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath

import click

from ankibuilder.commands import Said, common, print_result, project_root, wants_colour
from ankibuilder.diagnostics import AnkibuilderError, Diagnostic


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell findings.")
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@common
def command(
    paths: tuple[str, ...], form: str, strict: bool, project: str | None, no_color: bool, verbose: bool, quiet: bool
) -> None:
    """Look for mistakes, and say where they are and what to do.

    With PATH, only findings in those files and folders are told; the whole project is read all the same.

    \b
    ankibuilder check
    ankibuilder check cards/010-start-here.yaml --format json
    """
    from ankibuilder.check import check
    from ankibuilder.report import as_json, as_text, census, summary

    said = Said(quiet, verbose)
    root = project_root(project)
    checked = check(root)
    found = _within(checked.diagnostics, paths, root)
    print_result(as_json(found) if form == "json" else as_text(found, wants_colour(no_color, sys.stdout)))
    said.note(f"checked {census(checked.project)}: {summary(found)}")
    failed = bool(found) if strict else any(diagnostic.severity == "error" for diagnostic in found)
    click.get_current_context().exit(1 if failed else 0)


def _within(diagnostics: list[Diagnostic], paths: tuple[str, ...], root: Path) -> list[Diagnostic]:
    if not paths:
        return diagnostics
    wanted = [PurePosixPath(_relative(path, root)) for path in paths]
    return [d for d in diagnostics if any(PurePosixPath(d.span.source.path).is_relative_to(path) for path in wanted)]


def _relative(path: str, root: Path) -> str:
    there = Path(os.path.abspath(path))  # noqa: PTH100 - without following links, which a project may not hold
    if not there.exists():
        raise AnkibuilderError(f"there is no file or folder {path}", status=2)
    if not there.is_relative_to(root):
        raise AnkibuilderError(f"{path} is not in the project at {root}", status=2)
    return there.relative_to(root).as_posix()
