"""Notes as cards: each field as a card file writes it, put through the gates one by one; or why a note is left out.

Does not know files.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ankibuilder.decode import HIDDEN
from ankibuilder.drawn import refused_sides
from ankibuilder.importing.markdown import as_anki_keeps_it, written
from ankibuilder.importing.names import free, id_of_note, words_of
from ankibuilder.importing.values import AdoptedCard, AdoptedKind, Refused
from ankibuilder.kinds.gaps import gap_cards, gap_fields
from ankibuilder.load.card_keys import GUID, TAG
from ankibuilder.load.media_in_text import media_named, on_disk
from ankibuilder.reading import Note
from ankibuilder.render.adopted import adopted_html, adopted_raw, gate_adopted
from ankibuilder.render.gate import gate_plain
from ankibuilder.render.judge import shows_nothing
from ankibuilder.shape import MOST_TEXT, crowded
from ankibuilder.source import Source, whole

_GUID, _TAG = re.compile(GUID), re.compile(TAG)
_NOWHERE = whole(Source("", ""))
_HARMLESS = re.compile(r"[^<>&\[\]{}$\\`~*_\n]*")


def adopted_card(
    note: Note, kind: AdoptedKind, deck: str, media: Mapping[str, str], taken: dict[str, int]
) -> AdoptedCard | Refused:
    """Give a note as a card; `media` says of each file why it cannot be kept, or nothing."""
    fields = {kind.fields[name]: as_anki_keeps_it(html) for name, html in note.fields.items()}
    label = words_of(fields[kind.kind.sort]) or note.guid
    if note.guid and not _GUID.fullmatch(note.guid):
        return Refused(label, note.guid, "its GUID has signs that a card file cannot hold")
    texts: dict[str, str] = {}
    named: dict[str, None] = {}
    for name, html in fields.items():
        if html == "":
            continue
        text = written(html) if len(html) <= 2 * MOST_TEXT else html  # a huge one is refused as it is
        if reason := _unwritable(html) if text is None else _refused(name, text, kind, media, named):
            return Refused(label, note.guid, f"field `{_named(kind, name)}`: {reason}")
        texts[name] = text or ""
    if shows_nothing(kind.kind, fields):
        return Refused(label, note.guid, "it asks nothing: all its fronts are empty")
    if missing := [name for name in gap_fields(kind.kind) if kind.kind.cloze and name not in texts]:
        return Refused(label, note.guid, f"field `{_named(kind, missing[0])}`: a cloze needs a gap")
    tags = tuple(tag for tag in note.tags if keeps_tag(tag))
    if fault := _drawn(kind, texts, " ".join(tags), deck, named):
        return Refused(label, note.guid, fault)
    made = free(id_of_note(label, note.guid or label), taken)
    return AdoptedCard(made, note, kind.kind.id, texts, tags, deck, tuple(named))


def _drawn(kind: AdoptedKind, texts: Mapping[str, str], tags: str, deck: str, media: Collection[str]) -> str:
    """Say why a card must not be shown as its templates put it together, empty where it may be."""
    html = {field.id: adopted_html(texts.get(field.id, "")) for field in kind.kind.fields}
    fields = {field.name: html[field.id] for field in kind.kind.fields} | {"Tags": tags, "Deck": deck}
    wrong = next(refused_sides(kind.made, fields, media, gap_cards(kind.kind, html)), None)
    return f"the {wrong.side} of `{wrong.template}` would hold {wrong.refusal.message}" if wrong else ""


def keeps_tag(tag: str) -> bool:
    """Tell whether a card may have a tag: Anki takes `marked` and `leech` for the learner's own."""
    return _TAG.fullmatch(tag) is not None and not HIDDEN.search(tag) and not any(gate_plain(tag, _NOWHERE))


def _named(kind: AdoptedKind, field: str) -> str:
    return next(name for name, made in kind.fields.items() if made == field)


def _unwritable(html: str) -> str:
    sign = HIDDEN.search(html)
    return f"it holds U+{ord(sign[0]):04X}, which nobody sees" if sign else "it cannot be written so that it stays"


def _refused(name: str, text: str, kind: AdoptedKind, media: Mapping[str, str], named: dict[str, None]) -> str:
    """Say why a field is not kept, empty where it is; files that it names are added to `named`."""
    if len(text) > MOST_TEXT:
        return f"it has {len(text):,} characters; the most is {MOST_TEXT:,}"
    gaps = kind.kind.cloze and name in gap_fields(kind.kind)
    if not gaps and _HARMLESS.fullmatch(text):
        return ""
    if told := crowded(text):
        return told
    if found := next(gate_adopted(adopted_raw(text), _NOWHERE, gaps), None):
        return found.message
    for shown in media_named(text):
        file = on_disk(shown.file, media)
        if file not in media:
            return f"`{file}` is not in the package"
        if media[file]:
            return media[file]
        named[file] = None
    return ""
