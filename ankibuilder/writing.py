"""Puts bytes into a file so that at every moment the old file or the new one is whole. Does not know what they are."""

from __future__ import annotations

import contextlib
import glob
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ankibuilder.diagnostics import AnkibuilderError

_STALE = 3600  # seconds


def write_whole(path: Path, raw: bytes) -> bool:
    """Replace a file's content at once, its rights kept; False where it already was the same.

    Raises AnkibuilderError where that cannot be done, and the old file stays as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == raw:
            return False
        _replace(path, raw)
    except OSError as fault:
        raise AnkibuilderError(f"cannot write {path}: {fault.strerror or fault}") from fault
    return True


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep another process that asks for the same folder out meanwhile; the system lets go of it if we are killed.

    Raises AnkibuilderError where another has it. On Windows nobody is kept out.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY) if os.name == "posix" else None
    except OSError as fault:
        raise AnkibuilderError(f"cannot write into {folder}: {fault.strerror or fault}") from fault
    try:
        if descriptor is not None:
            _lock(descriptor, folder)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise AnkibuilderError(f"another process writes into {folder}", "try again when it is done") from fault
    except OSError:
        return  # a file system without locks


def _replace(path: Path, raw: bytes) -> None:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        _give_rights(name, path)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    _sweep(path)


def _sweep(path: Path) -> None:
    """Remove what a killed run left behind an hour or more ago; a younger file may belong to one that still writes."""
    now = path.stat().st_mtime  # just written
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
        with contextlib.suppress(OSError):
            if now - left.stat().st_mtime > _STALE:
                left.unlink()


def _give_rights(name: str, path: Path) -> None:
    """Give the file the rights of the one it replaces, or those that a new file has here; mkstemp makes it private."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(stat.S_IMODE(path.stat().st_mode) & 0o777 if path.is_file() else 0o666 & ~mask)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
