"""What may stand in a card: the gate between rendered text and a learner's Anki.

What the cleaner would change is refused with its place and cure, never changed in silence. Does not know Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape, unescape
from html.parser import HTMLParser
from itertools import islice
from typing import TYPE_CHECKING

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.render.links import safe_link
from ankibuilder.render.maths import refused_maths
from ankibuilder.source import Span

if TYPE_CHECKING:
    import nh3

TAGS = frozenset(
    """a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5
    h6 hr i ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th
    thead tr u ul var wbr""".split()
)
ATTRIBUTES = {
    "*": frozenset({"lang", "dir", "title", "class"}),
    "a": frozenset({"href"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan"}),
    "ol": frozenset({"start"}),
}
_MOST_TOLD = 50  # of one text
_VOID = frozenset({"br", "hr", "wbr"})
# Tags without attributes that cannot do anything but structure text: most rendered cards hold no other.
_UNSUSPICIOUS = re.compile(
    r"(?:[^<]|</?(?:p|em|strong|br|ul|ol|li|blockquote|code|pre|b|i|u|s|sub|sup|small)>)*", re.S
)  # fmt: skip
_NUMBER = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,6})|0*([0-9]{1,7}))(?![0-9]);?")
_CLASS = re.compile(r"(?:(?:^| )(?!ab-|card|night|mobile|replay)[a-z][a-z0-9_-]*)+")
_ANKI_SYNTAX = (
    ("[sound:", "use the card's `audio:` field"),
    ("[latex]", "write maths between dollars, as in `$x^2$`"),
    ("[$]", "write maths between dollars, as in `$x^2$`"),
    ("[$$]", "write maths between dollars, as in `$$x^2$$`"),
    ("[anki:", "remove it"),
    ("[[type:", "remove it"),
    ("{{", "put a space between the braces: `{ {`"),
    ("}}", "put a space between the braces: `} }`"),
    ("[/latex]", "remove it"),
    ("[/$]", "remove it"),
    ("[/$$]", "remove it"),
    ("[/anki:", "remove it"),
)


# What ends a stretch of Anki's, where its beginning is not there to be told.
_ANKI_ENDS = {"}}": "{{", "[/latex]": "[latex]", "[/$]": "[$]", "[/$$]": "[$$]", "[/anki:": "[anki:"}


def gate(html: str, span: Span, where: str = "a card") -> Iterator[Diagnostic]:
    """Yield what must not reach Anki; nothing where the HTML is exactly what the cleaner would let through."""
    if "<" in html or "&" in html:
        yield from control_numbers(html, span)
        yield from _markup(html, span, where)
        html = clean(html)  # what was written as an entity is there now
    yield from anki_syntax(html, span)
    yield from _maths(html, span)


def gate_plain(text: str, span: Span) -> Iterator[Diagnostic]:
    """Yield what must not reach Anki in text that is shown as it is, without Markdown: titles, footers, names."""
    yield from anki_syntax(text, span)
    yield from _maths(escape(text), span)


def gate_raw(text: str, span: Span) -> Iterator[Diagnostic]:
    """Yield what must not reach Anki in a name that it puts into a card as it is, entities and all."""
    yield from control_numbers(text, span)
    yield from gate_plain(unescape(text), span)


def control_numbers(html: str, span: Span) -> Iterator[Diagnostic]:
    """Yield the first control character that is written by its number."""
    if written := control_number(html):
        yield error("unsafe-content", span.find(written), f"`{written}` is a control character", "remove it")


def control_number(html: str) -> str:
    """Give the first number in HTML that stands for a control character, as it is written; empty where none does."""
    for found in _NUMBER.finditer(html) if "&#" in html else ():
        code = int(found[1], 16) if found[1] else int(found[2])
        if (code < 32 and code not in (9, 10, 13)) or 127 <= code < 160:
            return found[0]
    return ""


def _maths(html: str, span: Span) -> Iterator[Diagnostic]:
    for written, message, hint in refused_maths(html):
        yield error("unsafe-content", span.find(written), message, hint)


def anki_syntax(text: str, span: Span) -> Iterator[Diagnostic]:
    """Yield what Anki would act on wherever it stands, in text without markup too."""
    lowered = text.lower()
    for syntax, cure in _ANKI_SYNTAX:
        if syntax in lowered and _ANKI_ENDS.get(syntax, "\0") not in lowered:
            yield error("unsafe-content", span.find(syntax), f"`{syntax}` means something to Anki itself", cure)


def says_nothing(html: str) -> bool:
    """Tell whether a field shows nothing: only tags and spaces."""
    return not re.sub(r"<[^>]*>", "", html).replace("\xa0", " ").strip()


def clean(html: str) -> str:
    """Give HTML in the cleaner's own spelling, but with spaces that do not break as they are: Anki finds them so."""
    return _cleaner().clean(html).replace("&nbsp;", "\xa0")


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes={"https", "mailto"},
        link_rel=None,
    )


