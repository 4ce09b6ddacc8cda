"""The gallery in a real Chromium, from disk: no errors, nothing foreign, night, paper, and speed with 6,000 faces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support import REPOSITORY, run

from ankibuilder.check import check
from ankibuilder.engine.drawing import drawing
from ankibuilder.gallery import site
from ankibuilder.gallery.cards import article
from ankibuilder.lock import read_lock
from ankibuilder.package.content import stamp
from ankibuilder.shown import album, to_draw
from browser.devtools import Page, browser

pytestmark = pytest.mark.long
GROUNDS = (
    "[...document.querySelectorAll('.faces')].map(f => "
    "getComputedStyle(f.shadowRoot.querySelector('.card')).backgroundColor).join()"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert run("gallery", "-o", folder, cwd=REPOSITORY).returncode == 0
    return folder


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with browser(tmp_path) as opened:
        opened.dark(False)
        opened.size(1200, 900)
        yield opened


def test_every_page_is_shown_without_anything_foreign(page: Page, built: Path) -> None:
    for path in sorted(built.rglob("*.html")):
        page.go(path.as_uri())
        page.wait(f"location.href === '{path.as_uri()}' && document.readyState === 'complete'")
        for width in (320, 768, 1200):
            page.size(width, 900)
            assert page.run("document.documentElement.scrollWidth <= innerWidth"), (path.name, width)
        if path.parent.name == "modules":
            day = page.run(GROUNDS)
            assert day.count("rgb(") == page.run("document.querySelectorAll('.item').length") > 0
            page.run("document.querySelector('#_night').click()")
            night = page.run(GROUNDS)
            assert len(set(day.split("),")) & set(night.split("),"))) == 0
            page.run("document.querySelector('#_night').click()")
    assert page.errors == []
    assert all(request.startswith("file://") for request in page.requests)


def test_on_paper_it_is_a_handout_and_no_card_is_split(page: Page, built: Path) -> None:
    page.call("Emulation.setEmulatedMedia", media="print")
    for path in sorted((built / "modules").iterdir()):
        page.go(path.as_uri())
        page.wait(f"location.href === '{path.as_uri()}' && document.readyState === 'complete'")
        assert page.run("getComputedStyle(document.querySelector('.screen')).display") == "none"
        assert page.run("getComputedStyle(document.querySelector('.handout')).display") == "block"
        entries = page.run("[...document.querySelectorAll('.entry')].map(e => getComputedStyle(e).breakInside)")
        assert entries
        assert set(entries) == {"avoid"}
        tallest = page.run("Math.max(...[...document.querySelectorAll('.entry')].map(e => e.offsetHeight))")
        assert tallest < 900, "an entry that is taller than a page would be split all the same"
        assert len(page.call("Page.printToPDF")["data"]) > 10_000


def test_six_thousand_faces_on_one_page(page: Page, tmp_path: Path) -> None:
    """The largest module that anybody could write: the deck's cards, over and over."""
    checked = check(REPOSITORY)
    stamped = stamp(checked.project, checked.notes, read_lock(REPOSITORY), 1_790_000_000)
    with drawing() as easel:
        drawn = easel.draw(to_draw(checked.notes, stamped, checked))
    whole = album(checked, checked.notes, stamped, drawn, "")
    module = checked.project.modules[0]
    many = [replace(whole.cards[at % len(whole.cards)], id=f"card-{at}") for at in range(3_000)]
    files = site(checked.project, whole, checked.notes)
    name = f"modules/{module.id.value}.html"
    one = files[name].decode()
    start, end = one.index("<article"), one.index("</main>")
    files[name] = (one[:start] + "".join(article(card, {}, "../") for card in many) + one[end:]).encode()
    for path, raw in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(raw)
    page.go((tmp_path / name).as_uri())
    page.wait("document.readyState === 'complete' && document.querySelectorAll('.faces').length === 3000", 60)
    seconds = page.run("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000
    print(f"6,000 faces on one page: {seconds:.2f} s")
    assert seconds < 10
