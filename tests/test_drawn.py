"""What the second gate refuses, `check` tells at the text it comes from; it trusts nothing that stands before it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from payloads import Slot, into, payloads, project_of
from support import project, run

from ankibuilder.check import Checked, check
from ankibuilder.drawn import refused_face
from ankibuilder.lock import Lock
from ankibuilder.package.content import content, stamp

SHARE = int(os.environ.get("ANKIBUILDER_SHARE", "24"))  # one payload of so many
PASSES = [
    "plain", "<b>x</b>", "<code>\\(\\href{a}{x}\\)</code>", '<pre><code class="language-tex">\\(\\href\\)</code></pre>',
    "\\(x\\)", "a [b] {c} &amp; &lt;d&gt;", '<a href="https://example.org">x</a>', "x<wbr>y",
    "&#9;&#x41;&#xa0;&amp;#x1f;",
]  # fmt: skip
REFUSED = [
    "<b<i>", "<b title=>", "\\(\\href{a}{x}\\)", "\\(\\text<wbr>tip{a}{b}\\)", "\\(\\to<wbr title=a>ggle\\)",
    '<code class="mathjax_process">\\(\\href{a}{x}\\)</code>', "<code class=mathjax&#95;process>\\(\\href\\)</code>",
    "<pre class='x tex2jax_process'>\\(\\style{color:red}{x}\\)</pre>", "[sound:x.mp3]", "&lsqb;sound:x.mp3]", "{{",
    "\x0c", "[/$]", "a&#x1f;b", "a&#0011b", "&#x9b;", "<a href=http://example.org>x</a>", "<img src=x.png>",
    "<b style=x>x</b>", "<span data-cloze=x>y</span>", "&bsol;(\\href{a}{b}\\)",
]  # fmt: skip
# Halves that come together where two fields meet, or where a template meets a field.
HALVES = [
    ("a [sou", "nd:x.mp3] b"), ("a [", "sound:x.mp3] b"), ("a [sound:x", ".mp3] b"), ("a [lat", "ex] b"),
    ("a [$", "] b"), ("a [", "[type:Word]] b"), ("a [", "anki:tts lang=en_US]x b"), ("a {", "{Word}} b"),
    ("a {{Word}", "} b"), ("a {{W", "ord}} b"), ("a \\\\", "(\\href{x}{y}\\\\) b"),
    ("a\\\\(\\te", "xttip{x}{y}\\\\)"), ("漢[<b title=\"x", "]\">y</b>"), ("漢[a", "b] <b>x</b>"),
]  # fmt: skip


@pytest.mark.parametrize("html", PASSES)
def test_a_face_may_hold(html: str) -> None:
    assert refused_face(html, ()) is None


@pytest.mark.parametrize("html", REFUSED)
def test_a_face_may_not_hold(html: str) -> None:
    assert refused_face(html, ())


def packed(checked: Checked) -> None:
    """Build every deck as `build` does; raises where the second gate refuses anything."""
    stamped = stamp(checked.project, checked.notes, Lock(), 1_790_000_000)
    for deck in checked.project.decks:
        content(deck, stamped)


def test_check_tells_what_a_build_refuses(tmp_path: Path) -> None:
    """A share of the payloads in all places: once `check` is content, so is the second gate."""
    texts = payloads()[::SHARE]
    refused: set[Slot] = set()
    for turn in range(4):
        written = project_of(texts, refused)
        checked = check(into(tmp_path / str(turn), written), lambda rule: False)
        if not checked.errors:
            break
        for found in checked.diagnostics:
            slot = written.slot(found.span.source.path, found.span.line)
            assert slot, (found.span.place, found.message)
            refused.add(slot)
    else:
        raise AssertionError("what is refused does not come to an end")
    packed(checked)


@pytest.mark.parametrize("halves", HALVES)
def test_two_halves_are_told_at_one_of_them(halves: tuple[str, str], tmp_path: Path) -> None:
    written = project_of(["plain"], project_of(["plain"], ()).slots.values())
    first, second = ('"' + half.replace("\\", "\\\\").replace('"', '\\"') + '"' for half in halves)
    text = written.files["cards/m0.yaml"] or ""
    here = f"  - id: halves\n    kind: every-filter\n    word: {first}\n    sign: {second}\n"
    written.files["cards/m0.yaml"] = text + here
    checked = check(into(tmp_path, written), lambda rule: False)
    if checked.errors:
        lines = len(text.split("\n"))
        assert {found.span.line - lines for found in checked.diagnostics} <= {0, 2, 3}
        assert all(found.hint for found in checked.diagnostics)
    else:
        packed(checked)


@pytest.mark.parametrize(
    ("back", "words"),
    [
        ("[{{Word}}]", "latex"),
        ("[sound{{Word}}", ":x.mp3]"),
        ("\\(\\{{Word}}\\)", "href"),
        ("&{{Word}}sound:x.mp3]", "lsqb;"),
    ],
)
def test_a_word_that_a_template_makes_something_of_is_told(back: str, words: str, tmp_path: Path) -> None:
    project(tmp_path, cards__references=None, cards__objectives=None)
    kind = (
        "name: Word\nsort: word\nfields:\n  - {id: word, name: Word, required: true}\n"
        "templates:\n  - {id: one, name: One, front: front.html, back: back.html}\n"
    )
    folder = tmp_path / "kinds/word"
    folder.mkdir(parents=True)
    (folder / "kind.yaml").write_text(kind, encoding="utf-8")
    (folder / "front.html").write_text("{{#Word}}{{Word}}{{/Word}}", encoding="utf-8")
    (folder / "back.html").write_text(back, encoding="utf-8")
    card = f'module: example\ntitle: Example\ncards:\n  - id: one\n    kind: word\n    word: "{words}"\n'
    (tmp_path / "cards/example.yaml").write_text(card, encoding="utf-8")
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1, done.stdout
    assert "[unsafe-content]" in done.stdout
