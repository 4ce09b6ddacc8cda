"""Markdown, maths by pandoc's rule, and the short way for plain text that must not differ from the long one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st
from support import examples

from ankibuilder.render.gate import clean
from ankibuilder.render.markdown import _ALONE, _markdown, markdown
from ankibuilder.render.simple import is_plain


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain text, 50 %: yes!", "plain text, 50 %: yes!"),
        ("a *safe haven* and **more**", "a <em>safe haven</em> and <strong>more</strong>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("one\ntwo", "one\ntwo"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("[book](https://example.org/a)", '<a href="https://example.org/a">book</a>'),
        ("H<sub>2</sub>O", "H<sub>2</sub>O"),
        ("`a < b`", "<code>a &lt; b</code>"),
        ("# no heading", "# no heading"),
        ("    no code", "no code"),
        ("AT&T and 3 < 4", "AT&amp;T and 3 &lt; 4"),
        ('"quoted"', '"quoted"'),
        ("$x^2$ is maths", "\\(x^2\\) is maths"),
        ("so $a<b$ holds", "so \\(a&lt;b\\) holds"),
        ("$a_1 * b_2 * c$", "\\(a_1 * b_2 * c\\)"),
        ("$$\n\\frac{a}{b}\n$$", "\\[\\frac{a}{b}\\]"),
        ("$5 and $10", "$5 and $10"),
        ("it costs $5, or $6$ here", "it costs $5, or \\(6\\) here"),
        ("$ x$ and $x $", "$ x$ and $x $"),
        ("\\$x$ stays", "$x$ stays"),
        ("$20,000 and $30,000", "$20,000 and $30,000"),
        ("`$x$` is code", "<code>$x$</code> is code"),
        ("costs $x\\$y$", "costs \\(x\\$y\\)"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ],
)
def test_text_becomes(text: str, html: str) -> None:
    assert clean(markdown(text)) == html


@settings(max_examples=examples(160, 800), deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=40))
def test_the_short_way_is_the_long_one(text: str) -> None:
    if is_plain(text.strip()):
        long = _markdown().render(text.strip())
        alone = _ALONE.fullmatch(long)
        assert clean((alone[1] if alone else long).strip()) == clean(markdown(text)) == markdown(text)
