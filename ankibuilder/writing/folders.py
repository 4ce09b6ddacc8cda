"""Private folders for what libraries write to disk, such as Anki's own collections. Does not know what that is."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.writing.drafts import held_by_nobody, hold, names

_FOLDER = re.compile(r"ankibuilder-[0-9a-f]{16}")
_BESIDE = re.compile(r"\.ankibuilder-[0-9a-f]{16}")


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


def _sweep(place: Path, made: re.Pattern[str] = _FOLDER) -> None:
    for name in names(place, made):
        with held_by_nobody(place / name) as free:
            if free:
                _remove(place / name)


def fill_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder that nobody else looks at yet. Raises AnkibuilderError where that cannot be done."""
    try:
        for name, raw in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(raw)
    except OSError as fault:
        raise AnkibuilderError(f"cannot write into {folder}: {fault.strerror or fault}") from fault


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """Give a folder that takes the place of `target` when all went well, and is gone otherwise.

    Raises AnkibuilderError where something is there already, or the folder cannot take its place.
    """
    made = target.parent / f".ankibuilder-{os.urandom(8).hex()}"
    descriptor = -1
    try:
        _is_free(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent, _BESIDE)
        descriptor = _create(made)
        yield made
        _is_free(target)
        with contextlib.suppress(FileNotFoundError):
            target.rmdir()  # an empty one may be there
        mask = os.umask(0o077)
        os.umask(mask)
        made.chmod(0o777 & ~mask)
        made.rename(target)
    except OSError as fault:
        raise AnkibuilderError(f"cannot write {target}: {fault.strerror or fault}") from fault
    finally:
        if descriptor >= 0:
            os.close(descriptor)
        _remove(made)


def _is_free(target: Path) -> None:
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise AnkibuilderError(f"{target} is there already", "name a folder that is not there, or empty", status=2)
