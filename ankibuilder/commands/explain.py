"""`ankibuilder explain`: a rule's manual. Does not know any one rule."""

from __future__ import annotations

import click

from ankibuilder.commands import print_result
from ankibuilder.diagnostics import AnkibuilderError


@click.command("explain")
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Tell a RULE's fault, why a learner suffers from it, and what fails and passes. Without RULE: all of them.

    \b
    ankibuilder explain duplicate-id
    """
    from ankibuilder.rules import manual, names
    from ankibuilder.suggest import did_you_mean

    if rule is None:
        print_result("".join(f"{name:<20} {manual(name).splitlines()[0]}\n" for name in names()))
    elif rule in names():
        print_result(f"{rule}\n\n{manual(rule)}\n")
    else:
        raise AnkibuilderError(f"there is no rule `{rule}`", did_you_mean(rule, names()), status=2)
