"""Markdown to HTML, maths and all. Knows CommonMark; does not know what a card may not hold (gate.py does)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from ankibuilder.render.simple import is_plain

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_KEPT = 20_000  # a build judges a text and renders it: not twice
_ALONE = re.compile(r"<p>((?:(?!</?p>).)*)</p>\n?", re.S)


def markdown(text: str) -> str:
    """Turn a field's text into HTML; a single paragraph comes without its `<p>`."""
    text = text.strip()
    return text if is_plain(text) else rendered(text)


@lru_cache(_KEPT)
def rendered(text: str) -> str:
    """Let the engine turn a text into HTML, whatever it holds."""
    html: str = _markdown().render(text)
    alone = _ALONE.fullmatch(html)
    return (alone[1] if alone else html).strip()


def described(text: str) -> str:
    """Turn a deck's description into HTML as any program would that knows all of CommonMark."""
    html: str = _commonmark().render(text)
    return html.strip()


@cache
def _commonmark() -> MarkdownIt:
    from markdown_it import MarkdownIt

    engine = MarkdownIt("commonmark", {"xhtmlOut": False, "maxNesting": 100})
    engine.validateLink = _any_link  # type: ignore[method-assign]
    return engine


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    engine = MarkdownIt("commonmark", {"xhtmlOut": False, "maxNesting": 100})
    engine.disable(["code", "hr", "heading", "lheading", "reference"])
    # The gate judges links, and says why; Markdown alone would leave a refused one as text.
    engine.validateLink = _any_link  # type: ignore[method-assign]
    engine.inline.ruler.before("escape", "maths", _maths)
    engine.add_render_rule("maths", _render_maths)
    return engine


def _any_link(url: str) -> bool:
    return True


def _maths(state: StateInline, silent: bool) -> bool:
    """Take `$…$` and `$$…$$` out whole, by pandoc's rule: no space inside the dollars, no digit after them."""
    source, start = state.src, state.pos
    if source[start] != "$":
        return False
    fence = "$$" if source.startswith("$$", start) else "$"
    begin = start + len(fence)
    end = _closing(source, begin, fence, state.posMax)
    if end < 0:
        return False
    if not silent:
        token = state.push("maths", "", 0)
        token.content, token.markup = source[begin:end].strip(), fence
    state.pos = end + len(fence)
    return True


def _closing(source: str, begin: int, fence: str, limit: int) -> int:
    if fence == "$" and source[begin : begin + 1].isspace():
        return -1
    at = begin
    while (at := source.find(fence, at, limit)) >= 0:
        before, after = source[at - 1], source[at + len(fence) : at + len(fence) + 1]
        if at > begin and before != "\\" and (fence == "$$" or not (before.isspace() or after.isdigit())):
            return at
        if fence == "$" and before != "\\":
            return -1
        at += len(fence)
    return -1


def _render_maths(_engine: Any, tokens: list[Any], index: int, *_: Any) -> str:
    from markdown_it.common.utils import escapeHtml

    token = tokens[index]
    left, right = ("\\[", "\\]") if token.markup == "$$" else ("\\(", "\\)")
    return left + escapeHtml(token.content) + right
