"""What may stand in a kind's templates: structure and fields, nothing that acts or loads. Does not draw them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.model import Kind
from ankibuilder.render.adopted import ADOPTED_TAGS, attribute_fault
from ankibuilder.render.gate import TAGS, Reader, control_numbers
from ankibuilder.source import Source, Span

_ATTRIBUTES = frozenset({"class", "id", "lang", "dir", "title", "open"})
FILTERS = frozenset({"hint", "type", "nc", "furigana", "kana", "kanji"})
_WHOLE_TAG = re.compile(
    r"""</?[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>`={}\[\]]+))?)*\s*/?>"""
)
_HANDLE = re.compile(r"\{\{((?:(?!\{\{).)*?)\}\}", re.S)


def gate_templates(kind: Kind) -> Iterator[Diagnostic]:
    """Yield what a kind's templates must not hold; `{{Card ID}}` alone may stand in an attribute.

    Those of an adopted kind may look as Anki's own editor makes text look.
    """
    tags = TAGS if kind.common else ADOPTED_TAGS - {"img"}
    for source in dict.fromkeys(source for template in kind.templates for source in template.sources):
        everything = Span(source, 0, len(source.text))
        refused = False
        for token, tag, attributes in dict.fromkeys(Reader.read(source.text).tokens):
            if token == "start" and tag not in tags:
                refused = True
                message = f"the tag `<{tag}>` is not allowed in a template"
                hint = "remove it: a kind is data and templates, no code"
                yield error("unsafe-content", everything.find(f"<{tag}"), message, hint)
            elif token == "start":
                yield from _attributes(tag, attributes, everything, kind)
        if not refused:
            yield from _loose_brackets(source)
        yield from _filters(source, kind)
        yield from control_numbers(source.text, everything)


def _loose_brackets(source: Source) -> Iterator[Diagnostic]:
    """A tag must be whole in its file: a field, a condition or the other side could make anything of half a tag."""
    blanked = _WHOLE_TAG.sub(lambda tag: " " * len(tag[0]), source.text)
    if (at := blanked.find("<")) >= 0:
        message = "this `<` begins no whole tag"
        hint = "write tags whole, with values in quotes and no field outside of them; write `&lt;` for the sign"
        yield error("unsafe-content", Span(source, at, at + 1), message, hint)


def _attributes(tag: str, attributes: tuple[tuple[str, str], ...], span: Span, kind: Kind) -> Iterator[Diagnostic]:
    for name, value in attributes:
        if not kind.common and name not in _ATTRIBUTES and "{{" not in value:
            if fault := attribute_fault(tag, name, value):
                yield error("unsafe-content", span.find(name), *fault)
            continue
        if name not in _ATTRIBUTES:
            message = f"the attribute `{name}` is not allowed on `<{tag}>` in a template"
            yield error("unsafe-content", span.find(name), message, "remove it")
            continue
        if "[[" in value.replace("[[language]]", "").replace("[[direction]]", ""):
            message = "a setting stands in an attribute, where only `[[language]]` and `[[direction]]` may"
            yield error("unsafe-content", span.find(value), message, "put it between tags")
        for handle in _HANDLE.finditer(value):
            if handle[1].strip() != "Card ID":
                message = f"`{handle[0]}` stands in an attribute, where only `{{{{Card ID}}}}` may"
                yield error("unsafe-content", span.find(handle[0]), message, "put it between tags")


def _filters(source: Source, kind: Kind) -> Iterator[Diagnostic]:
    """`text:` turns `&lt;` back into `<`: what the gate made harmless would come alive again."""
    for handle in _HANDLE.finditer(source.text):
        for name in (filter_name.strip() for filter_name in handle[1].split(":")[:-1]):
            span = Span(source, *handle.span())
            if name == "text":
                yield error(
                    "unsafe-content", span, f"`{handle[0]}` would undo what makes text safe", "leave out `text:`"
                )
            elif name not in FILTERS and not name.startswith("tts ") and not (kind.cloze and name == "cloze"):
                message = f"the filter `{name}:` is not allowed in a template"
                yield error("unsafe-content", span, message, f"filters: {', '.join(sorted(FILTERS))}, tts")
