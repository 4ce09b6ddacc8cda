"""What a shell is offered while a command is typed: names in the project around. Does not know any one command.

Whatever cannot be read offers nothing, as a shell shows no messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from ankibuilder.commands import folders, project_root
from ankibuilder.diagnostics import AnkibuilderError

__all__ = ["card_ids", "deck_names", "files", "folders", "kind_names", "rule_names", "versions", "versions_or_files"]

Offer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def rule_names(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer rules; behind a comma, another one."""
    from ankibuilder.manuals import names

    before, comma, last = begun.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in names() if name.startswith(last)]


def files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Let the shell offer files."""
    return [CompletionItem(begun, type="file")]


def _from_project(names: Callable[[Path], Iterable[str]], or_files: bool = False) -> Offer:
    def offer(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        try:
            there = list(names(project_root(context.params.get("project"))))
        except (AnkibuilderError, OSError):
            there = []
        found = [CompletionItem(name) for name in there if name.startswith(begun)]
        return found if found or not or_files else files(context, parameter, begun)

    return offer


def _cards(root: Path) -> Iterable[str]:
    from ankibuilder.load import load

    return [card.id.value for card in load(root)[0].cards]


def _kinds(root: Path) -> Iterable[str]:
    from ankibuilder.load import outline

    return outline(root)[0].kinds


def _decks(root: Path) -> Iterable[str]:
    return sorted(path.stem for path in (root / "decks").glob("**/*.y*ml"))


def _versions(root: Path) -> Iterable[str]:
    from ankibuilder.lock import read_lock

    return [release.version for release in reversed(read_lock(root).releases)]


card_ids = _from_project(_cards)
kind_names = _from_project(_kinds)
deck_names = _from_project(_decks)
versions = _from_project(_versions)
versions_or_latest = _from_project(lambda root: [*_versions(root), "latest"])
versions_or_files = _from_project(_versions, or_files=True)
