"""The zip around a package, opened under limits: few entries, of a size, none within another, bytes counted.

Names are never used as paths, and nothing is written to disk. Does not know what the members mean.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, KeysView
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from ankibuilder.diagnostics import AnkibuilderError

MOST_ENTRIES = 100_000
MOST_MEMBER = 100_000_000
MOST_TOTAL = 2_000_000_000
_MOST_RATIO, _RATIO_FROM = 100, 1_000_000  # a small file of one letter over and over is no bomb
_MOST_DIRECTORY = 30_000_000  # bytes that name all entries: more than 100,000 of Anki's own need
_CHUNK = 1 << 18
_END, _END64 = b"PK\x05\x06", b"PK\x06\x07"


class Unsound(Exception):
    """What is wrong with a package, in words that follow its name; never leaves this stage."""


@dataclass(slots=True)
class Archive:
    """An open package, and how many bytes may still be read from it."""

    zip: zipfile.ZipFile
    left: int = MOST_TOTAL

    @property
    def names(self) -> KeysView[str]:
        """Give the names of all members: no copy, as each of 60,000 media asks."""
        return self.zip.NameToInfo.keys()

    def read(self, name: str, most: int = MOST_MEMBER) -> bytes:
        """Read a member that is held in memory, once: of a list of pieces, the whole would be as large again."""
        whole = BytesIO()
        for chunk in self.chunks(name, most):
            whole.write(chunk)
        return whole.getvalue()

    def chunks(self, name: str, most: int = MOST_MEMBER) -> Iterator[bytes]:
        """Yield a member piece by piece, counting what really comes: what headers say of sizes may be lies."""
        entry = self.zip.getinfo(name)
        bound = min(most, self.left, max(_RATIO_FROM, entry.compress_size * _MOST_RATIO))
        with self.zip.open(entry) as member:
            while chunk := member.read(min(_CHUNK, bound + 1)):
                bound -= len(chunk)
                self.left -= len(chunk)
                if bound < 0:
                    raise Unsound(f"`{name}` in it is larger than a package's files are")
                yield chunk

    def read_everything(self) -> None:
        """Read every member once, so that its sum is compared. Raises Unsound for one whose name leads elsewhere."""
        for name in self.zip.namelist():
            if name.startswith("/") or "\\" in name or ".." in name.split("/"):
                raise Unsound(f"`{name[:60]}` in it would be written elsewhere")
            for _ in self.chunks(name):
                pass

    def unpacked(self, name: str, most: int = MOST_MEMBER) -> bytes:
        """Read a member of the newer form, which is packed by zstd inside the zip."""
        from ankibuilder.reading.zstd import unpacked

        raw = unpacked(self.read(name, most), min(most, self.left))
        self.left -= len(raw)
        return raw

    def collection(self, most: int = MOST_MEMBER) -> tuple[bytes, bool]:
        """Give the bytes of the collection, and whether the package is of Anki's newer, zstd-packed form."""
        if "collection.anki21b" in self.names:
            return self.unpacked("collection.anki21b"), True
        for name in ("collection.anki21", "collection.anki2"):
            if name in self.names:
                return self.read(name, most), False
        raise Unsound("there is no collection in it, so it is no Anki package")


@contextmanager
def opened(file: IO[bytes], name: str) -> Iterator[Archive]:
    """Open a package; whatever is wrong with it, now or while it is read, is raised as an AnkibuilderError."""
    try:
        _directory_is_small(file)
        with zipfile.ZipFile(file) as archive:
            _entries_are_sound(archive)
            yield Archive(archive)
    except Unsound as fault:
        raise AnkibuilderError(_visible(f"{name}: {fault}"), _CURE, status=1) from fault
    except _DAMAGED as fault:
        message = f"{name} is damaged, or no Anki package: {fault}"
        raise AnkibuilderError(_visible(message), _CURE, status=1) from fault


_CURE = "take an .apkg that ankibuilder built or Anki exported"
# What zipfile, zlib and struct raise for bytes that are not what they say.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, NotImplementedError, RuntimeError,
            KeyError, IndexError, OverflowError, MemoryError)  # fmt: skip


def _visible(text: str) -> str:
    """Keep what a package says of itself from steering the terminal it is shown on."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)


def _directory_is_small(file: IO[bytes]) -> None:
    """Look at the end of the file first: zipfile would read a directory of any size before it can be asked."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 65_557 - 20))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Unsound("it is no zip file, or its end is missing; so it is no Anki package")
    if _END64 in tail[max(0, at - 20) : at] or struct.unpack_from("<L", tail, at + 12)[0] > _MOST_DIRECTORY:
        raise Unsound("it has more entries than a package has")
    file.seek(0)


def _entries_are_sound(archive: zipfile.ZipFile) -> None:
    """Refuse too many entries, doubled names, odd ways of packing, and entries that overlap (CVE-2024-0450)."""
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    if len(entries) > MOST_ENTRIES:
        raise Unsound("it has more entries than a package has")
    if len({entry.filename for entry in entries}) != len(entries):
        raise Unsound("two files in it have one name")
    free = 0
    for entry in entries:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1:
            raise Unsound(f"`{entry.filename}` in it is packed in a way that Anki does not use")
        if entry.header_offset < free:
            raise Unsound("files in it overlap")
        free = entry.header_offset + 30 + len(entry.filename) + entry.compress_size
    if free > archive.start_dir:
        raise Unsound("files in it overlap")
