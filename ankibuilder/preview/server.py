"""Hands the page, the cards and their faces to one browser on this machine, over plain sockets.

Nothing is read from disk while it serves: it holds all that may be asked for, by its exact path. Does not know the
project, nor how a page looks.
"""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.preview.board import Board
from ankibuilder.preview.face import POLICY, face_page
from ankibuilder.preview.guard import beyond, refusal
from ankibuilder.preview.request import PATIENCE, Refused, read_request

MOST_CONNECTIONS = 64
_ROOM = 0.2  # seconds in which a thread notices that its connection was let go
HEARTBEAT = 10.0  # seconds between two signs of life to a page that waits, by which one that left is noticed
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Connection": "close",
}
_WORDS = {
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 414: "URI Too Long", 421: "Misdirected Request", 431: "Request Header Fields Too Large",
}  # fmt: skip
_SCRIPTS = ("app.js", "dom.js", "screens.js", "study.js", "words.js")
_FILES = {"/": "index.html", **{f"/{name}": name for name in ("app.css", "icon.svg", *_SCRIPTS)}}
_TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}  # fmt: skip
_FACE = re.compile(r"/face/([a-z0-9-]{1,200})/(\d{1,2})/(front|back)\?night=([01])&hints=([01])&v=[0-9a-f]{1,64}")
_EVENTS = re.compile(r"/events\?from=(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with a body of a type, and further headers."""

    status: int
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Server:
    """A listening socket on 127.0.0.1, and what it serves."""

    board: Board
    secret: str
    port: int = 0
    patience: float = PATIENCE
    _listener: socket.socket = field(init=False)
    _files: Mapping[str, tuple[bytes, str]] = field(init=False)
    _free: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(MOST_CONNECTIONS))
    _silent: dict[socket.socket, None] = field(default_factory=dict)  # who has not asked yet, in the order they came
    _looking: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        folder = Path(__file__).parent / "page"
        self._files = {path: ((folder / name).read_bytes(), _TYPES[Path(name).suffix]) for path, name in _FILES.items()}
        self._listener = _listening(self.port)
        self.port = self._listener.getsockname()[1]

    @property
    def address(self) -> str:
        """Where the page is; whoever knows it may look."""
        return f"http://127.0.0.1:{self.port}/{self.secret}/"

    def start(self) -> None:
        """Serve in threads that end with the process."""
        Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        """Serve nobody any more."""
        self.board.close()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # stopped
            if self._free.acquire(blocking=False) or (self._let_go() and self._free.acquire(timeout=_ROOM)):
                with self._looking:
                    self._silent[connection] = None
                Thread(target=self._serve, args=(connection,), daemon=True).start()
            else:
                connection.close()

    def _let_go(self) -> bool:
        """Make room: who came first and has not asked for anything yet has to go; False where there is nobody."""
        with self._looking:
            oldest = next(iter(self._silent), None)
            if oldest is not None:
                del self._silent[oldest]
                with contextlib.suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)
        return oldest is not None

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            try:
                self._respond(connection)
            finally:
                self._has_asked(connection)
                self._free.release()

    def _has_asked(self, connection: socket.socket) -> None:
        with self._looking:
            self._silent.pop(connection, None)

    def _respond(self, connection: socket.socket) -> None:
        try:
            request = read_request(connection, self.patience)
        except Refused as refused:
            if refused.status:
                _send(connection, Answer(refused.status))
            return
        self._has_asked(connection)
        connection.settimeout(self.patience)
        if status := refusal(request, f"127.0.0.1:{self.port}", self.secret):
            _send(connection, Answer(status, headers={"Allow": "GET"} if status == 405 else {}))
            return
        path = beyond(request.path, self.secret)
        if events := _EVENTS.fullmatch(path):
            self._stream(connection, int(events[1]))
        else:
            _send(connection, self._answer(path))

    def _answer(self, path: str) -> Answer:
        if path in self._files:
            return Answer(200, *self._files[path], {"Content-Security-Policy": _PAGE_POLICY, "X-Frame-Options": "DENY"})
        if path == "/cards":
            return Answer(200, self.board.everything(), "application/json")
        if wanted := _FACE.fullmatch(path):
            name, at, side, night, hints = wanted.groups()
            if (face := self.board.face(name, int(at))) is not None:
                page = face_page(face.card, face.at, side, face.style, face.language, night == "1", hints == "1")
                return Answer(200, page, "text/html; charset=utf-8", {"Content-Security-Policy": POLICY})
        return Answer(404)

    def _stream(self, connection: socket.socket, number: int) -> None:
        """Send what changes for as long as somebody listens."""
        connection.sendall(_head(Answer(200, type="text/event-stream"), None))
        while not self.board.closed:
            changes = self.board.since(number, HEARTBEAT)
            if changes is None:
                connection.sendall(b"event: behind\ndata: \n\n")
                return
            number += len(changes)
            connection.sendall(b"".join(b"data: " + change + b"\n\n" for change in changes) or b": still here\n\n")


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let another program take the port over
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
    except OSError as fault:
        listener.close()
        message = f"cannot listen on port {port}: {fault.strerror or fault}"
        raise AnkibuilderError(message, "leave out --port, and a free one is taken") from fault
    return listener


def _send(connection: socket.socket, answer: Answer) -> None:
    body = answer.body if answer.status == 200 else _WORDS[answer.status].encode() + b"\n"
    connection.sendall(_head(answer, len(body)) + body)
    connection.shutdown(socket.SHUT_WR)


def _head(answer: Answer, length: int | None) -> bytes:
    headers = {"Content-Type": answer.type, **_ALWAYS, **answer.headers}
    if length is not None:
        headers["Content-Length"] = str(length)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {answer.status} {_WORDS[answer.status]}\r\n{lines}\r\n".encode()
