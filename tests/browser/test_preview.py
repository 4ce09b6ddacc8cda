"""The preview in a real Chromium: cards, filters, night, study, a save that arrives; a card that reaches nothing."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support import REPOSITORY, SMALL, project

from ankibuilder.engine.drawing import Drawn
from ankibuilder.preview import face, server as module
from ankibuilder.preview.board import Board
from ankibuilder.shown import Album, Shown
from browser.devtools import Page, browser

pytestmark = pytest.mark.long
CARDS = SMALL["cards/example.yaml"]


@contextmanager
def previewing(root: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "ankibuilder", "preview", "--quiet", "--project", str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with browser(tmp_path) as opened:
        opened.size(1400, 900)
        opened.dark(False)
        yield opened


def seen(page: Page) -> list[str]:
    return [str(text) for text in page.run("[...document.querySelectorAll('.list .prompt')].map(e => e.textContent)")]


def faces(page: Page) -> list[str]:
    """What stands in the frames, as a person reads it."""
    page.wait("document.body.dataset.drawn")
    return page.frame_texts()


def test_cards_filters_night_study(page: Page) -> None:
    with previewing(REPOSITORY) as address:
        page.go(address)
        page.wait("document.body && document.body.dataset.drawn")
        everything = seen(page)
        assert len(everything) > 50
        front, back = faces(page)
        assert everything[0] in front
        assert everything[0] in back
        assert len(back) > len(front)
        page.run("document.querySelector('#kind').value = 'reframe'")
        page.run("document.querySelector('#kind').dispatchEvent(new Event('input', {bubbles: true}))")
        reframes = seen(page)
        assert 0 < len(reframes) < len(everything)
        page.key("j")
        assert page.run("document.querySelector('[aria-current=true] .prompt').textContent") == reframes[1]
        page.key("/")
        page.call("Input.insertText", text="zzzz")
        assert seen(page) == []
        assert page.run("document.querySelector('#none').getBoundingClientRect().top") < 500, (
            "where one looks for cards"
        )
        page.run("document.querySelector('#study').click()")
        assert "No card" in page.run("document.querySelector('#said').innerText")
        page.run("document.querySelector('#clear').click()")
        page.wait(f"document.querySelectorAll('.list li').length === {len(everything)}")
        page.run("document.querySelector('#search').blur()")
        for key, wanted in (("n", "night=1"), ("h", "hints=1"), ("3", 'width="1200"')):
            page.key(key)
            page.wait(f"[...document.querySelectorAll('#faces iframe')].every(f => f.outerHTML.includes('{wanted}'))")
        page.key("s")
        assert page.run("document.querySelector('#lesson').open")
        for answer in "1234333333":
            page.key(" ")
            page.wait("!document.querySelector('#lesson-answers').hidden")
            page.key(answer)
        page.key(" ")  # what was answered with "again" comes once more
        page.key("3")
        assert page.wait("document.querySelector('#lesson-words').innerText").split() == (
            "That was 11 answers. Again 1 Hard 1 Good 8 Easy 1".split()
        )
        assert page.errors == []
        assert {request.split("/")[2] for request in page.requests if request.startswith("http")} == {
            address.split("/")[2]
        }


def test_a_save_is_seen_on_its_card(page: Page, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    with previewing(root) as address:
        page.go(address)
        page.wait("document.body && document.body.dataset.drawn")
        page.run("delete document.body.dataset.drawn")
        (root / "cards/example.yaml").write_text(CARDS.replace("I have needs", "I have wishes"), encoding="utf-8")
        page.wait("document.body.dataset.drawn")
        assert page.run("location.hash") == "#kinder", "it goes where the change is"
        assert "I have wishes" in faces(page)[1]
        (root / "cards/example.yaml").write_text(CARDS.replace("thought:", "thuoght:"), encoding="utf-8")
        page.wait("!!document.querySelector('.finding')")
        words = page.run("document.querySelector('#findings').innerText")
        assert "thuoght" in words
        link = page.run("document.querySelector('.finding a').href")
        assert link == f"vscode://file{root}/cards/example.yaml:10:5"
        (root / "cards/example.yaml").write_text(CARDS, encoding="utf-8")
        page.wait("!document.querySelector('.finding')")
        (root / "cards/example.yaml").write_text(CARDS.replace("question: What", 'question: "What'), encoding="utf-8")
        page.wait("document.querySelectorAll('.list .mark.error').length === 2")
        assert "yaml-syntax" in page.run("document.querySelector('#general').innerText")
        assert "I have needs" in faces(page)[1]
        assert page.errors == []


def test_without_cards_it_says_how_to_begin(page: Page, tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    (root / "cards/example.yaml").unlink()
    with previewing(root) as address:
        page.go(address)
        page.wait("document.querySelector('#none')?.innerText.includes('ankibuilder new')")
        one = "module: m\ntitle: M\ncards:\n  - {id: one, kind: concept, question: Q?, answer: A.}\n"
        (root / "cards/example.yaml").write_text(one, encoding="utf-8")
        page.wait("document.querySelector('#count').innerText === '1 card'")
        assert page.run("document.querySelector('#none').hidden")
        assert page.errors == []


def test_a_narrow_window_shows_several_cards_of_the_list(page: Page) -> None:
    page.size(400, 800)
    with previewing(REPOSITORY) as address:
        page.go(address)
        page.wait("document.body && document.body.dataset.drawn")
        assert page.run("document.documentElement.scrollWidth") == 400
        assert page.run("document.querySelector('#list').clientHeight") >= 200


HOSTILE = """
<img src="@/img"><img srcset="@/set 1x"><input type=image src="@/input">
<link rel=stylesheet href="@/css"><link rel=preconnect href="@">
<link rel=prefetch href="@/prefetch"><link rel=preload as=image href="@/preload">
<link rel=modulepreload href="@/module"><link rel=prerender href="@/prerender">
<meta http-equiv=refresh content="0;url=@/refresh"><base href="@/">
<style>@import "@/import"; @font-face { font-family: x; src: url(@/font) }
body { background: url(@/background); font-family: x; cursor: url(@/cursor), auto }</style>
<div style="background-image: url(@/style)">text</div><body background="@/body">
<iframe src="@/frame"></iframe><object data="@/object"></object><embed src="@/embed">
<audio src="@/audio" autoplay></audio><video src="@/video" poster="@/poster" autoplay></video>
<script src="@/script"></script><script>fetch("@/fetch"); new WebSocket("ws:$")</script>
<img src=x onerror="fetch('@/onerror')"><svg onload="fetch('@/svg')"><image href="@/image"/></svg>
<form action="@/form" id=f><button autofocus>x</button></form>
<a href="@/a" ping="@/ping" id=a>a</a>
<table background="@/table"><tr><td>x</table><img src="//$/scheme"><img src="http://localhost:PORT/localhost">
"""


@pytest.mark.parametrize("where", ["text", "style"])
def test_a_card_reaches_no_other_port(page: Page, where: str) -> None:
    """With the gate bypassed: the hostile HTML goes straight to the board. Nobody may even open a connection."""
    with listening() as (port, connections), serving(port, where) as address:
        page.go(address)
        page.wait("document.body && document.body.dataset.drawn")
        for x in range(480, 700, 40):  # links and buttons of the card, wherever they are
            for y in range(200, 800, 40):
                for kind in ("mousePressed", "mouseReleased"):
                    page.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        page.listen(1.5)
        assert connections == []


def test_without_its_guards_it_would(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: what is watched above can be seen."""
    monkeypatch.setattr(module, "POLICY", "default-src * 'unsafe-inline'")
    monkeypatch.setattr(face, "_ACTIVE", re.compile("(?!)"))
    with listening() as (port, connections), serving(port, "text") as address:
        page.go(address)
        for _ in range(40):
            page.listen(0.5)
            if len(connections) > 3:
                break
        assert len(connections) > 3


@contextmanager
def serving(port: int, where: str) -> Iterator[str]:
    """Serve one hostile card."""
    hostile = HOSTILE.replace("@", f"http://127.0.0.1:{port}").replace("$", f"//127.0.0.1:{port}")
    hostile = hostile.replace("////", "//").replace("PORT", str(port))
    front, style = (hostile, "") if where == "text" else ("<p>x</p>", f"</style>{hostile}<style>")
    card = Shown("bad", "k", "m", "", "", (), (), "", False, "Bad", "bad", "cards/m.yaml", 1, 1,
                 (Drawn("Card 1", front, front),), {})  # fmt: skip
    board = Board(lambda path, line, column: "")
    board.show(Album(cards=(card,), modules={"m": "M"}, kinds={"k": "K"}, styles={"k": style}))
    server = module.Server(board, "secret")
    server.start()
    yield server.address
    server.stop()


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """Listen on another port, as AnkiConnect would, and remember who comes."""
    connections: list[bytes] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                connection.settimeout(1)
                try:
                    connections.append(connection.recv(200))
                except OSError:
                    connections.append(b"")
                connection.close()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1], connections
        listener.shutdown(socket.SHUT_RDWR)
