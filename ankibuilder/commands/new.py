"""`ankibuilder new`: a card to fill in. Does not know what a kind asks for."""

from __future__ import annotations

import sys

import click

from ankibuilder.commands import Said, common, print_result, project_root, wants_colour
from ankibuilder.commands._completion import kind_names
from ankibuilder.diagnostics import AnkibuilderError


@click.command("new")
@click.argument("kind", shell_complete=kind_names)
@common
def command(kind: str, project: str | None, no_color: bool, verbose: bool, quiet: bool) -> None:
    """Print a card of a KIND to fill in, as it stands at the end of a module.

    Every name has a comment that says what to write; what the card need not have begins with `#`. `ankibuilder check`
    says what is still empty.

    \b
    ankibuilder new reframe >> cards/010-start-here.yaml
    """
    from ankibuilder.blank import blank_card
    from ankibuilder.load import load, outline
    from ankibuilder.report import as_text, summary
    from ankibuilder.suggest import did_you_mean

    root = project_root(project)
    outlined, found = outline(root)
    if found:
        click.echo(as_text(found, wants_colour(no_color, sys.stderr)), err=True, nl=False)
        raise AnkibuilderError(f"nobody can say what a card looks like here: {summary(found)}", status=1)
    if kind not in outlined.kinds:
        raise AnkibuilderError(f"there is no kind `{kind}`", did_you_mean(kind, outlined.kinds), status=2)
    print_result(blank_card(outlined.kinds[kind], load(root)[0]))
    Said(quiet, verbose).note("give it an id of its own, fill it in, and run `ankibuilder check`")
