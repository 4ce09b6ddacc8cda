"""Reads a card file: a module and its cards. Does not know whether what they refer to exists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping as AnyMapping
from dataclasses import replace
from typing import Any

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.load.documents import Documents
from ankibuilder.model import Audio, Card, Field, Image, Kind, Module, Retired
from ankibuilder.parse import Mapping, Node, Sequence
from ankibuilder.shape import (
    Key,
    Record,
    Report,
    Shape,
    choice,
    day,
    identifier,
    listing,
    name_of,
    pattern,
    read_record,
    record,
    slug,
    text,
)
from ankibuilder.source import Text
from ankibuilder.suggest import did_you_mean

SURENESS = ("established", "supported", "contested", "lore")

_NAMES = listing(text(200))
_FILE = text(120)
_DATE = day()
_TAG = pattern(
    r'(?!(?:marked|leech)$)[^\s:"*\\<>&]+(::?[^\s:"*\\<>&]+)*',
    "a tag without spaces and signs such as `*`; `::` between its parts; not `marked` or `leech`",
)
_GUID = pattern(r"[!-~]{1,64}", "the GUID that the note has in Anki")
_IMAGE = (
    Key("file", _FILE, required=True, about="A file name in cards/media/."),
    Key("alt", text(500), required=True, about="What the picture shows, for who cannot see it."),
    Key("credit", text(300), about="Who made it, and its licence."),
)
_AUDIO = (
    Key("file", _FILE, required=True, about="A file name in cards/media/."),
    Key("credit", text(300), about="Who made it, and its licence."),
)
_RETIRED = (
    Key("because", text(500), required=True, about="Why it is no longer studied; learners read it."),
    Key("see", text(200), about="The id of the card that replaces it."),
)
_REVIEWED = (
    Key("by", text(100), required=True, about="Who reviewed it."),
    Key("date", _DATE, required=True, about="When."),
)

MODULE_KEYS = (
    Key("module", identifier(), required=True, about="The module's id; never changes after a release."),
    Key("title", text(100), required=True, about="The module's title, shown on its cards."),
    Key("aim", text(500), about="What the module is for, in one sentence for the learner."),
    Key("needs", _NAMES, about="Modules that come first."),
    Key("cards", Shape("list", lambda node, _: node), required=True, about="The cards, in teaching order."),
)


def card_keys(kind: Kind | None, views: tuple[str, ...], kinds: Iterable[str] = ()) -> tuple[Key, ...]:
    """List what a card of a kind may say: its kind's own fields among it, the project's kinds where they are given."""
    view = [Key("view", choice(views), required=True, about="Whose side it is told from.")] if views else []
    own = [_own_key(field) for field in kind.fields] if kind else []
    return (
        Key("id", identifier(), required=True, about="A lasting name; the note's identity comes from it alone."),
        Key("kind", name_of(kinds), required=True, about="What sort of card it is."),
        *view,
        *own,
        Key("extra", text(), about="Why it matters, the nuance, the contrast, the safety line."),
        Key("hint", text(500), about="A nudge that may be opened on the front."),
        Key("sources", _NAMES, about="Keys of references.yaml."),
        Key("sureness", choice(SURENESS), about="How sure we are."),
        Key("covers", _NAMES, about="Keys of objectives.yaml."),
        Key("term", text(100), about="The term that this card introduces."),
        Key("after", _NAMES, about="Cards that a learner must have met."),
        Key("tags", listing(_TAG), about="Tags for Anki, and for the rules of the standard."),
        Key("image", record(_IMAGE, "image"), about="A picture for the back."),
        Key("audio", record(_AUDIO, "audio"), about="A sound for the back."),
        Key("reviewed", listing(record(_REVIEWED, "review")), about="Who read it over."),
        Key("retired", record(_RETIRED, "`retired`"), about="Says that it is no longer studied."),
        Key("guid", _GUID, about="Only for a note adopted from an existing deck."),
    )


def _own_key(field: Field) -> Key:
    shape = text(field.most) if field.most else text()
    return Key(field.id, shape, field.required, field.about, field.default or None)


def read_module(
    path: str, documents: Documents, kinds: AnyMapping[str, Kind], views: tuple[str, ...] | None
) -> Module | None:
    """Read one card file; None where it is no module. `views` is None where nobody knows which there are."""
    node = documents.mapping(path, "module")
    if node is None:
        return None
    report = documents.report
    values = read_record(node, {key.name: key for key in MODULE_KEYS}, report, "module")
    identity: Text | None = values.get("module")
    if identity is None:
        documents.unread.add(path)
        return None
    shapes = {
        kind: {key.name: key for key in card_keys(kinds.get(kind), views or ())} for kind in (*kinds, "")
    }  # fmt: skip
    cards = [
        card
        for entry in _entries(values.get("cards"), report)
        if (card := _read_card(entry, identity.value, kinds, shapes, views is None, documents))
    ]
    title: Text = values.get("title", identity)
    return Module(identity, title, values.get("aim"), values.get("needs", ()), tuple(cards))


def _entries(cards: Node | None, report: Report) -> list[Mapping]:
    if cards is None:
        return []
    if type(cards) is not Sequence:
        rule = "empty-field" if type(cards) is Text and not cards.value else "wrong-type"
        report.append(error(rule, cards.span, "expected a list of cards", "begin each card with `  - id: …`"))
        return []
    entries = []
    for item in cards.items:
        if type(item) is Mapping:
            entries.append(item)
        elif type(item) is Text and not item.value:
            message = "expected a card: lines of `name: value`; found nothing"
            report.append(error("empty-field", item.span, message, "write something, or remove the line"))
        else:
            report.append(error("wrong-type", item.span, "expected a card: lines of `name: value`"))
    return entries


def _read_card(
    node: Mapping,
    module: str,
    kinds: AnyMapping[str, Kind],
    shapes: AnyMapping[str, AnyMapping[str, Key]],
    any_view: bool,
    documents: Documents,
) -> Card | None:
    report = documents.report
    kind = _kind(node, kinds, documents)
    known = shapes[kind.id if kind else ""]
    if kind is None or any_view:
        # Whose fields these are nobody can tell: read what all cards share, and what no kind has.
        others = {name for keys in shapes.values() for name in keys} if "kind" not in node.entries else node.entries
        shared = {name: value for name, value in node.entries.items() if name in known or name not in others}
        node = node._replace(entries=shared)
    before = len(report)
    values = read_record(node, known, report, "card")
    if kind is None:
        report[before:] = map(_unsure, report[before:])
    identity: Text | None = values.get("id")
    if kind is None or identity is None:
        _remember(identity, node, documents)
    if kind is None:
        return None
    card = _card(node, module, kind, values)
    if identity is None:
        documents.unnamed.append(card)
        return None
    return card


def _unsure(found: Diagnostic) -> Diagnostic:
    """Whose fields these are nobody can tell, so only `kind` itself can be a slip for certain."""
    return found if found.edit and found.edit.text == "kind" else replace(found, edit=None)


def _kind(node: Mapping, kinds: AnyMapping[str, Kind], documents: Documents) -> Kind | None:
    written = node.entries.get("kind", (None, None))[1]
    if type(written) is not Text or not written.value.strip():
        return None
    if written.value not in kinds and f"kinds/{written.value}" not in documents.unread:
        hint = did_you_mean(written.value, kinds)
        documents.report.append(error("unknown-kind", written.span, f"there is no kind `{written.value}`", hint))
    return kinds.get(written.value)


def _card(node: Mapping, module: str, kind: Kind, values: Record) -> Card:
    return Card(
        id=values.get("id") or Text("", node.source, node.start, node.start),
        kind=kind,
        span=node.span,
        module=module,
        texts=_texts(kind, values),
        **{name: values.get(name, ()) for name in ("sources", "covers", "after", "tags")},
        **{name: values.get(name) for name in ("view", "sureness", "term")},
        image=_image(values.get("image")),
        audio=_audio(values.get("audio")),
        reviewed=tuple((r.get("by").value, r.get("date").value) for r in values.get("reviewed", ()) if _both(r)),
        retired=_retired(values.get("retired")),
        guid=values.get("guid"),
    )


def _remember(identity: Text | None, node: Mapping, documents: Documents) -> None:
    """A card that did not load still has its id, or what was to be it: who refers to it makes no second mistake."""
    written = node.entries.get("id", (None, None))[1]
    if identity is not None:
        documents.seen.append(identity)
    elif type(written) is Text and slug(written.value):
        documents.meant |= {written.value, slug(written.value)}
    else:
        documents.unread.add("a card")


def _texts(kind: Kind, values: Record) -> dict[str, Text]:
    names = [*(field.id for field in kind.fields), "extra", "hint"]
    return {name: values.values[name] for name in names if values.values.get(name) is not None}


def _both(review: Record) -> bool:
    return bool(review.get("by") and review.get("date"))


def _image(value: Record | None) -> Image | None:
    if value is None or not (value.get("file") and value.get("alt")):
        return None
    return Image(value.get("file"), value.get("alt"), value.get("credit"))


def _audio(value: Record | None) -> Audio | None:
    return Audio(value.get("file"), value.get("credit")) if value and value.get("file") else None


def _retired(value: Any) -> Retired | None:
    return Retired(value.get("because"), value.get("see")) if value and value.get("because") else None
