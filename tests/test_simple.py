"""What is rendered without the Markdown engine is what the engine and the cleaner make of it, to the letter."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings, strategies as st
from payloads import harmless, payloads
from support import examples

from ankibuilder.load import load
from ankibuilder.render.gate import clean
from ankibuilder.render.markdown import rendered
from ankibuilder.render.simple import simple

EXAMPLES = examples(500, 5_000)
ROOT = Path(__file__).parent.parent
_PIECES = (
    "a|A|é|ß|中|1|²|_| |  |\xa0|\u2003|*|**|***|*a*|*a b*|*a.*|*é*|.|,|;|:|!|?|)|(|[|]|[a](https://a.org)|"
    "[a b](https://a.org/B-c)|(https://a.org)|[a](http://a.org)|[a](https://A.org)|[a_b](https://a.org)|https://a.org|"
    "-|- |+|1. |1) |>|<|&|"
    "&amp;|\"|'|“|…|~|`|$|{|}|\\|\n|\t|\x0b|\x85|#|# |=|===|---|[a]: https://a.org|![a](https://a.org)|[a](https://xn--a.org)|"
    "[a](https://a..org//)|[a](https://-a)|€|\u0301|\u200d|😀|°"
).split("|")
_texts = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join)


def _slow(text: str) -> str:
    html = rendered(text)
    return clean(html) if "<" in html or "&" in html else html


def _agrees(text: str) -> bool:
    text = text.strip()
    html = simple(text)
    return html is None or html == _slow(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(_texts)
def test_pieces_of_markdown(text: str) -> None:
    assert _agrees(text)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20), st.text("*[] a.", max_size=12))
def test_any_text_with_emphasis(text: str, more: str) -> None:
    assert _agrees(f"{more}{text}{more}")
    assert _agrees(f"*{text}*{more}")


def test_payloads_and_harmless_texts() -> None:
    for text in (*payloads(), *(written for written, _ in harmless())):
        assert _agrees(text)
        assert _agrees(f"*a* {text} [a](https://a.org)")


def test_the_deck() -> None:
    project, _ = load(ROOT)
    texts = [text.value for card in project.cards for text in card.texts.values()]
    assert all(map(_agrees, texts))
    assert sum(simple(text.strip()) is not None for text in texts) > 0.97 * len(texts)
