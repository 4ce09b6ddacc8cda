"""Whoever is not the page of this preview gets nothing of the project, however they ask; the page goes on working."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.engine.drawing import Drawn
from ankibuilder.preview.board import Board
from ankibuilder.preview.server import MOST_CONNECTIONS, Server
from ankibuilder.shown import Album, Shown

SECRET = "the-secret-that-only-the-page-has"
WORD = "swordfish"  # stands in everything that is the project's
CARD = Shown(
    "kinder", "reframe", "m", "", "", (), ("d",), "", False, WORD, WORD, f"cards/{WORD}.yaml", 1, 1,
    (Drawn("Card 1", f"<p>{WORD}</p>", f"<p>{WORD}</p>"),), {},
)  # fmt: skip


@pytest.fixture
def server() -> Iterator[Server]:
    board = Board(lambda path, line, column: f"vscode://file/{WORD}/{path}:{line}")
    board.show(Album(name=WORD, cards=(CARD,), kinds={"reframe": "Reframe"}, modules={"m": "M"}))
    running = Server(board, SECRET, patience=1.0)
    running.start()
    yield running
    running.stop()


def ask(server: Server, raw: bytes, patience: float = 5) -> bytes:
    """Send bytes, and give all that comes back."""
    with socket.create_connection(("127.0.0.1", server.port), patience) as connection:
        answer = b""
        try:
            connection.sendall(raw)
            while more := connection.recv(65_536):
                answer += more
        except OSError:
            pass  # closed by the server, or nothing came
        return answer


def request(server: Server, path: str = f"/{SECRET}/cards", method: str = "GET", **headers: str | None) -> bytes:
    given = {"Host": f"127.0.0.1:{server.port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value is not None)
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("latin-1")


def legitimate(server: Server) -> None:
    """What the page asks for is answered, with every header that keeps it to itself."""
    own = f"http://127.0.0.1:{server.port}"
    for path, origin in (("/", None), ("/cards", own), ("/face/kinder/0/back?night=1&hints=0&v=0a", None)):
        answer = ask(server, request(server, f"/{SECRET}{path}", Origin=origin, Sec_Fetch_Site="same-origin"))
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert path == "/" or WORD.encode() in body
        for header in (b"nosniff", b"no-store", b"Cross-Origin-Resource-Policy: same-origin", b"no-referrer"):
            assert header in head
        assert b"Access-Control" not in head
    assert b"sandbox; default-src 'none'" in head


PAGE = f"/{SECRET}"
ESCAPES = ["..", "%2e%2e", "%2E%2E", ".%2e", "..%2f..", "..%5c..", "..\\..", "%252e%252e", "%c0%ae%c0%ae", "....//"]
FOREIGN: dict[str, dict[str, str | None]] = {
    "a foreign host": {"Host": "evil.example"},
    "a host that leads here": {"Host": "rebound.evil.example:8000"},
    "localhost": {"Host": "localhost"},
    "the host without its port": {"Host": "127.0.0.1"},
    "another port": {"Host": "127.0.0.1:1"},
    "IPv6": {"Host": "[::1]"},
    "the host with a user": {"Host": "127.0.0.1@evil.example"},
    "an empty host": {"Host": ""},
    "no host": {"Host": None},
    "a foreign origin": {"Origin": "https://evil.example"},
    "the origin of a file or a sandbox": {"Origin": "null"},
    "the origin of another port": {"Origin": "http://127.0.0.1:8765"},
    "an empty origin": {"Origin": ""},
    "a page of another site": {"Sec_Fetch_Site": "cross-site"},
    "a page of another port": {"Sec_Fetch_Site": "same-site"},
    "a fetch that is nothing known": {"Sec_Fetch_Site": "whatever"},
    "a body": {"Content_Length": "5"},
    "a body of unknown length": {"Transfer_Encoding": "chunked"},
    "an expectation": {"Expect": "100-continue"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_foreign_headers(server: Server, headers: dict[str, str | None]) -> None:
    legitimate(server)
    answer = ask(server, request(server, **headers))
    assert answer.startswith(b"HTTP/1.1 4")
    assert WORD.encode() not in answer
    legitimate(server)


@pytest.mark.parametrize(
    "path",
    [
        "/", "/cards", "/wrong/cards", f"{PAGE}x/cards", f"{PAGE[:-1]}/cards", f"/{SECRET.upper()}/cards", f"{PAGE}",
        "//cards",
        f"/x{PAGE}/cards", f"{PAGE}/cards/", f"{PAGE}/cards?x=1", f"{PAGE}//cards", f"{PAGE}/app.py", f"{PAGE}/page/",
        f"{PAGE}/face/kinder/0/back", f"{PAGE}/face/kinder/9/back?night=1&hints=0&v=0",
        f"{PAGE}/face/kinder/0/back?night=1&hints=0&v=",
        f"{PAGE}/events?from=-1", f"http://evil.example{PAGE}/cards", f"http://127.0.0.1{PAGE}/cards", "*", "x",
        f"{PAGE}/cards%00", f"{PAGE}/%63ards", f"{PAGE}/events?from=99999999999999", f"/{'a' * 2_000}",
        *(f"{PAGE}/{escape}/{escape}/{escape}/etc/passwd" for escape in ESCAPES),
        *(f"{PAGE}/{escape}/ankibuilder.yaml" for escape in ESCAPES),
    ],
)  # fmt: skip
def test_paths(server: Server, path: str) -> None:
    answer = ask(server, request(server, path))
    assert answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream")), answer[:60]
    assert WORD.encode() not in answer
    assert b"root:" not in answer
    legitimate(server)


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"])
def test_methods(server: Server, method: str) -> None:
    answer = ask(server, request(server, method=method))
    assert answer.startswith(b"HTTP/1.1 4")
    assert WORD.encode() not in answer
    legitimate(server)


def raw_requests(host: bytes) -> dict[str, bytes]:
    line = b"GET " + PAGE.encode() + b"/cards HTTP/1.1\r\n"
    whole = line + b"Host: " + host + b"\r\n\r\n"
    return {
        "HTTP/0.9": b"GET " + PAGE.encode() + b"/cards\r\n\r\n",
        "HTTP/1.0": whole.replace(b"HTTP/1.1", b"HTTP/1.0"),
        "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "two hosts": line + b"Host: " + host + b"\r\nHost: evil.example\r\n\r\n",
        "a second request behind it": whole + whole,
        "a body that nobody announced": whole + b"x",
        "a NUL in the path": whole.replace(b"/cards", b"/ca\0rds"),
        "a NUL in a header": whole.replace(b"\r\n\r\n", b"\r\nX: \0\r\n\r\n"),
        "a folded header": whole.replace(b"\r\n\r\n", b"\r\n folded\r\n\r\n"),
        "a space before the colon": whole.replace(b"Host:", b"Host :"),
        "bare line feeds": whole.replace(b"\r\n", b"\n"),
        "a bare carriage return": whole.replace(b"Host", b"X: a\rHost"),
        "a space too many": whole.replace(b"GET ", b"GET  "),
        "a very long address": whole.replace(b"/cards", b"/" + b"a" * 100_000),
        "a very long header": whole.replace(b"\r\n\r\n", b"\r\nX: " + b"a" * 100_000 + b"\r\n\r\n"),
        "very many headers": whole.replace(b"\r\n\r\n", b"".join(b"\r\nX%d: 1" % n for n in range(200)) + b"\r\n\r\n"),
        "no end": b"A" * 1_000_000,
        "nothing": b"",
        "TLS": bytes([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]) + os.urandom(200),
        "noise": os.urandom(5_000),
    }


@pytest.mark.parametrize("name", raw_requests(b""))
def test_bytes_that_are_no_request(server: Server, name: str) -> None:
    legitimate(server)
    answer = ask(server, raw_requests(f"127.0.0.1:{server.port}".encode())[name])
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
    assert WORD.encode() not in answer
    legitimate(server)


def test_who_is_slow_blocks_nobody_and_is_let_go(server: Server) -> None:
    """A byte now and then buys no more time: the whole head has to be there in one second here, in five usually."""
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(MOST_CONNECTIONS // 2)]
    started = time.monotonic()
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.05):
            for connection in slow:
                try:
                    connection.send(b"G")
                except OSError:
                    continue

    dripping = threading.Thread(target=drip)
    dripping.start()
    legitimate(server)
    assert time.monotonic() - started < 0.9
    for connection in slow:
        connection.settimeout(5)
        try:
            answer = connection.recv(1_000)
        except ConnectionError:
            answer = b""
        assert WORD.encode() not in answer
        connection.close()
    assert time.monotonic() - started < 4
    stop.set()
    dripping.join()
    legitimate(server)


def test_who_says_nothing_makes_room_for_who_asks(server: Server) -> None:
    """However many come and stay silent, nobody waits until their time is up."""
    server.patience = 60
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(MOST_CONNECTIONS + 6)]
    for _ in range(3):
        legitimate(server)
        idle += [socket.create_connection(("127.0.0.1", server.port)) for _ in range(20)]
    for connection in idle:
        connection.close()
    legitimate(server)


def test_who_does_not_read_is_let_go(server: Server) -> None:
    """As many as there is room for ask and do not take the answer; room is free again soon."""
    waiting = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(MOST_CONNECTIONS)]
    for connection in waiting:
        connection.sendall(request(server))
    time.sleep(1.5)
    legitimate(server)
    for connection in waiting:
        connection.close()


def test_only_this_machine_is_listened_to(server: Server) -> None:
    assert server._listener.getsockname()[0] == "127.0.0.1"
    with pytest.raises(AnkibuilderError, match="cannot listen on port"):
        Server(server.board, SECRET, server.port)


def test_what_changes_is_told_in_order(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 5) as connection:
        connection.sendall(request(server, f"/{SECRET}/events?from=1"))
        stream = connection.makefile("rb")
        assert b"text/event-stream" in b"".join(iter(stream.readline, b"\r\n"))
        server.board.trouble("first")
        assert json.loads(stream.readline()[6:]) == {"number": 2, "trouble": "first"}
        stream.readline()
        server.board.trouble("second")
        assert json.loads(stream.readline()[6:]) == {"number": 3, "trouble": "second"}


def test_files_of_the_page_are_all_that_is_served(server: Server) -> None:
    from ankibuilder.preview import server as module

    folder = Path(module.__file__).parent / "page"
    assert sorted(module._FILES.values()) == sorted(path.name for path in folder.iterdir())
