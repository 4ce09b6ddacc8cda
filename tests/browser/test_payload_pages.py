"""Gallery, handout and preview of projects that are full of payloads: nothing acts there, and nothing is asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from payloads import Slot, into, payloads, project_of

from ankibuilder.check import check
from ankibuilder.engine.drawing import drawing
from ankibuilder.gallery import site
from ankibuilder.lock import Lock
from ankibuilder.package.content import stamp
from ankibuilder.shown import album, to_draw
from browser.devtools import Page, browser
from browser.test_preview import previewing

pytestmark = pytest.mark.long
SHARE = 8 if os.environ.get("ANKIBUILDER_PAYLOADS") == "all" else 24  # one payload of so many
STRANGE = """(() => {
  const never = ("iframe object embed svg math form base video template frame frameset meta link style " +
    "script").split(" ");
  const ours = OURS;
  const shadows = [...document.querySelectorAll(".faces")].map(e => e.shadowRoot).filter(Boolean);
  const found = [];
  for (const root of [document.body, ...shadows]) for (const element of root.querySelectorAll("*")) {
    const tag = element.localName;
    if (never.includes(tag) && !ours(element)) found.push(element.outerHTML.slice(0, 200));
    for (const { name, value } of element.attributes)
      if (/^on/.test(name) || name === "style" && /url|expression|fixed/.test(value) || name === "srcdoc" ||
          /^(href|src|action|formaction)$/.test(name) && /^\\s*(javascript|data|vbscript):/i.test(value))
        found.push(`${tag}[${name}=${value.slice(0, 80)}]`);
  }
  return [...new Set(found)];
})()"""

# The preview's own: frames that may do nothing, and the forms around its filters and questions.
OURS = "(e => e.matches('iframe[sandbox=\"\"], nav.side > form, dialog form'))"


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with browser(tmp_path) as opened:
        opened.size(1200, 900)
        yield opened


def test_nothing_acts_in_a_gallery(page: Page, tmp_path: Path) -> None:
    texts = payloads()[::SHARE]
    refused: set[Slot] = set()
    for turn in range(4):
        written = project_of(texts, refused)
        checked = check(into(tmp_path / str(turn), written))
        if not checked.errors:
            break
        refused |= {slot for d in checked.diagnostics if (slot := written.slot(d.span.source.path, d.span.line))}
    assert not checked.errors
    stamped = stamp(checked.project, checked.notes, Lock(), 1_790_000_000)
    with drawing() as easel:
        drawn = easel.draw(to_draw(checked.notes, stamped, checked))
    files = site(checked.project, album(checked, checked.notes, stamped, drawn, ""), checked.notes)
    folder = tmp_path / "site"
    for path, raw in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
    ours = "(e => e.localName === 'link' && /^\\.\\.\\/look\\/[a-z0-9-]+\\.css$/.test(e.getAttribute('href')))"
    cards = 0
    for path in sorted(folder.rglob("*.html")):
        page.go(path.as_uri())
        page.wait(f"location.href === '{path.as_uri()}' && document.readyState === 'complete'")
        assert page.run(STRANGE.replace("OURS", ours)) == [], path.name
        cards += page.run("document.querySelectorAll('.item').length")
    print(f"{len(texts)} payloads, {cards} cards in {len(list(folder.rglob('*.html')))} pages with their handouts")
    assert cards > 10 * len(texts)
    assert page.errors == []
    assert all(request.startswith("file://") for request in page.requests)


@pytest.mark.parametrize("accepted", [False, True])
def test_nothing_acts_in_a_preview(accepted: bool, page: Page, tmp_path: Path) -> None:
    """With all that is refused, as it is told on the page; and with what is let through, drawn."""
    texts = payloads()[:: SHARE * 2]
    refused: set[Slot] = set()
    written = project_of(texts, refused)
    for turn in range(4 if accepted else 0):
        found = check(into(tmp_path / str(turn), written)).diagnostics
        refused |= {slot for d in found if (slot := written.slot(d.span.source.path, d.span.line))}
        written = project_of(texts, refused)
    root = into(tmp_path / "it", written)
    with previewing(root) as address:
        page.go(address)
        page.wait("document.querySelectorAll('.list li').length > 20", 60)
        if accepted:
            page.wait("document.body.dataset.drawn", 60)
        for _ in range(60):
            page.key("j")
            told = page.run(STRANGE.replace("OURS", OURS))
            assert told == []
        page.run("document.querySelector('#found').click()")
        assert page.run(STRANGE.replace("OURS", OURS)) == []
        print(f"{len(texts)} payloads, {page.run('''document.querySelectorAll('.list li').length''')} cards listed")
    # A card of a kind that is refused may be drawn all the same: in its frame all is blocked, and that is told.
    blocked = ("Blocked script execution in ", "violates the following Content Security Policy")
    assert [told for told in page.errors if accepted or not any(words in told for words in blocked)] == []
    home = urlsplit(address).netloc
    elsewhere = {request for request in page.requests if urlsplit(request).netloc != home}
    assert all(request.startswith(("data:image/", "about:")) for request in elsewhere)
