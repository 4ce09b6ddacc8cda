"""`ankibuilder completion`: what makes a shell complete this program's commands. Does not know what they take."""

from __future__ import annotations

import click

from ankibuilder.commands import print_result

_VARIABLE = "_ANKIBUILDER_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a script by which SHELL completes commands, options, and the names of rules, cards, kinds, decks, versions.

    Put it where your shell finds it, then open a new terminal.

    \b
    ankibuilder completion bash > ~/.local/share/bash-completion/completions/ankibuilder
    ankibuilder completion zsh > ~/.zfunc/_ankibuilder      # with `fpath+=~/.zfunc` in ~/.zshrc, before compinit
    ankibuilder completion fish > ~/.config/fish/completions/ankibuilder.fish
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None
    program = click.get_current_context().find_root().command
    print_result(script(program, {}, "ankibuilder", _VARIABLE).source())
