"""Unpacks Anki's newer packages with the optional library `zstandard`, a bounded number of bytes. Knows no formats."""

from __future__ import annotations

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.reading.archive import Unsound


def unpacked(raw: bytes, most: int) -> bytes:
    """Unpack at most `most` bytes; nine packed kilobytes can be three hundred megabytes."""
    try:
        import zstandard
    except ImportError as fault:
        message = "this package is of Anki's newer form, which needs the library `zstandard`"
        hint = "`.venv/bin/pip install zstandard`, or export with *Support older Anki versions* ticked"
        raise AnkibuilderError(message, hint) from fault
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(raw) as reader:
            found: bytes = reader.read(most + 1)
    except zstandard.ZstdError as fault:
        raise Unsound(f"a file in it is damaged: {fault}") from fault
    if len(found) > most:
        raise Unsound("a file in it is larger than a package's files are")
    return found
