"""Puts bytes into a file so that at every moment the old file or the new one is whole.

A draft beside the file is filled, brought to the disk, read back and judged; then it takes the file's place. Does not
know what the bytes are: who does brings a judge.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.writing.drafts import alone, create, sweep, to_disk
from ankibuilder.writing.folders import fill_folder, folder_beside, private_folder

__all__ = ["alone", "fill_folder", "folder_beside", "private_folder", "write_whole"]

_CHUNK, _PIECE = 1 << 24, 1 << 20
# Windows lets no file be replaced that Anki or a virus scanner has open; most let go soon. Seconds between the tries.
_PATIENCE: tuple[float, ...] = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6) if os.name == "nt" else ()


def write_whole(path: Path, raw: bytes, judge: Callable[[IO[bytes]], object] | None = None) -> bool:
    """Replace a file's content at once, its rights kept; False where it already was the same.

    Raises AnkibuilderError where that cannot be done, or where the judge, who is shown what was written, raises one;
    then the old file stays as it was.
    """
    try:
        _is_ordinary(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        if path.is_file() and path.read_bytes() == raw:
            return False
        _replace(path, raw, judge)
    except OSError as fault:
        raise AnkibuilderError(f"cannot write {path}: {fault.strerror or fault}") from fault
    return True


def _is_ordinary(path: Path) -> None:
    """Refuse what is no file: a link would lead elsewhere, and a device is not to be replaced by a file."""
    with contextlib.suppress(FileNotFoundError):
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            hint = "remove it, or name another folder"
            raise AnkibuilderError(f"cannot write {path}: it is a shortcut (a symbolic link)", hint)
        if not stat.S_ISREG(mode):
            raise AnkibuilderError(f"cannot write {path}: it is no ordinary file")


def _replace(path: Path, raw: bytes, judge: Callable[[IO[bytes]], object] | None) -> None:
    # The draft has its name before it is there: an interrupt at any moment finds what to remove.
    draft = path.parent / f".ankibuilder-{os.urandom(8).hex()}.tmp"
    descriptor = -1
    try:
        descriptor = create(draft)
        _fill(descriptor, raw)
        _give_rights(draft, path)
        to_disk(descriptor)
        _read_back(draft, path, raw, judge)
        descriptor = _closed_on_windows(descriptor)
        _take_place(draft, path)
    except BaseException:
        with contextlib.suppress(OSError):  # the first fault is the one to tell
            draft.unlink(missing_ok=True)
        raise
    finally:
        if descriptor >= 0:
            os.close(descriptor)
    _folder_to_disk(path)


def _fill(descriptor: int, raw: bytes) -> None:
    left = memoryview(raw)
    while left:
        left = left[os.write(descriptor, left[:_CHUNK]) :]


def _give_rights(draft: Path, path: Path) -> None:
    """Give the draft the rights and owner of the file it replaces, or the rights that a new file has here."""
    try:
        old = path.stat()
    except FileNotFoundError:
        mask = os.umask(0o077)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)
        return
    if sys.platform != "win32" and (old.st_uid, old.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(OSError):  # only some may give a file away; otherwise it is theirs now
            os.chown(draft, old.st_uid, old.st_gid)
    draft.chmod(stat.S_IMODE(old.st_mode) & 0o777)


def _read_back(draft: Path, path: Path, raw: bytes, judge: Callable[[IO[bytes]], object] | None) -> None:
    with draft.open("rb") as written:
        if not _is_same(written, memoryview(raw)):
            raise AnkibuilderError(f"cannot write {path}: what was written does not read back the same")
        if judge is None:
            return
        written.seek(0)
        try:
            judge(written)
        except AnkibuilderError as fault:
            raise AnkibuilderError(f"cannot write {path}: it would not be whole: {fault.message}") from fault


def _is_same(written: IO[bytes], raw: memoryview) -> bool:
    """Compare piece by piece: what was read of a large file would be as large again."""
    pieces = (raw[at : at + _PIECE] for at in range(0, len(raw), _PIECE))
    return all(written.read(len(piece)) == piece for piece in pieces) and not written.read(1)


def _closed_on_windows(descriptor: int) -> int:
    """Close the draft where an open file cannot be renamed; elsewhere it stays open, and locked, until it has."""
    if os.name != "nt":
        return descriptor
    os.close(descriptor)
    return -1


def _take_place(draft: Path, path: Path) -> None:
    for pause in _PATIENCE:
        try:
            draft.replace(path)
            return
        except PermissionError:
            threading.Event().wait(pause)
    draft.replace(path)


def _folder_to_disk(path: Path) -> None:
    """Bring the new name to the disk, too. Windows has no such thing, and some file systems neither."""
    if os.name != "posix":
        return
    try:
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP):
            message = f"{path} is written and whole, but may not outlast a power cut: {fault.strerror or fault}"
            raise AnkibuilderError(message) from fault
