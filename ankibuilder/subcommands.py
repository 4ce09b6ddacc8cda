"""Finds the subcommands: each is a file in `commands/`. Knows none of them by name, and imports nothing heavy."""

from __future__ import annotations

import importlib
import keyword
import re
from pathlib import Path

import click

from ankibuilder import __version__

_COMMANDS = Path(__file__).parent / "commands"
_SAYS = re.compile(r"^def command\(.*?^    \"\"\"(.*?)\"\"\"", re.S | re.M)


def _stem(name: str) -> str:
    """Name a command's module: none can be called `import`."""
    stem = name.replace("-", "_")
    return f"{stem}_" if keyword.iskeyword(stem) else stem


class _Commands(click.Group):
    """Looks subcommands up in the `commands` folder when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(path.stem.removesuffix("_").replace("_", "-") for path in _COMMANDS.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"ankibuilder.commands.{_stem(name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List commands with their first sentence, read from their files: importing them takes longer than click."""
        names = self.list_commands(ctx)
        room = formatter.width - 6 - max(map(len, names))
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.first_sentence(name, room)) for name in names])

    def first_sentence(self, name: str, room: int) -> str:
        """Give what a command's help begins with, as click shortens it."""
        found = _SAYS.search((_COMMANDS / f"{_stem(name)}.py").read_text(encoding="utf-8"))
        return click.Command(name, help=found[1] if found else "").get_short_help_str(room)

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
