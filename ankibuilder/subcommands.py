"""Finds the subcommands: each is a file in `commands/`. Knows none of them by name, and imports nothing heavy."""

from __future__ import annotations

import importlib
import keyword
from pathlib import Path

import click

from ankibuilder import __version__

_COMMANDS = Path(__file__).parent / "commands"


class _Commands(click.Group):
    """Looks subcommands up in the `commands` folder when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(path.stem.removesuffix("_").replace("_", "-") for path in _COMMANDS.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        stem = name.replace("-", "_")
        stem = f"{stem}_" if keyword.iskeyword(stem) else stem  # no module can be called `import`
        module = importlib.import_module(f"ankibuilder.commands.{stem}")
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
