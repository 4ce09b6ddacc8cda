"""Reads a card file: a module and its cards. Does not know whether what they refer to exists."""

from __future__ import annotations

from collections.abc import Collection, Mapping as AnyMapping
from dataclasses import dataclass, replace
from typing import Any

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.load.card_keys import MODULE_KEYS, card_keys
from ankibuilder.load.documents import Documents, unread
from ankibuilder.model import Audio, Card, Image, Kind, Module, Retired
from ankibuilder.parse import Mapping, Node, Sequence
from ankibuilder.shape import Key, Record, Report, flooded, read_record, slug
from ankibuilder.shape.values import MOST_IDENTIFIER
from ankibuilder.source import Text
from ankibuilder.suggest import did_you_mean

_NOTHING: frozenset[str] = frozenset()  # one for all cards: each new one weighs as much as the card


@dataclass(frozen=True, slots=True)
class Form:
    """What a card of one kind may say, and what it must."""

    known: AnyMapping[str, Key]
    required: frozenset[str]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a project's cards by kind, and `unsure` while the kind is not known; made once for all files."""

    kinds: AnyMapping[str, Kind]
    by_kind: AnyMapping[str, Form]
    unsure: Form
    any_view: bool
    names: frozenset[str]


def card_forms(kinds: AnyMapping[str, Kind], views: tuple[str, ...] | None) -> Forms:
    """Prepare reading cards; `views` is None where nobody knows which there are."""
    by_kind = {identity: _form(kind, views) for identity, kind in kinds.items()}
    unsure = _form(None, views)
    names = frozenset(name for form in (*by_kind.values(), unsure) for name in form.known)
    return Forms(kinds, by_kind, unsure, views is None, names)


def _form(kind: Kind | None, views: tuple[str, ...] | None) -> Form:
    keys = [key for key in card_keys(kind, views or ()) if views is not None or key.name != "view"]
    own = [field.id for field in kind.fields] if kind else []
    required = frozenset(key.name for key in keys if key.required)
    around = ("extra", "hint") if kind is None or kind.common else ()
    return Form({key.name: key for key in keys}, required, (*own, *around))


def read_module(node: Mapping, documents: Documents, forms: Forms) -> Module | None:
    """Read one card file; None where it is no module."""
    report = documents.report
    values = read_record(node, {key.name: key for key in MODULE_KEYS}, report, "module")
    identity: Text | None = values.get("module")
    if identity is None:
        documents.unread.add(node.source.path)
        return None
    cards = _cards(_entries(values.get("cards"), report), identity.value, forms, documents)
    title: Text = values.get("title", identity)
    return Module(identity, title, values.get("aim"), values.get("needs", ()), tuple(cards))


def _cards(entries: list[Mapping], module: str, forms: Forms, documents: Documents) -> list[Card]:
    cards, before = [], len(documents.report)
    for entry in entries:
        if flooded(documents.report, before, entry):
            documents.unread.add("a card")
            break
        if card := _read_card(entry, module, forms, documents):
            cards.append(card)
    return cards


def _entries(cards: Node | None, report: Report) -> list[Mapping]:
    if cards is None:
        return []
    if type(cards) is not Sequence:
        rule = "empty-field" if type(cards) is Text and not cards.value else "wrong-type"
        report.append(error(rule, cards.span, "expected a list of cards", "begin each card with `  - id: …`"))
        return []
    entries = []
    before = len(report)
    for item in cards.items:
        if flooded(report, before, item):
            break
        if type(item) is Mapping:
            entries.append(item)
        elif type(item) is Text and not item.value:
            message = "expected a card: lines of `name: value`; found nothing"
            report.append(error("empty-field", item.span, message, "write something, or remove the line"))
        else:
            report.append(error("wrong-type", item.span, "expected a card: lines of `name: value`"))
    return entries


def _read_card(node: Mapping, module: str, forms: Forms, documents: Documents) -> Card | None:
    kind = _kind(node, forms.kinds, documents)
    form = forms.by_kind[kind.id] if kind else forms.unsure
    passing: Collection[str] = ()
    if kind is None or forms.any_view:
        # Whose fields these are nobody can tell: read what all cards share, and what no kind has.
        passing = forms.names if "kind" not in node.entries else node.entries
    before = len(documents.report)
    values = read_record(node, form.known, documents.report, "card", form.required, passing).values
    if kind is None:
        documents.report[before:] = map(_unsure, documents.report[before:])
    identity: Text | None = values.get("id")
    if kind is None or identity is None:
        _remember(identity, node, documents)
    if kind is None:
        return None
    told = unread(node, form.known, values) if len(documents.report) > before else _NOTHING
    card = _card(node, module, kind, form, values, told)
    if identity is None:
        documents.unnamed.append(card)
        return None
    return card


def _unsure(found: Diagnostic) -> Diagnostic:
    """Whose fields these are nobody can tell, so only `kind` itself can be a slip for certain."""
    return found if found.edit and found.edit.text == "kind" else replace(found, edit=None)


def _kind(node: Mapping, kinds: AnyMapping[str, Kind], documents: Documents) -> Kind | None:
    written = node.entries.get("kind")
    if type(written) is not Text or not written.value.strip() or len(written.value) > MOST_IDENTIFIER:
        return None
    if written.value not in kinds and f"kinds/{written.value}" not in documents.unread:
        hint = did_you_mean(written.value, kinds)
        documents.report.append(error("unknown-kind", written.span, f"there is no kind `{written.value}`", hint))
    return kinds.get(written.value)


def _card(node: Mapping, module: str, kind: Kind, form: Form, values: dict[str, Any], told: frozenset[str]) -> Card:
    get = values.get
    return Card(
        id=get("id") or Text("", node.source, node.start, node.start),
        kind=kind,
        span=node.span,
        module=module,
        texts={name: text for name in form.texts if (text := get(name)) is not None},
        view=get("view"),
        sources=get("sources") or (),
        sureness=get("sureness"),
        covers=get("covers") or (),
        term=get("term"),
        after=get("after") or (),
        tags=get("tags") or (),
        image=_image(get("image")),
        audio=_audio(get("audio")),
        reviewed=_reviewed(get("reviewed")),
        retired=_retired(get("retired")),
        guid=get("guid"),
        unread=told,
    )


def _remember(identity: Text | None, node: Mapping, documents: Documents) -> None:
    """A card that did not load still has its id, or what was to be it: who refers to it makes no second mistake."""
    written = node.entries.get("id")
    if identity is not None:
        documents.seen.append(identity)
    elif type(written) is Text and slug(written.value):
        documents.meant |= {written.value, slug(written.value)}
    else:
        documents.unread.add("a card")


def _reviewed(value: tuple[Record, ...] | None) -> tuple[tuple[str, str], ...]:
    if not value:
        return ()
    whole = (review for review in value if review.get("by") and review.get("date"))
    return tuple((review.get("by").value, review.get("date").value) for review in whole)


def _image(value: Record | None) -> Image | None:
    if value is None or not (value.get("file") and value.get("alt")):
        return None
    return Image(value.get("file"), value.get("alt"), value.get("credit"))


def _audio(value: Record | None) -> Audio | None:
    return Audio(value.get("file"), value.get("credit")) if value and value.get("file") else None


def _retired(value: Record | None) -> Retired | None:
    return Retired(value.get("because"), value.get("see")) if value and value.get("because") else None
