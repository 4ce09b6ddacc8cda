"""A real Chromium, driven through its DevTools pipe: pages, scripts, keys, screenshots, and what it asked for."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--no-default-browser-check",
    "--remote-debugging-pipe", "--hide-scrollbars",
]  # fmt: skip
OFFLINE = ("--allow-file-access-from-files", "--host-resolver-rules=MAP * ~NOTFOUND")  # for pages from disk


class Page:
    """One tab. `events` holds what the browser told of it, `requests` the addresses it asked for."""

    def __init__(self, reading: int, writing: int) -> None:
        self.reading, self.writing = reading, writing
        self.raw = b""
        self.last = 0
        self.session = ""
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self.last += 1
        message: dict[str, Any] = {"id": self.last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        number = self.last
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + 60
        while time.monotonic() < until:
            told = self._next(until - time.monotonic())
            if told and told.get("id") == number:
                assert "error" not in told, told["error"]
                result: dict[str, Any] = told["result"]
                return result
        raise AssertionError(f"no answer to {method}")

    def _next(self, patience: float) -> dict[str, Any] | None:
        while b"\0" not in self.raw:
            if not select.select([self.reading], [], [], max(0, patience))[0]:
                return None
            self.raw += os.read(self.reading, 1 << 20)
        line, _, self.raw = self.raw.partition(b"\0")
        told: dict[str, Any] = json.loads(line)
        if "method" in told:
            self.events.append(told)
        if told.get("method") == "Target.attachedToTarget":
            self._attend(told["params"]["sessionId"])
        return told

    def _attend(self, session: str) -> None:
        """A frame in a process of its own tells what it does only to who asks before it begins."""
        for method in ("Network.enable", "Log.enable", "Runtime.enable", "Runtime.runIfWaitingForDebugger"):
            self.last += 1
            message = {"id": self.last, "method": method, "params": {}, "sessionId": session}
            os.write(self.writing, json.dumps(message).encode() + b"\0")

    def listen(self, seconds: float) -> None:
        """Take in what the browser tells for a while."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._next(left)

    def go(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def show(self, page: Path, width: int) -> None:
        """Open a page from disk at a width, wait until it is loaded, and forget what the one before did."""
        self.size(width, 900)
        for address in ("about:blank", page.as_uri()):
            self.forget()
            self.go(address)
            until = time.monotonic() + 60
            while not any(told["method"] == "Page.loadEventFired" for told in self.events):
                assert time.monotonic() < until, f"{address} is never loaded"
                self._next(until - time.monotonic())

    def forget(self) -> None:
        """Begin anew to note what the browser tells."""
        self.events.clear()

    def run(self, script: str) -> Any:
        """Give the value of an expression, awaited."""
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def wait(self, condition: str, seconds: float = 20) -> Any:
        """Wait until an expression is true; gives its value."""
        until = time.monotonic() + seconds
        while not (value := self.run(condition)):
            assert time.monotonic() < until, f"never true: {condition}"
            self.listen(0.02)
        return value

    def key(self, key: str) -> None:
        more = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **more)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def dark(self, dark: bool) -> None:
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def frame_texts(self) -> list[str]:
        """Give the text of every frame within the page, in its order, also of those in processes of their own."""
        document = self.call("DOM.getDocument", depth=-1, pierce=True)["root"]
        texts = {}
        for told in self.events:
            if told["method"] == "Target.attachedToTarget" and told["params"]["targetInfo"]["type"] == "iframe":
                session, frame = told["params"]["sessionId"], told["params"]["targetInfo"]["targetId"]
                texts[frame] = session
        return [self._text(node, texts) for node in _frames(document) if node.get("frameId")]

    def _text(self, node: dict[str, Any], sessions: dict[str, str]) -> str:
        """Ask the frame itself where it is in a process of its own; else read the document that the page can see."""
        if node["frameId"] not in sessions:
            return _words(node["contentDocument"])
        session, self.session = self.session, sessions[node["frameId"]]
        try:
            return str(self.run("document.body.innerText"))
        finally:
            self.session = session

    @property
    def requests(self) -> list[str]:
        return [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]

    @property
    def errors(self) -> list[str]:
        """Give what the console complains of."""
        return list(self._complaints("error", "assert"))

    @property
    def complaints(self) -> list[str]:
        """Give what the console complains of, or only warns of."""
        return list(self._complaints("error", "assert", "warning"))

    def _complaints(self, *levels: str) -> Iterator[str]:
        for event in self.events:
            params = event.get("params", {})
            if event["method"] == "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                yield f"{details['text']} {json.dumps(details)[:500]}"
            elif event["method"] == "Log.entryAdded" and params["entry"]["level"] in levels:
                yield f"{params['entry']['text']} {params['entry'].get('url', '')}"
            elif event["method"] == "Runtime.consoleAPICalled" and params["type"] in levels:
                yield json.dumps(params["args"])[:500]


def _frames(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if node.get("nodeName") == "IFRAME":
        yield node
    for child in node.get("children", ()):
        yield from _frames(child)


def _words(node: dict[str, Any]) -> str:
    own = str(node.get("nodeValue", "")) if node.get("nodeName") == "#text" else ""
    return own + " ".join(_words(child) for child in node.get("children", ()) if child.get("nodeName") != "STYLE")


@contextmanager
def browser(folder: Path, *flags: str) -> Iterator[Page]:
    """Start a browser with a profile of its own, and end it."""
    ours_read, theirs_write = os.pipe()
    theirs_read, ours_write = os.pipe()
    shell = f'exec "$0" "$@" 3<&{theirs_read} 4>&{theirs_write}'
    process = subprocess.Popen(
        ["bash", "-c", shell, CHROMIUM, *FLAGS, *flags, f"--user-data-dir={folder / 'profile'}", "about:blank"],
        pass_fds=(theirs_read, theirs_write), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    os.close(theirs_read)
    os.close(theirs_write)
    try:
        yield Page(ours_read, ours_write)
    finally:
        os.close(ours_write)
        os.close(ours_read)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
