"""docs/commands.md, made from the program: `pytest tests/test_docs.py --update` writes it."""

from __future__ import annotations

import inspect

import click

from ankibuilder.subcommands import main

HEAD = """# Commands

Every command with its options, generated from the program by `pytest tests/test_docs.py --update`: change the commands,
not this page. `ankibuilder COMMAND --help` says the same.

Results go to stdout, everything else to stderr. The exit status is 0 when all is well, 1 for findings, 2 for a command
that cannot be, 3 when the machine is in the way (a file, the disk, Anki), 130 when interrupted. [json.md](json.md)
shows what `--format json` prints. `SOURCE_DATE_EPOCH` sets the time that unreleased changes are stamped with, and
`NO_COLOR` does what `--no-color` does.
"""
SHARED = ("--project", "--no-color", "--verbose", "--quiet")


def commands_page() -> str:
    """All commands on one page."""
    context = click.Context(main, info_name="ankibuilder")
    found = [(name, main.get_command(context, name)) for name in main.list_commands(context)]
    contents = [f"- [{name}](#{name}): {first_sentence(command)}" for name, command in found if command]
    sections = [section(name, command) for name, command in found if command]
    return "\n".join([HEAD, *contents, "", *sections, shared(found[0][1])])


def first_sentence(command: click.Command) -> str:
    """What the command does, in a few words."""
    return about(command)[0].partition(". ")[0].rstrip(".") + "."


def about(command: click.Command) -> list[str]:
    """Its help by paragraphs, without the examples."""
    text, _, _ = inspect.cleandoc(command.help or "").partition("\b")
    return [" ".join(part.split()) for part in text.strip().split("\n\n")]


def examples(command: click.Command) -> list[str]:
    """The examples of its help."""
    _, _, text = inspect.cleandoc(command.help or "").partition("\b")
    return [line.strip() for line in text.strip().splitlines()]


def section(name: str, command: click.Command) -> str:
    """One command."""
    usage = " ".join(["ankibuilder", name, "[OPTIONS]", *map(written, arguments(command))])
    shown = "".join(f"$ {example}\n" for example in examples(command))
    rows = [row(option) for option in options(command)]
    table = ["| option | usually | |", "|---|---|---|", *rows, ""] if rows else []
    text = [f"## {name}", "", f"    {usage}", "", "\n\n".join(about(command)), "", f"```console\n{shown}```", ""]
    return "\n".join([*text, *table])


def arguments(command: click.Command) -> list[click.Argument]:
    """What is written without a name."""
    return [param for param in command.params if isinstance(param, click.Argument)]


def written(argument: click.Argument) -> str:
    """An argument as the usage line has it."""
    choices = "|".join(argument.type.choices) if isinstance(argument.type, click.Choice) else ""
    plain = argument.metavar or choices or str(argument.name).upper()
    return plain if argument.required or plain.startswith("[") else f"[{plain}]"


def options(command: click.Command) -> list[click.Option]:
    """The options that are the command's own."""
    found = (param for param in command.params if isinstance(param, click.Option))
    return [option for option in found if option.opts[-1] not in SHARED]


def row(option: click.Option) -> str:
    """One option: how it is written, what holds without it, and what for."""
    choices = "\\|".join(option.type.choices) if isinstance(option.type, click.Choice) else ""
    value = "" if option.is_flag else f" {choices or option.metavar or 'N'}"
    names = ", ".join(f"`{name}`" for name in option.opts)
    known = isinstance(option.default, int | str) and not option.is_flag and option.default not in ("", 0)
    return f"| {names}{value} | {option.default if known else ''} | {option.help} |"


def shared(command: click.Command | None) -> str:
    """What nearly all commands take."""
    assert command is not None
    rows = [row(param) for param in command.params if isinstance(param, click.Option) and param.opts[-1] in SHARED]
    asked = "| `-h`, `--help` |  | Tell what a command does, with examples. |"
    head = ["## Every command", "", "Where they make sense:", "", "| option | usually | |", "|---|---|---|"]
    return "\n".join([*head, *rows, asked, ""])
