"""Shows how far something is that takes more than a second, to who sits at a terminal. Does not know what is done."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from ankibuilder.commands import Said

_Item = TypeVar("_Item")
_PATIENCE = 1.0  # seconds: what is done before needs no bar
_PAUSE = 0.1  # between two looks of the bar
_WIDTH = 24
_ERASE = "\r\x1b[K"
_NONE = object()


def watched(items: Iterable[_Item], what: str, total: int, said: Said, long: bool = False) -> Iterator[_Item]:
    """Give the items, with a bar while they last.

    Where each takes `long`, the bar is there at once, and gone whenever an item is given, so that its taker may print.
    """
    if said.quiet or not _on_terminal():
        yield from items
        return
    start, shown, visible = time.monotonic(), 0.0, False
    taken = iter(items)
    try:
        for done in range(sys.maxsize):
            moment = time.monotonic()
            if done < total and (long or moment - start > _PATIENCE) and moment - shown > _PAUSE:
                click.echo(f"{_ERASE}{_bar(what, done, total)}", err=True, nl=False)
                shown, visible = moment, True
            item = next(taken, _NONE)
            if item is _NONE:
                return
            if visible and long:
                click.echo(_ERASE, err=True, nl=False)
                visible = False
            yield item  # type: ignore[misc]  # it is none of ours
    finally:
        if visible:
            click.echo(_ERASE, err=True, nl=False)


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _bar(what: str, done: int, total: int) -> str:
    full = min(_WIDTH, done * _WIDTH // max(1, total))
    return f"{what} [{'#' * full}{'.' * (_WIDTH - full)}] {done} of {total}"
