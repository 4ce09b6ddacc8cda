"""`ankibuilder explain`: a rule's manual. Does not know any one rule."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from ankibuilder.commands import Said, common, print_json, print_result, project_root, wants_colour
from ankibuilder.commands._completion import rule_names
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.files import find_project

_LIST_ALL = "`ankibuilder explain` alone lists all rules"


@click.command("explain")
@click.argument("rule", required=False, shell_complete=rule_names)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell.")
@common
def command(rule: str | None, form: str, project: str | None, no_color: bool, verbose: bool, quiet: bool) -> None:
    """Tell a RULE's fault, why a learner suffers from it, and what fails and passes. Without RULE: all of them.

    In a project whose standard speaks of the rule, what it asks there is told as well.

    \b
    ankibuilder explain duplicate-id
    ankibuilder explain --format json
    """
    from ankibuilder.manuals import readable
    from ankibuilder.rules import names
    from ankibuilder.suggest import closest

    root = project_root(project) if project is not None else None
    said = Said(quiet, verbose)
    if form == "json" and (rule is None or rule in names()):
        print_json({"rules": [_as_json(name, root) for name in names() if rule in (None, name)]})
    elif rule is None:
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


def _as_json(rule: str, root: Path | None) -> dict[str, Any]:
    from ankibuilder.manuals import readable
    from ankibuilder.rules import active, judging

    weights = {name: str(module.SEVERITY) for name, module in active([rule])}
    fault, _, rest = readable(rule).partition("\n")
    return {"rule": rule, "judges": rule in judging(), "severity": weights.get(rule, "error"), "fault": fault,
            "manual": rest.strip(), "here": list(_asked(rule, root))}  # fmt: skip


def _here(rule: str, root: Path | None) -> str:
    """Tell what the standard of the project around asks of the rule; nothing outside of projects."""
    lines = [f"- {line}\n" for line in _asked(rule, root)]
    return f"\nIn this project:\n\n{''.join(lines)}" if lines else ""


def _asked(rule: str, root: Path | None) -> Iterable[str]:
    from ankibuilder.load import standard_of
    from ankibuilder.rules import asked

    try:
        root = root or find_project(Path.cwd())
    except AnkibuilderError:
        return ()
    return asked(rule, standard_of(root))
