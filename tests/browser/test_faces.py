"""Every card, drawn by Anki and shown by a real browser: readable by day and by night, at every width, and quiet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import REPOSITORY, run

from browser.devtools import OFFLINE, Page, browser
from browser.faces import HEBREW, MODES, TEXTS, every_field, faces, page

pytestmark = pytest.mark.long
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")
# What a learner has to read; for the rest, AA's 4.5 would do, but all tokens reach 7 (test_style.py).
STRICT = ".ab-question, .ab-answer, .ab-thought, .ab-scene, .ab-extra, .ab-hint, .ab-mine, .ab-retired, .ab-footer"
WIDTHS = (320, 768, 1200)
TWICE = "<style>.card { --ab-size: 40px !important }</style>"

Drawn = dict[str, str]


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("browser"), *OFFLINE) as opened:
        yield opened


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def deck(home: Path) -> Drawn:
    assert run("build", "closeness", "-o", home, cwd=REPOSITORY).returncode == 0
    drawn = dict(faces(home / "closeness.apkg"))
    assert len(drawn) >= 57 * 2
    return drawn


@pytest.fixture(scope="module", params=["en", "he"])
def every(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Drawn]:
    package = every_field(tmp_path_factory.mktemp("every"), request.param)
    # A learner writes the first, a release the others: the banner of a card that it retires, and where it last changed.
    own = f"{HEBREW}<div>{TEXTS['long']}</div>"
    drawn = dict(faces(package, {"My example": own, "Retired": own, "Changed in": "1.0.0"}))
    assert len(drawn) == 3 * len(TEXTS) * 2
    return package.parent, drawn


def look(tab: Page, html: str, widths: tuple[int, ...], script: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
    """Put a face into the page, as Anki does, and measure it at each width; what it does meanwhile counts."""
    tab.run(f"document.getElementById('qa').innerHTML = {json.dumps(html)}")
    tab.run("Promise.all([...document.images].map((image) => image.decode().catch(() => 0))).then(() => 0)")
    tab.run("document.querySelectorAll('a.hint').forEach((hint) => hint.click())")
    tab.run(script)
    for width in widths:
        tab.size(width, 900)
        found = tab.run(f"measure({STRICT!r})")
        assert found["width"] == width
        yield width, found


def faults(
    tab: Page, folder: Path, drawn: Drawn, mode: str, widths: tuple[int, ...] = WIDTHS, more: str = "", script: str = ""
) -> set[str]:
    """Everything that is wrong with some faces in a mode, each with the face's name and the width."""
    told = set()
    tab.show(page(folder, "", mode, more), widths[0])
    tab.run(MEASURE)
    for name, html in drawn.items():
        for width, found in look(tab, html, widths, script):
            found["faults"] += [f"asks for {url[:80]}" for url in tab.requests if not url.startswith(folder.as_uri())]
            found["faults"] += [f"complains: {text[:80]}" for text in tab.complaints]
            told |= {f"{name} at {width}: {fault}" for fault in found["faults"]}
            assert found["texts"] >= 3
            if found["answers"] != name.endswith("-back"):
                told.add(f"{name}: {found['answers']} anchors of the answer")
        tab.forget()
    return told


@pytest.mark.parametrize("mode", MODES)
def test_every_card_of_the_deck(tab: Page, home: Path, deck: Drawn, mode: str) -> None:
    assert faults(tab, home, deck, mode) == set()


@pytest.mark.parametrize("mode", MODES)
def test_every_card_of_the_deck_in_letters_twice_as_large(tab: Page, home: Path, deck: Drawn, mode: str) -> None:
    assert faults(tab, home, deck, mode, (320,), TWICE) == set()


@pytest.mark.parametrize("mode", MODES)
def test_every_field_of_every_kind(tab: Page, every: tuple[Path, Drawn], mode: str) -> None:
    folder, drawn = every
    assert faults(tab, folder, drawn, mode) == set()
    assert faults(tab, folder, drawn, mode, (320,), TWICE) == set()


PARTS = {
    "front": "head kind module retired hint question",
    "back": "answer image audio extra mine sureness sources footer card-id",
}


def test_every_part_is_there_to_be_measured(tab: Page, every: tuple[Path, Drawn]) -> None:
    folder, drawn = every
    for name, html in drawn.items():
        tab.show(page(folder, html, "day"), 320)
        for part in PARTS["front"].split() + (PARTS["back"].split() if name.endswith("-back") else []):
            shown = tab.run(f"[...document.querySelectorAll('.ab-{part}')].some((e) => e.getClientRects().length > 0)")
            assert shown, (name, part)


def test_text_follows_its_own_direction(tab: Page, every: tuple[Path, Drawn]) -> None:
    folder, drawn = every
    way = "(s) => getComputedStyle(document.querySelector(s)).direction"
    for name, html in drawn.items():
        tab.show(page(folder, html, "day"), 768)
        expected = "rtl" if "right-to-left" in name else "ltr"
        assert tab.run(f"({way})('.ab-question')") == expected
        assert tab.run(f"({way})('.ab-module')") == "ltr"
        assert tab.run(f"({way})('.ab-retired > div')") == "rtl"
        if name.endswith("-back"):
            assert tab.run(f"({way})('.ab-answer')") == expected
            assert tab.run(f"({way})('.ab-mine > div')") == "rtl"


