"""Reads the head of one HTTP request, under limits of size and time, and strictly: what is unusual is refused.

Does not know which requests are answered.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

MOST_BYTES = 16_384
MOST_PATH = 1_024
MOST_HEADERS = 64
PATIENCE = 5.0  # seconds for the whole head, however often a byte arrives
_LINE = re.compile(rb"([A-Z]{1,16}) ([!-~]+) HTTP/1\.1")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*")


@dataclass(frozen=True, slots=True)
class Request:
    """A request without a body; names of headers in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


class Refused(Exception):
    """A request that is not even read to its end; `status` 0 where there is nobody to answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def read_request(connection: socket.socket, patience: float = PATIENCE) -> Request:
    """Read a request. Raises Refused where it is none that a browser would send here."""
    head, rest = _head(connection, time.monotonic() + patience)
    first, *lines = head.split(b"\r\n")
    found = _LINE.fullmatch(first)
    if found is None:
        raise Refused(400)
    method, path = found[1].decode(), found[2].decode()
    if len(path) > MOST_PATH:
        raise Refused(414)
    headers = _headers(lines)
    if rest or headers.get("content-length", "0") != "0" or "transfer-encoding" in headers or "expect" in headers:
        raise Refused(400)  # nobody has to send anything here, nor a second request behind the first
    return Request(method, path, headers)


def _head(connection: socket.socket, until: float) -> tuple[bytes, bytes]:
    raw = b""
    while b"\r\n\r\n" not in raw:
        left = until - time.monotonic()
        if left <= 0:
            raise Refused(408)
        connection.settimeout(left)
        try:
            more = connection.recv(4_096)
        except TimeoutError:
            raise Refused(408) from None
        except OSError:
            raise Refused(0) from None
        if not more:
            raise Refused(0)
        raw += more
        if len(raw) > MOST_BYTES:
            raise Refused(431)
    head, _, rest = raw.partition(b"\r\n\r\n")
    return head, rest


def _headers(lines: list[bytes]) -> Mapping[str, str]:
    if len(lines) > MOST_HEADERS:
        raise Refused(431)
    headers: dict[str, str] = {}
    for line in lines:
        found = _HEADER.fullmatch(line)
        if found is None:
            raise Refused(400)
        name = found[1].decode().lower()
        if name in headers:  # of two hosts, which one is meant?
            raise Refused(400)
        headers[name] = found[2].decode("latin-1")
    return headers
