"""Cards to notes: every field as HTML, tags, and the media they show.

Does not know Anki's database, ids or times.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.kinds import common_fields, note_fields
from ankibuilder.model import Card, Project, Reference
from ankibuilder.render.citation import citation
from ankibuilder.render.gate import anki_syntax, clean, gate, says_nothing
from ankibuilder.render.markdown import markdown
from ankibuilder.render.templates import gate_templates
from ankibuilder.source import Text

CHANGED_IN = "changed-in"


@dataclass(frozen=True, slots=True)
class Note:
    """A card as Anki will store it: HTML by field id, in the note type's order; tags sorted; media by packed name."""

    card: Card
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    media: Mapping[str, bytes]


def render(project: Project) -> tuple[list[Note], list[Diagnostic]]:
    """Render every card in teaching order, and collect what the gate refuses."""
    report: list[Diagnostic] = []
    references = {reference.id.value: reference for reference in project.references}
    titles = project.module_titles
    notes = [_render_card(card, project, references, titles, report) for card in project.cards]
    for card in project.unnamed:
        _render_card(card, project, references, titles, report)
    return notes, [*report, *_around_the_cards(project)]


def _around_the_cards(project: Project) -> Iterator[Diagnostic]:
    """Judge what learners see beside the notes: templates, and the descriptions of decks."""
    for kind in project.kinds.values():
        yield from gate_templates(kind)
    for plain in (*(module.title for module in project.modules), *project.footer.values(), *_captions(project)):
        yield from anki_syntax(plain.value, plain.span)
    for reference in project.references:
        yield from anki_syntax(citation(reference), reference.id.span)
    aims = [module.aim for module in project.modules]
    for text in (project.help, *aims, *(deck.description for deck in project.decks)):
        if text is not None:
            yield from gate(markdown(text.value), text.span, "a description")


def packed_name(name: str, raw: bytes) -> str:
    """Name a media file by its content: Anki never replaces a file it already has under a name (anki-import §8)."""
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(raw).hexdigest()[:12]}.{ending.lower()}"


def _render_card(
    card: Card,
    project: Project,
    references: Mapping[str, Reference],
    titles: Mapping[str, str],
    report: list[Diagnostic],
) -> Note:
    media: dict[str, bytes] = {}
    html = {name: _html(text, report) for name, text in card.texts.items()}
    for field in card.kind.fields:
        if field.default and field.id not in html:
            html[field.id] = clean(markdown(field.default))
    html["card-id"] = card.id.value
    html["image"] = _image(card, project, media)
    html["audio"] = _audio(card, project, media)
    html["sources"] = "<br>".join(citation(references[s.value]) for s in card.sources if s.value in references)
    html["sureness"] = common_fields().sureness.get(card.sureness.value, "") if card.sureness else ""
    html["module"] = escape(titles.get(card.module, ""), quote=False)
    html["view"] = card.view.value if card.view else ""
    html["retired"] = _retired(card, report)
    fields = {field.id: html.get(field.id, "") for field in note_fields(card.kind)}
    return Note(card, fields, _tags(card, project), media)


def _captions(project: Project) -> Iterator[Text]:
    for card in (*project.cards, *project.unnamed):
        shown = [card.image.alt, card.image.credit] if card.image else []
        yield from (text for text in (*shown, card.audio.credit if card.audio else None) if text)


def _html(text: Text, report: list[Diagnostic]) -> str:
    html = markdown(text.value)
    found = list(gate(html, text.span))
    if not found and says_nothing(html):
        found = [error("empty-field", text.span, "expected text, found nothing", "write something, or remove the line")]
    report.extend(found)
    return clean(html) if not found and ("<" in html or "&" in html) else html


def _image(card: Card, project: Project, media: dict[str, bytes]) -> str:
    if card.image is None:
        return ""
    name = _packed(card.image.file.value, project, media)
    credit = f"<br><small>{escape(card.image.credit.value.strip(), quote=False)}</small>" if card.image.credit else ""
    return f'<img src="{name}" alt="{escape(card.image.alt.value.strip())}">{credit}'


def _audio(card: Card, project: Project, media: dict[str, bytes]) -> str:
    if card.audio is None:
        return ""
    credit = f"<br><small>{escape(card.audio.credit.value.strip(), quote=False)}</small>" if card.audio.credit else ""
    return f"[sound:{_packed(card.audio.file.value, project, media)}]{credit}"


def _packed(file: str, project: Project, media: dict[str, bytes]) -> str:
    raw = project.media.get(file, b"")
    name = packed_name(file, raw)
    media[name] = raw
    return name


def _retired(card: Card, report: list[Diagnostic]) -> str:
    if card.retired is None:
        return ""
    see = f"<br>→ {card.retired.see.value}" if card.retired.see else ""
    return _html(card.retired.because, report) + see


def _tags(card: Card, project: Project) -> tuple[str, ...]:
    own = {tag.value for tag in card.tags}
    if project.tags:
        space = project.namespace
        own |= {f"{space}::kind::{card.kind.id}", f"{space}::module::{card.module}"}
        own |= {f"{space}::view::{card.view.value}"} if card.view else set()
        own |= {f"{space}::sureness::{card.sureness.value}"} if card.sureness else set()
    return tuple(sorted(own))
