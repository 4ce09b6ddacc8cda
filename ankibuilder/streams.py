"""Standard streams that may be closed, full, or read by nobody. Does not know what is said on them."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # `typing` takes milliseconds to import
if TYPE_CHECKING:
    from typing import Any, TextIO


def occupy() -> None:
    """Open what whoever started us closed: otherwise a file of ours becomes stdout, and gets what is printed there."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free


class Patient:
    """stderr for which it is no fault that nobody listens: what is said there must not stop the work."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or do not."""
        try:
            self._stream.write(text)
        except OSError:
            _to_nowhere(self._stream)
        return len(text)

    def flush(self) -> None:
        """Flush, or do not."""
        try:
            self._stream.flush()
        except OSError:
            _to_nowhere(self._stream)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _to_nowhere(stream: TextIO) -> None:
    """Let all that is still to come, Python's own words at its end too, go where it does no harm."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def nobody_reads() -> None:
    """Whoever read stdout has enough of it; Python would complain again while it closes it."""
    if sys.stdout is not None:
        _to_nowhere(sys.stdout)


def flush() -> None:
    """Send off what is still to be said, where anybody listens."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):  # closed by who called
            continue
