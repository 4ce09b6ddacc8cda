"""Private folders for what libraries write to disk, such as Anki's own collections. Does not know what that is."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ankibuilder.writing.drafts import held_by_nobody, hold, names

_FOLDER = re.compile(r"ankibuilder-[0-9a-f]{16}")


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards, however that comes; those of killed processes are removed with it."""
    place = Path(tempfile.gettempdir())
    _sweep(place)
    folder = place / f"ankibuilder-{os.urandom(8).hex()}"
    descriptor = -1
    try:
        descriptor = _create(folder)
        yield folder
    finally:
        if descriptor >= 0:
            os.close(descriptor)
        _remove(folder)


def _create(folder: Path) -> int:
    """Make a folder and hold it; -1 where folders cannot be opened, which is on Windows."""
    while True:
        folder.mkdir(mode=0o700)
        if os.name != "posix":
            return -1
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue  # swept between two lines of ours
        hold(descriptor)
        if folder.exists():
            return descriptor
        os.close(descriptor)  # the same


def _remove(folder: Path) -> None:
    """Remove a folder even where an interrupt comes in between."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _sweep(place: Path) -> None:
    for name in names(place, _FOLDER):
        with held_by_nobody(place / name) as free:
            if free:
                _remove(place / name)
