"""What the HTML of a drawn face may hold: whole tags from a list, with attributes from a list, and text.

Every `<` must begin a tag that is spelt so that no browser can read it otherwise; nothing is parsed that could be
parsed in two ways. Does not know who drew the face.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from ankibuilder.load.media_in_text import on_disk
from ankibuilder.render.adopted import ADOPTED_ATTRIBUTES, ADOPTED_TAGS, attribute_fault
from ankibuilder.render.gate import ATTRIBUTES, TAGS, control_number
from ankibuilder.render.links import safe_link
from ankibuilder.render.maths import refused_maths

_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'<>`=]+)"""
TAG = re.compile(rf"</?[a-zA-Z][a-zA-Z0-9]*(?>(?>\s+[a-zA-Z-]+(?:\s*=\s*{_VALUE})?)*)\s*/?>")
_ATTRIBUTES = re.compile(rf"\s+([a-zA-Z-]+)(?:\s*=\s*({_VALUE}))?")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_DRAWN = frozenset({"img", "rb"})  # our own pictures; what `furigana:` makes
_EVERYWHERE = frozenset({"class", "id", "lang", "dir", "title"})
# What Anki itself makes of `{{hint:Field}}` (template_filters.rs), to the letter.
_HINT = re.compile(
    r"""<a class=hint href="#"\s+onclick="this\.style\.display='none';\s*"""
    r"""document\.getElementById\('hint([0-9a-f]+)'\)\.style\.display='block';\s*"""
    r"""return false;"(?:\s+draggable=false)?>\s*[^<]*</a>\s*"""
    r"""<div id="hint\1" class=hint style="display: none">"""
)
_TYPED = re.compile(r"\{\{(?:[^{}:]*:)*\s*type:(?:[^{}:]*:)*([^{}:]+)\}\}")
_SOUND = re.compile(r"\[sound:([^\[\]<>]{1,300})\]")
_GAP = re.compile(r'<span class="cloze(?:-inactive)?"(?: data-cloze="[^"]*")? data-ordinal="[0-9,]+">')
_PLAYED = re.compile(r"\[anki:play:[qa]:\d+\]")
_ACTED_ON = re.compile(r"(?ia)\[sound:|\[/?latex\]|\[/?\$\$?\]|\[/?anki:|\[\[type:|\{\{|\}\}")
# What Anki replaces by HTML of its own, wherever it stands: within a tag, the rest of that would be text.
_REPLACED = re.compile(r"(?i)\[sound:|\[/?anki:|\[\[type:")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Refusal(NamedTuple):
    """What a face holds and may not."""

    written: str
    message: str


def refused_face(
    html: str, media: Collection[str], typed: Collection[str] = (), adopted: bool = False
) -> Refusal | None:
    """Say why a face must not be shown, or None; `media` are in the package, `typed` is what the template types in.

    Where the note type is `adopted`, it may hold what the first gate lets adopted texts hold.
    """
    return next(_refusals(html, media, typed, adopted), None)


def without_gap_marks(html: str) -> str:
    """Leave out what Anki itself writes around the gaps of a cloze (rslib/src/cloze.rs).

    The quotes stay: a gap within a tag ends an attribute that nobody meant to end.
    """
    return _GAP.sub('<span class="cloze">', html)


def typed_in(*templates: str) -> list[str]:
    """Name what templates put where the learner types: Anki makes a box of it, so it may stand in a face."""
    return [f"[[type:{name.strip()}]]" for template in templates for name in _TYPED.findall(template)]


def _refusals(html: str, media: Collection[str], typed: Collection[str], adopted: bool) -> Iterator[Refusal]:
    if control := _CONTROL.search(html):
        yield Refusal(f"U+{ord(control[0]):04X}", f"the control character U+{ord(control[0]):04X}")
    if written := control_number(html):
        yield Refusal(written, f"`{written}`, which is a control character")
    bare = _HINT.sub("<div>", html) if "<a class=hint" in html else html
    text, tags = TAG.sub("", bare), dict.fromkeys(TAG.findall(bare))
    for tag in tags:
        if replaced := _REPLACED.search(tag) if "[" in tag else None:
            yield Refusal(tag, f"`{replaced[0]}` within a tag, where Anki makes a button or a box of it")
        elif fault := fault_of_tag(tag, adopted):
            yield fault
        elif tag[:4].lower() == "<img" and (name := on_disk(_source(tag), media)) not in media:
            yield Refusal(tag, f"the picture `{name}`, which is not in the package")
    if (at := text.find("<")) >= 0:
        rest = text[at : at + 40]
        yield Refusal(rest, f"`{rest}`, which is no whole tag")
    if "[" in html or "{{" in html or "}}" in html or "&" in html:
        yield from _acted_on(html.replace("}}", "") if adopted and "{{" not in html else html, media, typed)
    if "\\" in text or "&" in text:
        for written, message, _ in refused_maths(TAG.sub(_between, bare)):
            yield Refusal(written, f"a formula, and {message}")


def _between(tag: re.Match[str]) -> str:
    """Leave of tags only what tells formulas where they end: an attribute may hold anything; code stays as it is."""
    name = _name(tag[0])
    if name in ("code", "pre"):
        return tag[0]
    return f"</{name}>" if tag[0][1] == "/" else f"<{name}>"


def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def _acted_on(html: str, media: Collection[str], typed: Collection[str]) -> Iterator[Refusal]:
    for sound in _SOUND.finditer(html):
        if unescape(sound[1]) not in media:
            yield Refusal(sound[0], f"the sound `{sound[1]}`, which is not in the package")
    html = _PLAYED.sub("", _SOUND.sub("", html))
    for words in typed:
        html = html.replace(words, "")
    if found := _ACTED_ON.search(html) or (_ACTED_ON.search(unescape(html)) if "&" in html else None):
        yield Refusal(found[0], f"`{found[0]}`, which means something to Anki itself")


@lru_cache(20_000)
def fault_of_tag(tag: str, adopted: bool = False) -> Refusal | None:
    """Say why a whole tag must not stand in a face, or None; whether its picture is there, nobody looks here."""
    name = _name(tag)
    if name not in TAGS and name not in _DRAWN and not (adopted and name in ADOPTED_TAGS):
        return Refusal(tag, f"the tag `<{name}>`")
    for found in _ATTRIBUTES.finditer(tag):
        attribute, value = found[1].lower(), unescape((found[2] or "").strip("\"'"))
        if adopted and attribute in _ADOPTED.get(name, _ADOPTED["*"]) | _ADOPTED["*"]:
            if fault := attribute_fault(name, attribute, value):
                return Refusal(tag, fault[0])
        elif attribute == "href" and name == "a":
            if not safe_link(value):
                return Refusal(tag, f"a link to `{value[:80]}`")
        elif attribute not in _EVERYWHERE | ATTRIBUTES.get(name, frozenset()) | _MORE.get(name, frozenset()):
            return Refusal(tag, f"the attribute `{attribute}` on `<{name}>`")
    return None


_ADOPTED = {tag: names - _EVERYWHERE for tag, names in ADOPTED_ATTRIBUTES.items()}
# Pictures of ours, and `<details>` left open.
_MORE = {"img": frozenset({"src", "alt"}), "details": frozenset({"open"})}


@lru_cache(20_000)
def _source(tag: str) -> str:
    """Give what a picture shows; the first of two attributes of one name is the one that counts."""
    values = [found[2] for found in _ATTRIBUTES.finditer(tag) if found[1].lower() == "src"]
    return unescape((values[0] or "").strip("\"'")) if values else ""
