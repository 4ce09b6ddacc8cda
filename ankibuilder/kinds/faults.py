"""Checks a kind for what its shape cannot say: names used once, templates Anki accepts, fronts that hold together.

Does not know how a kind's files are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.kinds.common import EVERY_CARD, PARTIAL, SETTINGS, note_fields
from ankibuilder.kinds.template import SPECIAL, Part, TemplateError, fields_named, front_is_empty, parts
from ankibuilder.model import Kind
from ankibuilder.shape import Record
from ankibuilder.source import Source, Span, Text, whole
from ankibuilder.suggest import did_you_mean


def faults(kind: Kind, values: Record) -> list[Diagnostic]:
    """Check a kind that fits its shape."""
    found = list(_used_twice(kind, values))
    if kind.sort not in [field.id for field in kind.fields]:
        found.append(error("invalid-value", values.values["sort"].span, "expected the id of one of the kind's fields"))
    for template, entry in zip(kind.templates, values.get("templates", ()), strict=True):
        before = len(found)
        for side, source in zip((template.front, template.back), template.sources, strict=True):
            found += _template_faults(kind, side, source)
        if len(found) == before:
            found += _loose_front(kind, parts(template.front), entry.values["front"].span)
    return found


def _used_twice(kind: Kind, values: Record) -> Iterator[Diagnostic]:
    common = {name: None for field in note_fields(kind) if field not in kind.fields for name in (field.id, field.name)}
    for key in ("id", "name"):
        first: dict[str, Text | None] = {**common, **dict.fromkeys(SPECIAL if key == "name" else EVERY_CARD)}
        for entry in values.get("fields", ()):
            text: Text = entry.values[key]
            if text.value not in first:
                first[text.value] = text
                continue
            earlier = first[text.value]
            where = f"at {earlier.span.place}" if earlier else "by Anki or by every card"
            hint = f"ids are never reused; pick another, such as `{text.value}-2`" if key == "id" else "pick another"
            yield error("duplicate-id", text.span, f"field {key} `{text.value}` is already used {where}", hint)


def _template_faults(kind: Kind, template: str, source: Source) -> Iterator[Diagnostic]:
    try:
        read = parts(template)
    except TemplateError as fault:
        yield error("invalid-value", whole(source), f"this template cannot be read: {fault}")
        return
    known = {*(field.name for field in note_fields(kind)), *SPECIAL}
    for name in dict.fromkeys(fields_named(read)):
        if name not in known:
            handle = re.search(r"\{\{[^{}]*?" + re.escape(name) + r"\s*\}\}", source.text)
            span = Span(source, *handle.span()) if handle else whole(source)
            message = f"this template names a field `{name}` that the kind does not have"
            yield error("invalid-value", span, message, did_you_mean(name, known))
    for name in PARTIAL.findall(template):
        if name not in SETTINGS:
            span = Span(source, 0, len(source.text)).find(f"[[{name}]]")
            yield error("invalid-value", span, f"`[[{name}]]` is neither a common piece nor a setting")


def style_faults(source: Source) -> Iterator[Diagnostic]:
    """Refuse what would load something from elsewhere, or cover Anki's own buttons."""
    for found in re.finditer(r"(?i)@import[^;]*|url\(|expression\(|position\s*:\s*fixed|\\", source.text):
        message = f"`{found[0]}` is not allowed in a style"
        yield error("unsafe-content", Span(source, *found.span()), message, "use system fonts, and colours of your own")


def _loose_front(kind: Kind, front: tuple[Part, ...], span: Span) -> list[Diagnostic]:
    """A front must vanish as a whole with any required field it shows, so that no half card is ever studied."""
    required = {field.name for field in kind.fields if field.required}
    filled = {field.name for field in note_fields(kind)} - {"Retired"}
    shown = required & set(fields_named(front))
    if front_is_empty(front, filled) or not shown:
        return [error("invalid-value", span, "this front shows no required field")]
    loose = sorted(name for name in shown if not front_is_empty(front, filled - {name}))
    return [
        error("invalid-value", span, f"this front is not empty when `{name}` is", f"wrap all of it in {{{{#{name}}}}}")
        for name in loose
    ]
