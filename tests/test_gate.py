"""What may stand in a card, and that nothing is changed in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st
from support import REPOSITORY, examples, project

from ankibuilder.check import check
from ankibuilder.load import load
from ankibuilder.render.gate import clean, gate, says_nothing
from ankibuilder.render.judge import is_harmless
from ankibuilder.render.markdown import markdown
from ankibuilder.source import Source, Span

REFUSED = [
    ("<script>alert(1)</script>", "the tag `<script>`"),
    ("<SCRIPT>alert(1)</SCRIPT>", "the tag `<script>`"),
    ("<svg onload=alert(1)>", "the tag `<svg>`"),
    ("<iframe src=https://example.org></iframe>", "the tag `<iframe>`"),
    ("<form action=x><input></form>", "the tag `<form>`"),
    ("<style>body{}</style>", "the tag `<style>`"),
    ("<math><mi>x</mi></math>", "the tag `<math>`"),
    ("<b onclick=alert(1)>x</b>", "the attribute `onclick`"),
    ("<span style=color:red>x</span>", "the attribute `style`"),
    ('<b id="answer">x</b>', "the attribute `id`"),
    ("[x](javascript:alert(1))", "this link cannot be kept"),
    ("<a href='javascript:alert(1)'>x</a>", "this link cannot be kept"),
    ("[x](http://example.org)", "this link cannot be kept"),
    ("[x](//example.org/a)", "this link cannot be kept"),
    ("[x](https://127.0.0.1/a)", "this link cannot be kept"),
    ("[x](https://localhost/a)", "this link cannot be kept"),
    ("[x](https://a.localtest.me/a)", "this link cannot be kept"),
    ("[x](https://0x7f.1/a)", "this link cannot be kept"),
    ("[x](https://user:pw@example.org)", "this link cannot be kept"),
    ("[x](relative)", "this link cannot be kept"),
    ("[x](https://example.org:8765/)", "this link cannot be kept"),
    ("[x](https://printer.local/)", "this link cannot be kept"),
    ("<b class=ab-footer>x</b>", "the class `ab-footer`"),
    ("<b class='x card'>x</b>", "the class `x card`"),
    ("![x](a.png)", "pictures do not stand in text"),
    ("<img src=x onerror=alert(1)>", "pictures do not stand in text"),
    ("<b>never closed", "this HTML is not well formed"),
    ("<ul>text</ul></div>", "this HTML is not well formed"),
    ("a <!-- hidden --> b", "`<!--` begins"),
    ("<!DOCTYPE html>", "`<!` begins"),
    ("<?php x ?>", "`<?` begins"),
    ("[sound:x.mp3]", "`[sound:` means something"),
    ("[SOUND:x.mp3]", "`[sound:` means something"),
    ("&#91;sound:x.mp3]", "`[sound:` means something"),
    ("[latex]x[/latex]", "`[latex]` means something"),
    ("[$]x", "`[$]` means something"),
    ("{{c1::x}}", "means something to Anki"),
    ("{{Question}}", "means something to Anki"),
    ("$\\frac{{a}}{b}$", "means something to Anki"),
    ("[[type:Answer]]", "means something to Anki"),
    ("[$$]x", "`[$$]` means something"),
    ("[anki:tts lang=en]x[/anki:tts]", "`[anki:` means something"),
    ("<div>\n&#91;sound:x.mp3]\n</div>", "`[sound:` means something"),
    ("<b title='&#91;sound:x.mp3]'>x</b>", "`[sound:` means something"),
    ("$\\href{javascript:alert(1)}{x}$", "`\\href` is not allowed in maths"),
    ("$$\\style{background:url(http://example.org)}{y}$$", "`\\style` is not allowed in maths"),
    ("\\\\(\\class{x}{y}\\\\)", "`\\class` is not allowed in maths"),
    ("$\\bbox[background:url(http://example.org)]{y}$", "`\\bbox` is not allowed in maths"),
    ("$\\csname href\\endcsname$", "`\\csname` is not allowed in maths"),
    ("<div>\na&#x1f;b\n</div>", "`&#x1f;` is a control character"),
    ("<b title='&#0031;'>x</b>", "`&#0031;` is a control character"),
    ("$\\require{html}$", "`\\require` is not allowed in maths"),
    ("\\\\(\\text<wbr>tip{a}{b}\\\\)", "`\\texttip` is not allowed in maths"),
    ("\\\\(\\to<wbr title=x>ggle{a}{b}\\\\)", "`\\toggle` is not allowed in maths"),
    ("<code class=mathjax_process>\\\\(\\href{a}{x}\\\\)</code>", "`\\href` is not allowed in maths"),
    ('<pre class="mathjax&#95;process">\\\\(\\href{a}{x}\\\\)</pre>', "`\\href` is not allowed in maths"),
]
PASSES = [
    "plain", "a < b > c & d", "5 &lt; 6", "&copy; 2026", "*em* **strong** `code`", "H<sub>2</sub>O<br>x", "a<br>\nb",
    "<details><summary>More</summary>x</details>", '<span lang="de" dir="ltr">Bär</span>', "> quoted\n> text",
    "1. one\n2. two", "3. three", "- a\n  - b", "[a](https://example.org/a?b=c&d=e#f)", "<mailto:a@example.org>",
    "[a](mailto:a@example.org)", '<b class="good">x</b>', "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    "$\\frac{a}{b} \\leq \\sqrt{x}$", "Write \\href in HTML", "```\nx < y\n```",
    '<ol start="3"><li>x</li></ol>', "“quotes” ‘q’ \"q\" 'q'", "👩‍💻", "$a<b$ and $$x>y$$", "<https://example.org>",
    "AT&T;",     "[ab] [0] [sounds good]", "a } b { c", "https://example.org",
]  # fmt: skip


def told(text: str) -> list[str]:
    source = Source("a.yaml", text)
    return [finding.message for finding in gate(markdown(text), Span(source, 0, len(text)))]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refused(text: str, message: str) -> None:
    assert told(text), markdown(text)
    assert message in told(text)[0]


@pytest.mark.parametrize("text", PASSES)
def test_passes_unchanged(text: str) -> None:
    assert told(text) == []


def test_one_mistake_is_told_once() -> None:
    assert len(told("<b onclick=x>a</b> and <b onclick=x>b</b>")) == 1
    assert len(told("<script>x</script>")) == 1


def test_the_place_is_that_of_the_tag() -> None:
    source = Source("a.yaml", "question: a <script> b\n")
    (finding,) = gate("a <script> b</script>", Span(source, 10, 22))
    assert (finding.span.line, finding.span.column) == (1, 13)


PIECES = [
    *"<>/\"'= &;!-abp", "script", "<b>", "</b>", "<a href=", "https://x.org", "onclick", "<!--", "-->", "img", "svg",
    "]]>", "<p>",
]  # fmt: skip


@settings(max_examples=examples(160, 800), deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_what_passes_is_what_the_cleaner_lets_through(text: str) -> None:
    if not told(text):
        html = clean(markdown(text))
        assert clean(html) == html
        assert not re.search(r"(?i)<(script|svg|img|iframe|style)|\son\w+=[^<]*>|javascript:", html.replace("&lt;", ""))


GLANCED_AT = [
    *"<>&[]{}$\\`~*_-+.)(#|!:/\" \n1aé", "a b", "[a b](https://x.org/y)", "[a](https://10.0.0.1/)", "[a](https://www.0x)",
    "[a](https://xn--a.org)",
    "**", "- ", "1. ",
    "```", "https://x.org", "[sound:", "{{", "\\{", "\u00a0", "*a*", "\ufeff",
]  # fmt: skip


@settings(max_examples=examples(600, 3_000), deadline=None)
@given(st.lists(st.sampled_from(GLANCED_AT), max_size=10).map("".join))
@example("\ufeffa  >")
def test_what_looks_harmless_is_harmless(text: str) -> None:
    if is_harmless(text):
        assert told(text) == []
        assert not says_nothing(markdown(text))


def test_most_texts_of_the_deck_look_harmless() -> None:
    texts = [text.value for card in load(REPOSITORY)[0].cards for text in card.texts.values()]
    assert sum(map(is_harmless, texts)) > 0.95 * len(texts)


MORE_REFUSED = [
    ("$\\rule{9999em}{9999em}$", "`\\rule` is not allowed in maths"),
    ("$\\begin{html}x\\end{html}$", "`\\begin{html}` is not allowed in maths"),
    ("$\\color{url(x)}{y}$", "`\\color` needs a plain colour"),
    ("$\\frac{\\href{x}{y} }{z}$", "`\\href` is not allowed in maths"),
    ("$" + "{ " * 41 + "x" + "} " * 40 + "}$", "this formula is nested too deeply"),
    ("\\\\(a<br>\\href{x}{y}\\\\)", "`\\href` is not allowed in maths"),
    ("\\\\(a", None),
    ("`\\\\(\\href{x}{y}\\\\)` is code", None),
    ("Write \\href, and $x$ elsewhere", None),
    ("$\\ce{2H2 + O2 -> 2H2O}$ and $$\\begin{aligned}a&=b\\\\c&=d\\end{aligned}$$", None),
    ("<a href='https://127.0.0.①/'>x</a>", "this link cannot be kept"),
    ("<a href='https://127.0.0.%31/'>x</a>", "this link cannot be kept"),
    ("<a href='https://127.0.0.1\\.example.org/'>x</a>", "this link cannot be kept"),
    ("<a href='https://x.ｌocalhost/'>x</a>", "this link cannot be kept"),
    ("<a href='mailto:?attach=/etc/x&amp;to=a@example.org'>x</a>", "this link cannot be kept"),
    ("<a href='https://bücher.example.org/'>x</a>", None),
]


@pytest.mark.parametrize(("text", "message"), MORE_REFUSED)
def test_refused_and_not(text: str, message: str | None) -> None:
    assert [found[: len(message or "")] for found in told(text)] == ([message] if message else [])


def test_a_report_link_leads_to_a_page_that_everybody_can_reach(tmp_path: Path) -> None:
    settings = "namespace: example\nname: Example\nreport: https://printer.local/?card={id}\n"
    told = check(project(tmp_path, ankibuilder=settings)).diagnostics
    (found,) = [one for one in told if one.span.source.path == "ankibuilder.yaml"]
    assert (found.rule, found.span.line, found.span.column) == ("unsafe-content", 3, 9)
    assert found.message == "this link cannot be kept: `https://printer.local/?card={id}`"
