"""`ankibuilder check`: every finding in one run. Does not know how findings are made or printed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click

from ankibuilder.commands import Said, common, places, print_result, project_root, wants_colour, within
from ankibuilder.commands._completion import files, rule_names
from ankibuilder.diagnostics import AnkibuilderError, Diagnostic
from ankibuilder.watching import Seen, seen

_PAUSE = 0.2  # seconds between two looks at the files


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to tell.")
@click.option(
    "--select", metavar="RULES", shell_complete=rule_names, help="Tell only of these rules (names with commas between)."
)
@click.option("--ignore", metavar="RULES", shell_complete=rule_names, help="Tell of all but these rules.")
@click.option("--strict", is_flag=True, help="Let warnings fail, too.")
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@common
def command(
    paths: tuple[str, ...], form: str, select: str | None, ignore: str | None, strict: bool, watch: bool,
    project: str | None, no_color: bool, verbose: bool, quiet: bool,
) -> None:  # fmt: skip
    """Look for mistakes, and say where they are and what to do.

    With PATH, only findings in those files and folders are told; the whole project is read all the same.

    \b
    ankibuilder check
    ankibuilder check cards/010-start-here.yaml --format json
    ankibuilder check --strict --ignore cut-off-text
    """
    from ankibuilder.check import check
    from ankibuilder.report import census, summary

    said = Said(quiet, verbose)
    root = project_root(project)
    wanted = _wanted(select, ignore)
    asked = places(paths, root)
    failed = False

    def once() -> None:
        nonlocal failed
        checked = check(root, wanted)
        found = [d for d in checked.diagnostics if wanted(d.rule) and within(d.span.source.path, asked)]
        heard = print_result(_told(found, form, root, wants_colour(no_color, sys.stdout)))
        if watch and not heard:
            raise BrokenPipeError  # nobody is there to watch for
        hidden = checked.errors - sum(diagnostic.severity == "error" for diagnostic in found)
        said.note(f"checked {census(checked.project)}: {summary(found)}{_not_shown(hidden)}")
        failed = bool(found) if strict else any(diagnostic.severity == "error" for diagnostic in found)

    before = seen(root)
    once()
    if watch:
        _again_and_again(root, before, once)
    click.get_current_context().exit(1 if failed else 0)


def _not_shown(errors: int) -> str:
    """Say that there is more than was asked for: a clean report must not pass for a clean project."""
    return f"; {errors} other error{' is' if errors == 1 else 's are'} not shown" if errors else ""


def _wanted(select: str | None, ignore: str | None) -> Callable[[str], bool]:
    only, never = _rules(select), _rules(ignore) or frozenset()
    return lambda rule: (only is None or rule in only) and rule not in never


def _rules(given: str | None) -> frozenset[str] | None:
    from ankibuilder.rules import names
    from ankibuilder.suggest import did_you_mean

    if given is None:
        return None
    rules = [rule.strip() for rule in given.split(",") if rule.strip()]
    if not rules:
        raise AnkibuilderError("no rule is named", "name one or several, with commas between", status=2)
    for rule in rules:
        if rule not in names():
            hint = did_you_mean(rule, names()) or "`ankibuilder explain` lists all rules"
            raise AnkibuilderError(f"there is no rule `{rule}`", hint, status=2)
    return frozenset(rules)


def _told(found: list[Diagnostic], form: str, root: Path, colour: bool) -> str:
    from ankibuilder.report import as_github, as_json, as_text

    if form == "json":
        return as_json(found)
    return as_github(found, _prefix(root)) if form == "github" else as_text(found, colour)


def _prefix(root: Path) -> str:
    """Lead from GitHub's checkout to the project, for annotations to find their files."""
    workspace = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())
    inside = root.resolve().is_relative_to(workspace.resolve()) and root.resolve() != workspace.resolve()
    return f"{root.resolve().relative_to(workspace.resolve()).as_posix()}/" if inside else ""


def _again_and_again(root: Path, before: Seen, once: Callable[[], None]) -> None:
    """`before` is how the files were before the first check: what changes during a check is a change, too."""
    while True:
        time.sleep(_PAUSE)
        if (now := seen(root)) != before:
            before = now
            if sys.stdout is not None and sys.stdout.isatty():
                click.clear()
            try:
                once()
            except AnkibuilderError as fault:  # a file that is just being saved, perhaps
                click.echo(f"error: {fault.message}", err=True)
            sys.stdout.flush()
