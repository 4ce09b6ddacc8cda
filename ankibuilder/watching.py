"""Looks whether a project's files changed, without reading them. Does not know what a change means."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

Seen: TypeAlias = Mapping[str, tuple[int, int]]
_TEXTS = (".yaml", ".yml", ".lock", ".html", ".css")
_STANDARD = re.compile(r"^standard: *['\"]?([\w./-]+)", re.M)


def seen(root: Path) -> Seen:
    """Give time and size of every file that a check reads, by path."""
    files = [root / "ankibuilder.yaml", root / "ankibuilder.lock"]
    with contextlib.suppress(OSError, UnicodeDecodeError):
        files += (root / named for named in _STANDARD.findall(files[0].read_text(encoding="utf-8")))
    paths = [*map(str, files), *(path for name in ("cards", "decks", "kinds") for path in _below(str(root / name)))]
    state = {}
    for path in paths:
        with contextlib.suppress(OSError):  # gone between listing and looking
            looked = os.lstat(path)
            state[path] = (looked.st_mtime_ns, looked.st_size)
    return state


def lacking(before: Seen, after: Seen) -> set[str]:
    """Name the files that are gone; not those under names that no check reads, which editors put down for a moment."""
    from ankibuilder.load.media import IMAGES, SOUNDS

    read = (*_TEXTS, *(f".{ending}" for ending in (*IMAGES, *SOUNDS)))
    return {path for path in before.keys() - after.keys() if path.endswith(read)}


def _below(folder: str) -> Iterator[str]:
    """Yield every file and folder below one; links are not followed."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        yield entry.path
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