def _markup(html: str, span: Span, where: str) -> Iterator[Diagnostic]:
    cleaned = clean(html)
    if cleaned == html.replace("&quot;", '"') and _UNSUSPICIOUS.fullmatch(html):
        return
    written = Reader.read(html)
    found = list(islice(_refused(written, span, where), _MOST_TOLD))
    yield from found
    if not found and written.tokens != Reader.read(cleaned).tokens:
        yield _not_well_formed(written, span)


def _not_well_formed(reader: Reader, span: Span) -> Diagnostic:
    hint = "close every tag in order; write `&lt;` for a `<` that is no tag"
    open_tags: list[str] = []
    for token, tag, _ in reader.tokens:
        if token == "start" and tag not in _VOID:
            open_tags.append(tag)
        elif token == "end" and tag in open_tags:
            while open_tags.pop() != tag:
                pass
        elif token == "end":
            message = f"this HTML is not well formed: `</{tag}>` closes nothing"
            return error("unsafe-content", span.find(f"</{tag}"), message, hint)
    if unclosed := [tag for tag in open_tags if tag not in ("li", "p")]:
        message = f"this HTML is not well formed: `<{unclosed[0]}>` is never closed"
        return error("unsafe-content", span.find(f"<{unclosed[0]}"), message, hint)
    message = "this HTML is not well formed: Anki would show something else than what is written"
    return error("unsafe-content", span, message, hint)


class Reader(HTMLParser):
    """Collects what HTML says: tags with their attributes, and text; comments and the like apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
        self.strange: list[str] = []

    @classmethod
    def read(cls, html: str) -> Reader:
        """Read a whole text."""
        reader = cls()
        try:
            reader.feed(html)
            reader.close()
        except AssertionError:  # what html.parser raises, in some Pythons, for a `<![` that it does not know
            reader.strange.append("<![")
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tokens.append(("start", tag, tuple(sorted((name, value or "") for name, value in attrs))))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.tokens.append(("end", tag, ()))

    def handle_data(self, data: str) -> None:
        if self.tokens and self.tokens[-1][0] == "text":
            data = self.tokens.pop()[1] + data
        self.tokens.append(("text", data, ()))

    def handle_comment(self, data: str) -> None:
        self.strange.append("<!--" if data else "<!")

    def handle_decl(self, decl: str) -> None:
        self.strange.append("<!")

    def handle_pi(self, data: str) -> None:
        self.strange.append("<?")

    def unknown_decl(self, data: str) -> None:
        self.strange.append("<![")


def _refused(reader: Reader, span: Span, where: str) -> Iterator[Diagnostic]:
    for opening in reader.strange[:1]:
        message = f"`{opening}` begins something that is no text"
        yield error("unsafe-content", span.find(opening), message, "remove it, or write `&lt;` for `<`")
    for token, tag, attributes in dict.fromkeys(reader.tokens):
        if token == "start" and tag not in TAGS:
            message, hint = f"the tag `<{tag}>` is not allowed in {where}", "use Markdown, or plain text"
            if tag == "img":
                cure = "use the card's `image:` field" if where == "a card" else "remove it"
                message, hint = "pictures do not stand in text", cure
            yield error("unsafe-content", span.find(f"<{tag}"), message, hint)
        elif token == "start":
            yield from _refused_attributes(tag, attributes, span)


def _refused_attributes(tag: str, attributes: tuple[tuple[str, str], ...], span: Span) -> Iterator[Diagnostic]:
    for name, value in attributes:
        if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset()):
            message = f"the attribute `{name}` is not allowed on `<{tag}>`"
            yield error("unsafe-content", span.find(name), message, "remove it")
        elif name == "href" and not safe_link(value):
            message = f"this link cannot be kept: `{value[:80]}`"
            hint = "links are whole addresses that begin with `https://` or `mailto:`"
            yield error("unsafe-content", span.find(value), message, hint)
        elif name == "class" and not _CLASS.fullmatch(value):
            message = f"the class `{value[:80]}` is not allowed"
            yield error("unsafe-content", span.find(value), message, "use small letters; `ab-…` and `card…` are taken")
