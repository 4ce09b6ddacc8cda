"""An .apkg of anybody's, read as plain values: it is taken apart under limits, and nothing in it is trusted.

What cannot be opened is the environment's fault (exit status 3) or the command's (2, no such file); what is in a file
and should not be is the file's (1). Does not know what two packages have to do with each other, nor YAML.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.reading.archive import MOST_TOTAL, Archive, opened
from ankibuilder.reading.database import closing_database, tables
from ankibuilder.reading.faults import faults, notices
from ankibuilder.reading.media import media, media_bytes
from ankibuilder.reading.notes import judge_notes, notes
from ankibuilder.reading.ours import as_package, what_they_have
from ankibuilder.reading.schema11 import schema11
from ankibuilder.reading.values import Card, Field, Meta, Note, NoteType, Package, Template

__all__ = [
    "Card", "Field", "Note", "NoteType", "Package", "Template", "as_package", "faults", "judge_package", "notices",
    "read_all_of", "read_file", "read_media", "read_package", "what_they_have",
]  # fmt: skip


def read_file(path: Path) -> Package:
    """Read a package from disk. Raises AnkibuilderError where it is missing, unreadable, or no sound package."""
    with _ordinary(path) as file:
        return read_package(file, path.name)


def read_media(path: Path, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the bytes of some of a package's media files. Raises AnkibuilderError as `read_file` does."""
    with _ordinary(path) as file, opened(file, path.name) as archive:
        yield from media_bytes(archive, "collection.anki21b" in archive.names, wanted)


def read_all_of(path: Path) -> Package:
    """Read a package from disk, and every other file in it too, though an import would pass it over."""
    with _ordinary(path) as file:
        with opened(file, path.name) as archive:
            archive.read_everything()
        return read_package(file, path.name)


def _ordinary(path: Path) -> IO[bytes]:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as fault:
        raise AnkibuilderError(f"there is no file {path}", status=2) from fault
    except OSError as fault:
        raise AnkibuilderError(f"cannot read {path}: {fault.strerror or fault}") from fault
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise AnkibuilderError(f"{path} is no ordinary file", status=2)
    return os.fdopen(descriptor, "rb")


def read_package(file: IO[bytes], name: str) -> Package:
    """Read a package from an open file. Raises AnkibuilderError, with `name` in it, where it is no sound package."""
    with opened(file, name) as archive:
        return _read(archive, name)


def judge_package(file: IO[bytes], name: str) -> None:
    """Read a package of our own from an open file, and keep nothing of it; its collection may be as large as it is.

    Raises AnkibuilderError where `read_package` does.
    """
    with opened(file, name) as archive:
        raw, modern = archive.collection(MOST_TOTAL)
        with closing_database(raw) as database:
            judge_notes(database, _meta(database, modern))
        media(archive, modern)


def _read(archive: Archive, name: str) -> Package:
    raw, modern = archive.collection()
    with closing_database(raw) as database:
        meta = _meta(database, modern)
        found, orphans = notes(database, meta)
    files = media(archive, modern)
    return Package(name, found, meta.note_types, meta.described, files, meta.presets, orphans)


def _meta(database: sqlite3.Connection, modern: bool) -> Meta:
    if not modern and "notetypes" not in tables(database):
        return schema11(database)
    from ankibuilder.reading.schema18 import schema18

    return schema18(database)
