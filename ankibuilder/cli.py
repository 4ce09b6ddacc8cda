"""The `ankibuilder` command: finds the subcommands, and turns every failure into a message and an exit status.

Knows no subcommand by name: each is a file in `commands/`. Imports nothing heavy, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from pathlib import Path

import click

from ankibuilder import __version__
from ankibuilder.diagnostics import AnkibuilderError

_COMMANDS = Path(__file__).parent / "commands"


class _Commands(click.Group):
    """Looks subcommands up in the `commands` folder when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(path.stem.replace("_", "-") for path in _COMMANDS.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"ankibuilder.commands.{name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the one that was probably meant."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            from ankibuilder.suggest import did_you_mean

            ctx.fail(f"there is no command `{args[0]}`; {did_you_mean(args[0], self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ankibuilder")
def main() -> None:
    """Build Anki packages from YAML cards, and say what is wrong with them and where.

    \b
    ankibuilder check          look for mistakes
    ankibuilder build          write dist/<deck>.apkg, ready to import into Anki
    """


def program() -> None:
    """Be a process of its own: end at once, as taking a model of a million values apart takes longer than that."""
    try:
        run()
    except SystemExit as left:
        with contextlib.suppress(OSError, ValueError):  # closed by who called
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
        os._exit(left.code if isinstance(left.code, int) else 0)


def run() -> None:
    """Run the command line and leave with its exit status: 0, 1 findings, 2 usage, 3 environment, 130 interrupted."""
    try:
        status = main(standalone_mode=False)
        if sys.stdout is not None:  # closed by who called
            sys.stdout.flush()
    except click.ClickException as fault:
        fault.show()
        status = 2
    except AnkibuilderError as fault:
        click.echo(f"error: {fault.message}", err=True)
        if fault.hint:
            click.echo(f"   hint: {fault.hint}", err=True)
        status = fault.status
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        status = 130
    except BrokenPipeError:
        # Whoever read our output has enough of it; Python would complain again while it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except OSError as fault:
        with contextlib.suppress(OSError):
            where = f"{fault.filename}: " if fault.filename else ""
            click.echo(f"error: {where}{fault.strerror or fault}", err=True)
        status = 3
    sys.exit(status if isinstance(status, int) else 0)
