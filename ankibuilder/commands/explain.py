"""`ankibuilder explain`: a rule's manual. Does not know any one rule."""

from __future__ import annotations

from pathlib import Path

import click

from ankibuilder.commands import print_result
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.files import find_project


@click.command("explain")
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Tell a RULE's fault, why a learner suffers from it, and what fails and passes. Without RULE: all of them.

    In a project whose standard speaks of the rule, what it asks there is told as well.

    \b
    ankibuilder explain duplicate-id
    """
    from ankibuilder.rules import manual, names
    from ankibuilder.suggest import did_you_mean

    if rule is None:
        print_result("".join(f"{name:<20} {manual(name).splitlines()[0]}\n" for name in names()))
    elif rule in names():
        print_result(f"{rule}\n\n{manual(rule)}\n{_here(rule)}")
    else:
        raise AnkibuilderError(f"there is no rule `{rule}`", did_you_mean(rule, names()), status=2)


def _here(rule: str) -> str:
    """Tell what the standard of the project around asks of the rule; nothing outside of projects."""
    from ankibuilder.load import standard_of
    from ankibuilder.rules import asked

    try:
        root = find_project(Path.cwd())
    except AnkibuilderError:
        return ""
    lines = [f"- {line}\n" for line in asked(rule, standard_of(root))]
    return f"\nIn this project:\n\n{''.join(lines)}" if lines else ""
