"""Every card, drawn by Anki and shown by a real browser, is readable by day and by night, also on a narrow phone."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import REPOSITORY, run

from ankibuilder.engine import collection, import_package

pytestmark = pytest.mark.long
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--allow-file-access-from-files",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--virtual-time-budget=5000",
]  # fmt: skip
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    folder = tmp_path_factory.mktemp("dist")
    assert run("build", "closeness", "-o", folder, cwd=REPOSITORY).returncode == 0
    with collection() as opened:
        import_package(opened, folder / "closeness.apkg")
        cards = [opened.get_card(card) for card in opened.find_cards("deck:*")]
        yield [side for card in cards for side in (card.question(), card.answer())]


def measured(faces: list[str], classes: str, folder: Path, width: int, more: str = "") -> dict[str, Any]:
    """Show all faces on one page as Anki's reviewer would, one below the other, and measure them."""
    page = folder / "page.html"
    page.write_text(
        '<!doctype html><html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<body class="card card1 {classes}" style="margin:0"><main>{"".join(faces)}</main><style>{more}</style>'
        f"<script>{MEASURE}</script></body></html>",
        encoding="utf-8",
    )
    # A frame of the wanted width: headless Chromium's own window does not go below 500 pixels.
    frame = folder / "frame.html"
    frame.write_text(
        f'<!doctype html><iframe src="page.html" width="{width}" height="800" style="border:0"></iframe>'
        "<script>onload = () => document.body.dataset.measured = frames[0].document.body.dataset.measured</script>",
        encoding="utf-8",
    )
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", frame.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r'data-measured="([^"]*)"', done.stdout)
    assert found, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(html.unescape(found[1]))
    return result


@pytest.mark.parametrize("width", [320, 768])
@pytest.mark.parametrize("classes", ["", "nightMode night_mode"])
def test_every_card_is_readable(faces: list[str], classes: str, width: int, tmp_path: Path) -> None:
    result = measured(faces, classes, tmp_path, width)
    assert result["width"] == width
    assert result["texts"] > len(faces) * 3
    assert result["faults"] == []


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        (".ab-footer { color: #9a9a9a !important }", "contrast"),
        (".ab-answer { min-width: 400px; white-space: nowrap }", "too wide"),
        (".ab { min-width: 400px }", "the page scrolls sideways"),
    ],
)
def test_a_planted_fault_is_seen(faces: list[str], more: str, fault: str, tmp_path: Path) -> None:
    result = measured(faces, "", tmp_path, 320, more)
    assert any(told.startswith(fault) for told in result["faults"])
