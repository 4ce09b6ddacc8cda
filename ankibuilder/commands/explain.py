"""`ankibuilder explain`: a rule's manual. Does not know any one rule."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ankibuilder.commands import Said, common, print_result, project_root, wants_colour
from ankibuilder.commands._completion import rule_names
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.files import find_project

_LIST_ALL = "`ankibuilder explain` alone lists all rules"


@click.command("explain")
@click.argument("rule", required=False, shell_complete=rule_names)
@common
def command(rule: str | None, project: str | None, no_color: bool, verbose: bool, quiet: bool) -> None:
    """Tell a RULE's fault, why a learner suffers from it, and what fails and passes. Without RULE: all of them.

    In a project whose standard speaks of the rule, what it asks there is told as well.

    \b
    ankibuilder explain duplicate-id
    """
    from ankibuilder.manuals import readable
    from ankibuilder.rules import names
    from ankibuilder.suggest import closest

    root = project_root(project) if project is not None else None
    said = Said(quiet, verbose)
    if rule is None:
        print_result(_listed())
        said.note("`ankibuilder explain <rule>` tells more of one")
    elif rule in names():
        title = f"\x1b[1m{rule}\x1b[0m" if wants_colour(no_color, sys.stdout) else rule
        print_result(f"{title}\n\n{readable(rule)}\n{_here(rule, root)}")
    else:
        near = closest(rule, names())
        hint = f"did you mean `{near}`? {_LIST_ALL}" if near else _LIST_ALL
        raise AnkibuilderError(f"there is no rule `{rule}`", hint, status=2)


def _listed() -> str:
    from ankibuilder.rules import judging, manual, names

    def lines(judges: bool) -> str:
        return "".join(f"{n:<24} {manual(n).splitlines()[0]}\n" for n in names() if (n in judging()) is judges)

    return f"Errors of form\n\n{lines(False)}\nRules that judge\n\n{lines(True)}"


def _here(rule: str, root: Path | None) -> str:
    """Tell what the standard of the project around asks of the rule; nothing outside of projects."""
    from ankibuilder.load import standard_of
    from ankibuilder.rules import asked

    try:
        root = root or find_project(Path.cwd())
    except AnkibuilderError:
        return ""
    lines = [f"- {line}\n" for line in asked(rule, standard_of(root))]
    return f"\nIn this project:\n\n{''.join(lines)}" if lines else ""