def test_a_missing_direction_is_seen(tab: Page, every: tuple[Path, Drawn]) -> None:
    folder, drawn = every
    html = drawn["concept-right-to-left-back"].replace(' dir="auto"', "")
    tab.show(page(folder, html, "day"), 768)
    around = tab.run("getComputedStyle(document.querySelector('.ab')).direction")
    assert tab.run("getComputedStyle(document.querySelector('.ab-answer')).direction") == around


def test_a_picture_fills_the_column_up_to_24_em(tab: Page, every: tuple[Path, Drawn]) -> None:
    folder, drawn = every
    for width, most in ((320, 320 * 0.9), (768, 24 * 20), (1200, 24 * 20)):
        tab.show(page(folder, drawn["concept-plain-back"], "night"), width)
        assert tab.run("document.querySelector('.ab-image img').getBoundingClientRect().width") == most


def test_a_number_that_is_dialled_stays_on_one_line(tab: Page, every: tuple[Path, Drawn]) -> None:
    folder, drawn = every
    html = drawn["concept-plain-back"].replace("A text as most", '<span class="number">1-800-555-0199</span> as most')
    lines = "Math.max(...[...document.querySelectorAll('.number')].map((e) => e.getClientRects().length))"

    def most(more: str = "") -> int:
        tab.show(page(folder, html, "day", more), 320)
        found = []
        for width in range(240, 420, 12):
            tab.size(width, 900)
            found.append(tab.run(lines))
        return max(found)

    assert most() == 1
    assert most("<style>.number { white-space: normal !important }</style>") == 2


def test_all_text_begins_at_one_edge(tab: Page, home: Path, deck: Drawn) -> None:
    """Panels hang out into the margin, by just so much that what they hold stands where other text does."""
    script = """(s) => { const range = document.createRange(), e = document.querySelector(s); if (!e) return null;
        range.selectNodeContents(e); return range.getClientRects()[0].left }"""
    for name in ("secure-base-back", "films-instead-of-feelings-back", "a-guard-i-learned-back"):
        for width in WIDTHS:
            tab.show(page(home, deck[name], "day"), width)
            edges = [
                tab.run(f"({script})('.ab-{part}')") for part in ("scene", "question", "answer", "extra", "footer")
            ]
            assert max(edge for edge in edges if edge) - min(edge for edge in edges if edge) < 0.1, (name, width)


def test_nothing_moves_when_the_answer_comes(tab: Page, home: Path, deck: Drawn) -> None:
    where = "[...document.querySelector('.ab').querySelectorAll('*')].map((e) => e.getBoundingClientRect().top)"
    for name in [name for name in deck if name.endswith("-front")][::7]:
        tab.show(page(home, deck[name], "day"), 768)
        before = tab.run(where)
        tab.show(page(home, deck[name.replace("-front", "-back")], "day"), 768)
        assert tab.run(where) == before


PLANTED = {
    "contrast": "<style>.ab-module { color: #808080 !important }</style>",
    "contrast below 7": "<style>.ab-question { color: #666 !important; background: #fff }</style>",
    "contrast 1": "<style>.ab { opacity: 0.05 }</style>",
    "on a picture": "<style>.ab { background: linear-gradient(#000, #fff) }</style>",
    "too small": "<style>.ab-footer { font-size: 12px !important }</style>",
    "too wide": "<style>.ab-answer, .ab-question { min-width: 400px; white-space: nowrap }</style>",
    "the page scrolls sideways": "<style>.ab { min-width: 400px }</style>",
    "asks for https://elsewhere.example": "<img src=https://elsewhere.example/x.png>",
    "asks for http://127.0.0.1": "<style>.ab { background: url(http://127.0.0.1:9/x) }</style>",
    "complains": "<script>console.error('x')</script>",
    "complains: Uncaught": "<script>throw new Error('x')</script>",
    "anchors of the answer": "<hr id=answer>",
    "no picture": "<div class=ab><img src=gone.png alt=gone></div>",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_seen(tab: Page, home: Path, deck: Drawn, fault: str) -> None:
    back = {"secure-base-back": deck["secure-base-back"]}
    assert faults(tab, home, back, "day") == set()
    assert any(fault in told for told in faults(tab, home, back, "day", more=PLANTED[fault]))


def test_a_missing_anchor_is_seen(tab: Page, home: Path, deck: Drawn) -> None:
    back = {"secure-base-back": deck["secure-base-back"].replace("id=answer", "").replace('id="answer"', "")}
    assert faults(tab, home, back, "night", more="<p>") == {"secure-base-back: 0 anchors of the answer"}


def test_a_word_too_wide_for_twice_the_size_is_seen(tab: Page, home: Path, deck: Drawn) -> None:
    unbroken = "<style>.card { overflow-wrap: normal !important }</style>"
    fronts = {name: html for name, html in deck.items() if name.endswith("-front")}
    told = faults(tab, home, fronts, "day", (320,), TWICE + unbroken)
    assert any("scrolls sideways" in fault for fault in told)
