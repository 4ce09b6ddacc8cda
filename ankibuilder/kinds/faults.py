"""Checks a kind for what its shape cannot say: names used once, templates Anki accepts, fronts that hold together.

Does not know how a kind's files are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.kinds.common import EVERY_CARD, PARTIAL, SETTINGS, note_fields
from ankibuilder.kinds.gaps import gap_fields, shows_gaps
from ankibuilder.kinds.template import SPECIAL, Part, TemplateError, fields_named, front_is_empty, parts
from ankibuilder.model import Kind
from ankibuilder.shape import Record
from ankibuilder.source import Source, Span, Text, whole
from ankibuilder.suggest import did_you_mean


def faults(kind: Kind, values: Record) -> list[Diagnostic]:
    """Check a kind that fits its shape."""
    found = [*_used_twice(kind, values), *_same_front(kind, values)]
    if kind.sort not in [field.id for field in kind.fields]:
        found.append(error("invalid-value", values.values["sort"].span, "expected the id of one of the kind's fields"))
    for template, entry in zip(kind.templates, values.get("templates", ()), strict=True):
        before = len(found)
        for side, source in zip((template.front, template.back), template.sources, strict=True):
            found += _template_faults(kind, side, source, side is template.front)
        if len(found) == before and kind.common and not kind.cloze:
            found += _loose_front(kind, parts(template.front), entry.values["front"].span)
    return [*found, *_cloze_faults(kind), *_unpinned(kind, values)]


def _cloze_faults(kind: Kind) -> Iterator[Diagnostic]:
    """A cloze is a note type of one template that shows a field through `cloze:`, and no other note type is one."""
    if kind.cloze and len(kind.templates) > 1:
        yield error("invalid-value", whole(kind.templates[1].sources[0]), "a cloze has one template", "remove this one")
    for template in kind.templates[:1]:
        if _readable(template.front) and kind.cloze is not bool(gap_fields(kind)):
            wanted = "a cloze shows a field with gaps" if kind.cloze else "only a kind with `cloze: true` has gaps"
            hint = "write `{{cloze:…}}` with the name of a field" if kind.cloze else "add `cloze: true` to kind.yaml"
            yield error("invalid-value", whole(template.sources[0]), wanted, hint)
        elif kind.cloze and kind.common and not shows_gaps(template.back):  # what was adopted stays as it was
            wanted = "the back of a cloze shows a field with gaps, too: Anki's editor saves no other"
            yield error("invalid-value", whole(template.sources[1]), wanted, "write `{{cloze:…}}` with its name there")


def _readable(front: str) -> bool:
    """What cannot be read has been told, and shows nothing that could be judged."""
    try:
        parts(front)
    except TemplateError:
        return False
    return True


def _unpinned(kind: Kind, values: Record) -> Iterator[Diagnostic]:
    """Ids in Anki belong to a deck that is there already: elsewhere they are made of names (docs/identity.md)."""
    for entry in (*values.get("fields", ()), *values.get("templates", ())):
        if kind.common and (number := entry.get("number")):
            yield error("invalid-value", number.span, "only a kind with `common: false` has ids of Anki's", "remove it")
    if not kind.common and kind.note_type_id is None and kind.named:
        yield error("missing-field", kind.named, "a kind without the common fields needs `note_type`", _ADOPTED)


_ADOPTED = "add `note_type: {id: …, name: …}`, as the deck had it; for a kind of your own, remove `common: false`"


def _same_front(kind: Kind, values: Record) -> Iterator[Diagnostic]:
    """Anki saves no note type with two templates that ask the same: a learner could not even change its style."""
    first: dict[str, str] = {}
    for template, entry in zip(kind.templates, values.get("templates", ()), strict=True):
        other = first.setdefault(template.front, template.name)
        if other != template.name:
            message = f"this front is that of template `{other}`, which Anki refuses"
            yield error(
                "invalid-value", entry.values["front"].span, message, "ask something else, or remove the template"
            )


def same_note_type(kinds: Iterable[Kind]) -> Iterator[Diagnostic]:
    """Two kinds that would be one note type to Anki: it renames the second, and stamps it with the import's time."""
    first: dict[object, Kind] = {}
    for kind in sorted(kinds, key=lambda kind: kind.named is not None and kind.named.source.path.startswith("kinds/")):
        for sign in (kind.note_type_id, (kind.note_type_name or kind.name).casefold()):
            other = first.setdefault(sign, kind)
            if sign and other is not kind and kind.named:
                message = f"the kind `{other.id}` has this name or note type, too"
                yield error("duplicate-id", kind.named, message, "pick another; Anki tells note types by id and name")
                break


def _used_twice(kind: Kind, values: Record) -> Iterator[Diagnostic]:
    common = {name: None for field in note_fields(kind) if field not in kind.fields for name in (field.id, field.name)}
    for key in ("id", "name"):
        first: dict[str, Text | None] = {**common, **dict.fromkeys(SPECIAL if key == "name" else EVERY_CARD)}
        first = {name.casefold(): text for name, text in first.items()}
        templates: dict[str, Text | None] = {}
        entries = [(first, entry) for entry in values.get("fields", ())]
        entries += [(templates, entry) for entry in values.get("templates", ())]
        for known, entry in entries:
            text: Text = entry.values[key]
            if text.value.casefold() not in known:
                known[text.value.casefold()] = text
                continue
            earlier = known[text.value.casefold()]
            where = f"at {earlier.span.place}" if earlier else "by Anki or by every card"
            hint = f"ids are never reused; pick another, such as `{text.value}-2`" if key == "id" else "pick another"
            what = "template" if known is templates else "field"
            yield error("duplicate-id", text.span, f"{what} {key} `{text.value}` is already used {where}", hint)


def _template_faults(kind: Kind, template: str, source: Source, is_front: bool) -> Iterator[Diagnostic]:
    try:
        read = parts(template)
    except TemplateError as fault:
        yield error("invalid-value", whole(source), f"this template cannot be read: {fault}")
        return
    for name in SPECIAL & set(fields_named(read)) if is_front and kind.common else ():
        message = f"`{{{{{name}}}}}` may not stand on a front: engines disagree whether it makes a card"
        yield error("invalid-value", Span(source, 0, len(source.text)).find(name), message, "show it on the back")
    known = {*(field.name for field in note_fields(kind)), *SPECIAL}
    for name in dict.fromkeys(fields_named(read)):
        if name not in known:
            handle = re.search(r"\{\{[^{}]*?" + re.escape(name) + r"\s*\}\}", source.text)
            span = Span(source, *handle.span()) if handle else whole(source)
            message = f"this template names a field `{name}` that the kind does not have"
            yield error("invalid-value", span, message, did_you_mean(name, known))
    for name in PARTIAL.findall(template) if kind.common else ():
        if name not in SETTINGS:
            span = Span(source, 0, len(source.text)).find(f"[[{name}]]")
            yield error("invalid-value", span, f"`[[{name}]]` is neither a common piece nor a setting")


def style_faults(source: Source) -> Iterator[Diagnostic]:
    """Refuse what would load something from elsewhere, or cover Anki's own buttons."""
    active = r"(?i)@import[^;]*|(?:url|src|image-set|image|expression)\(|\bfixed\b|\\|<"
    for found in re.finditer(active, source.text):
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
