"""Texts of an adopted deck: its own HTML, with pictures, sounds and the looks that Anki's editor gives text.

`<html>…</html>` around a text keeps it as it is, where Markdown would spell it anew; the gate sees both. Does not know
which cards were adopted, nor how a file came into the project.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.kinds.gaps import numbers, without_gaps
from ankibuilder.load.media_in_text import is_file, media_named, on_disk
from ankibuilder.render.declared import safe_style
from ankibuilder.render.gap_gate import within_tags
from ankibuilder.render.gate import ATTRIBUTES, TAGS, Reader, anki_syntax
from ankibuilder.render.links import safe_link
from ankibuilder.render.markdown import markdown
from ankibuilder.render.maths import refused_maths
from ankibuilder.source import Span

if TYPE_CHECKING:
    import nh3

ADOPTED_TAGS = TAGS | {"img", "font", "center", "big", "strike", "tt", "rb"}
_MEASURES = frozenset({"align", "valign", "width", "height", "bgcolor", "border", "cellpadding", "cellspacing"})
ADOPTED_ATTRIBUTES = {
    **ATTRIBUTES,
    "*": ATTRIBUTES["*"] | {"style"},
    "img": frozenset({"src", "alt", "width", "height"}),
    "font": frozenset({"color", "face", "size"}),
    "ol": frozenset({"start", "type"}),
    "ul": frozenset({"type"}),
    **{tag: ATTRIBUTES.get(tag, frozenset()) | _MEASURES for tag in ("td", "th", "tr", "table", "tbody", "thead")},
    **{tag: frozenset({"align"}) for tag in ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6")},
}
_VERBATIM = re.compile(r"<html>(.*)</html>", re.S)
_WHOLE_TAG = re.compile(
    r"""</?[a-zA-Z][a-zA-Z0-9]*(?>(?>\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>`=]+))?)*)\s*/?>"""
)
_SOUND = re.compile(r"\[sound:[^\[\]<>]{1,300}\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CLASSES = re.compile(r"[\w\s-]{0,200}")
_VALUE = re.compile(r"[\w #%.,()-]{0,100}")
_MOST_TOLD = 50
_VOID = frozenset({"br", "hr", "wbr", "img"})


def adopted_html(text: str) -> str:
    """Give a text's HTML: what stands in `<html>` as it is, all else as Markdown."""
    html = adopted_raw(text)
    kept = _VERBATIM.fullmatch(text.strip()) or not ("<" in html or "&" in html)
    return html if kept else adopted_clean(html)


def adopted_raw(text: str) -> str:
    """Give what the gate judges: a text's HTML before anything is cleaned."""
    kept = _VERBATIM.fullmatch(text.strip())
    return kept[1] if kept else markdown(text)


def adopted_clean(html: str) -> str:
    """Give HTML in the cleaner's own spelling."""
    return _cleaner().clean(html).replace("&nbsp;", "\xa0")


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(ADOPTED_TAGS),
        attributes={tag: set(names) for tag, names in ADOPTED_ATTRIBUTES.items()},
        url_schemes={"https", "mailto"},
        link_rel=None,
    )


def media_of(html: str, present: Collection[str]) -> list[str]:
    """List the files that HTML shows or plays and that are there."""
    named = dict.fromkeys(on_disk(found.file, present) for found in media_named(html))
    return [name for name in named if name in present]


def gate_adopted(html: str, span: Span, gaps: bool) -> Iterator[Diagnostic]:
    """Yield what must not reach Anki; where a field has `gaps`, there must be one."""
    if gaps and not numbers(html):
        hint = "write `{{c1::…}}` around what is to be recalled"
        yield error("invalid-value", span, "a cloze needs a gap", hint)
    if control := _CONTROL.search(unescape(html)):
        message = f"U+{ord(control[0]):04X} is a control character, which Anki cannot keep in a text"
        yield error("unsafe-content", span, message, "remove it")
    yield from within_tags(html, span, gaps)
    plain = without_gaps(html) if gaps else html
    if "<" in plain or "&" in plain:
        yield from _markup(plain, span)
        plain = adopted_clean(plain)
    bare = _SOUND.sub("", plain)
    yield from anki_syntax(bare if "{{" in bare else bare.replace("}}", ""), span)
    for written, message, hint in refused_maths(plain):
        yield error("unsafe-content", span.find(written), message, hint)


def _markup(html: str, span: Span) -> Iterator[Diagnostic]:
    written = Reader.read(html)
    found = list(islice(_refused(written, span), _MOST_TOLD))
    if not found and (at := (rest := _WHOLE_TAG.sub("", html)).find("<")) >= 0:
        message = f"`{rest[at : at + 20]}` begins no whole tag"
        found = [error("unsafe-content", span.find(rest[at : at + 20]), message, "write `&lt;` for the sign")]
    yield from found
    if not found and _tokens(written) != _tokens(Reader.read(adopted_clean(html))):
        message = "this HTML is not well formed: Anki would show something else than what is written"
        yield error("unsafe-content", span, message, "close every tag in order; write `&lt;` for a `<` that is no tag")


def _tokens(reader: Reader) -> list[object]:
    """Leave out the ends of tags that hold nothing, which some write and some do not."""
    return [token for token in reader.tokens if token[0] != "end" or token[1] not in _VOID]


def _refused(reader: Reader, span: Span) -> Iterator[Diagnostic]:
    for opening in reader.strange[:1]:
        message = f"`{opening}` begins something that is no text"
        yield error("unsafe-content", span.find(opening), message, "remove it, or write `&lt;` for `<`")
    for token, tag, attributes in dict.fromkeys(reader.tokens):
        if token != "start":
            continue
        if tag not in ADOPTED_TAGS:
            message = f"the tag `<{tag}>` is not allowed in a card"
            yield error("unsafe-content", span.find(f"<{tag}"), message, "use Markdown, or plain text")
            continue
        if tag == "img" and not any(name == "src" for name, _ in attributes):
            yield error("unsafe-content", span.find("<img"), "this picture names no file", "remove it")
        for name, value in attributes:
            if fault := attribute_fault(tag, name, value):
                yield error("unsafe-content", span.find(name), *fault)


def attribute_fault(tag: str, name: str, value: str) -> tuple[str, str] | None:
    """Say what is wrong with an attribute, and what to do."""
    if name not in ADOPTED_ATTRIBUTES["*"] | ADOPTED_ATTRIBUTES.get(tag, frozenset()):
        return f"the attribute `{name}` is not allowed on `<{tag}>`", "remove it"
    if name == "style" and not safe_style(value):
        return f"this style is not allowed: `{value[:80]}`", "leave what is about the look of text alone"
    if name == "href" and not safe_link(value):
        return f"this link cannot be kept: `{value[:80]}`", "links begin with `https://` or `mailto:`"
    if name == "src" and not is_file(value):
        return f"this picture is not in the package: `{value[:80]}`", "put the file into cards/media/ and name it"
    if name == "class" and not _CLASSES.fullmatch(value):
        return f"the class `{value[:80]}` is not allowed", "write letters, digits and dashes"
    if name not in ("style", "href", "src", "title", "alt", "lang", "dir", "class") and not _VALUE.fullmatch(value):
        return f"`{name}` is not allowed to be `{value[:80]}`", "remove it"
    return None
