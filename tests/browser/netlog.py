"""Shows faces of cards to a real browser and tells what is active in them, and what was asked of the network."""

from __future__ import annotations

import html
import json
import re
import subprocess
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from browser.devtools import CHROMIUM

FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --disable-default-apps --disable-extensions
--disable-features=OptimizationHints,MediaRouter,Translate --virtual-time-budget=20000""".split()
FLAGS.append("--host-resolver-rules=MAP * ~NOTFOUND")
ACTIVE = (Path(__file__).parent / "active.js").read_text(encoding="utf-8")


# What the browser asks for itself, whatever page it shows.
_OWN = re.compile(r"^https?://(?:[a-z0-9-]+\.)*(?:google|googleapis|gstatic)\.com[/:]|~notfound")


# What Anki's reviewer makes of a sound, wherever it stands.
_PLAYED = re.compile(r"\[anki:(play:.:\d+)\]")
_BUTTON = r"""
<a class="replay-button soundLink" href=# onclick="pycmd('\1'); return false;" draggable=false>
    <b>play</b>
</a>"""


class Face(NamedTuple):
    """HTML to show; `shown`, where given, is what its element `part` must show as text; `style` is its note type's.

    Where the note type is `adopted`, there may be more tags, and styles.
    """

    html: str
    part: str = ""
    shown: str | None = None
    style: str = ""
    adopted: bool = False


class Seen(NamedTuple):
    """What the browser found: faults by face, and addresses asked for."""

    faults: dict[int, list[str]]
    requests: list[str]


def look(faces: Sequence[Face], media: Collection[str], folder: Path, style: str = "") -> Seen:
    """Show all faces on one page."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in media:
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n")
    held = [
        {"html": _PLAYED.sub(_BUTTON, f.html), "adopted": f.adopted}
        | ({"part": f.part, "shown": f.shown} if f.shown is not None else {})
        | ({"style": f.style} if f.style else {})
        for f in faces
    ]
    data = json.dumps(held).replace("<", "\\u003c")
    (folder / "page.html").write_text(
        f'<!doctype html><meta charset="utf-8"><body class="card"><style>{style}</style><main></main>'
        f"<script>const FACES = {data}; const MEDIA = {json.dumps(sorted(media))};\n{ACTIVE}</script>",
        encoding="utf-8",
    )
    log = folder / "net.json"
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", f"--log-net-log={log}", "--dump-dom",
         (folder / "page.html").as_uri()],
        capture_output=True, text=True, timeout=170, check=True,
    )  # fmt: skip
    found = re.search(r'data-told="([^"]*)"', done.stdout)
    assert found, (done.stdout[-500:], done.stderr[-2000:])
    faults = {int(at): told for at, told in json.loads(html.unescape(found[1])).items()}
    return Seen(faults, sorted(set(_requests(json.loads(log.read_text(encoding="utf-8"))))))


def _requests(log: dict[str, Any]) -> Iterable[str]:
    kinds = {number: name for name, number in log["constants"]["logEventTypes"].items()}
    for event in log["events"]:
        if kinds.get(event["type"]) in ("URL_REQUEST_START_JOB", "HOST_RESOLVER_MANAGER_REQUEST"):
            params = event.get("params", {})
            address = params.get("url") or params.get("host") or ""
            if address and not _OWN.search(address):
                yield address
