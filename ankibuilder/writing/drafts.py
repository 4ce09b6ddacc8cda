"""Drafts: files that are not finished, each locked by the process that writes it, so that no other one sweeps it.

A lock dies with its process, however that ends: a draft that nobody holds was left behind. Where the system has no
such locks (Windows, some network folders), nothing is swept. Does not know what becomes of a draft.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ankibuilder.diagnostics import AnkibuilderError

if sys.platform != "win32":
    import fcntl

_DRAFT = re.compile(r"\.ankibuilder-[0-9a-f]{16}\.tmp")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_LOOK = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def create(draft: Path) -> int:
    """Create a draft for oneself alone, hold it, and give its descriptor; closing that lets go of it."""
    while True:
        descriptor = os.open(draft, _NEW, 0o600)
        try:
            hold(descriptor)
            if draft.exists():
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # swept between two lines of ours


def hold(descriptor: int) -> None:
    """Lock an open file or folder; where locks are not to be had, nobody sweeps either."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)


def sweep(folder: Path) -> None:
    """Remove the drafts that killed processes left in a folder."""
    for name in names(folder, _DRAFT):
        with held_by_nobody(folder / name) as free:
            if free:
                (folder / name).unlink()


def names(folder: Path, wanted: re.Pattern[str]) -> list[str]:
    """List the names in a folder that are of our making; none where it cannot be looked at."""
    if sys.platform == "win32":
        return []
    try:
        return [path.name for path in folder.iterdir() if wanted.fullmatch(path.name)]
    except OSError:
        return []


@contextmanager
def held_by_nobody(path: Path) -> Iterator[bool]:
    """Hold what nobody holds while it is removed; what cannot be looked at or removed is left."""
    try:
        descriptor = os.open(path, _LOOK)
    except OSError:
        yield False
        return
    try:
        with contextlib.suppress(OSError):
            yield _free(descriptor)
    finally:
        os.close(descriptor)


def _free(descriptor: int) -> bool:
    if sys.platform != "win32" and os.fstat(descriptor).st_uid == os.geteuid():
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep another process that asks for the same folder out meanwhile; the system lets go of it if we are killed.

    Raises AnkibuilderError where another has it. On Windows nobody is kept out.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = _locked(folder)
    except OSError as fault:
        raise AnkibuilderError(f"cannot write into {folder}: {fault.strerror or fault}") from fault
    try:
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _locked(folder: Path) -> int:
    """Lock a folder itself, so that no file is left; -1 on Windows, which cannot."""
    descriptor = -1
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            os.close(descriptor)
            raise AnkibuilderError(f"another process writes into {folder}", "try again when it is done") from fault
        except OSError:
            pass  # a file system that knows no locks
    return descriptor


def to_disk(descriptor: int) -> None:
    """Wait until what was written is on the disk; macOS has an answer of its own to what that means."""
    if sys.platform == "darwin":
        with contextlib.suppress(OSError):  # a file system that does not know it
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    os.fsync(descriptor)
