"""Cards to notes: every field as HTML, tags, and the media they show.

Does not know Anki's database, ids or times.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from ankibuilder.kept import Kept, each
from ankibuilder.kinds import common_fields, note_fields
from ankibuilder.model import Card, Project
from ankibuilder.render.adopted import adopted_html, media_of
from ankibuilder.render.citation import citation
from ankibuilder.render.gate import clean
from ankibuilder.render.judge import judge, suspects
from ankibuilder.render.markdown import markdown
from ankibuilder.render.simple import simple

__all__ = ["CHANGED_IN", "Note", "clean", "judge", "markdown", "packed_name", "render", "suspects"]

CHANGED_IN = "changed-in"


class Note(NamedTuple):
    """A card as Anki will store it: HTML by field id, in the note type's order; tags sorted; media by packed name."""

    card: Card
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    media: Mapping[str, bytes]


def render(project: Project, cards: Iterable[Card] | None = None, kept: Kept | None = None) -> list[Note]:
    """Render every card in teaching order, or only some `cards`. Whether one may be shown at all says `judge`."""
    citations = {reference.id.value: citation(reference) for reference in project.references}
    titles = {module: escape(title, quote=False) for module, title in project.module_titles.items()}
    named = {card.retired.see.value for card in project.cards if card.retired and card.retired.see}
    shown = (card for card in project.cards if card.id.value in named and card.kind.sort in card.texts)
    prompts = {card.id.value: _html(card.texts[card.kind.sort].value) for card in shown}
    orders = {kind.id: [field.id for field in note_fields(kind)] for kind in project.kinds.values()}

    def made(card: Card) -> Note:
        return _render_card(card, project, citations, titles, prompts, orders[card.kind.id])

    given = (project.namespace, project.tags, project.media, citations, titles, prompts)
    one = each(kept, "notes", made, *given)
    return [one(card) for card in (project.cards if cards is None else cards)]


def packed_name(name: str, raw: bytes) -> str:
    """Name a media file by its content: Anki never replaces a file it already has under a name (anki-import §8).

    Files whose names begin with `_` are taken from every package, others only with a note that is updated: a card that
    was corrected by a text file is not, and would lack its new picture.
    """
    import hashlib

    stem, _, ending = name.rpartition(".")
    return f"_{stem}-{hashlib.sha256(raw).hexdigest()[:12]}.{ending.lower()}"


def _render_card(
    card: Card,
    project: Project,
    citations: Mapping[str, str],
    titles: Mapping[str, str],
    prompts: Mapping[str, str],
    order: Iterable[str],
) -> Note:
    if not card.kind.common:
        return _adopted(card, project)
    media: dict[str, bytes] = {}
    html = {name: _html(text.value) for name, text in card.texts.items()}
    for field in card.kind.fields:
        if field.default and field.id not in html:
            html[field.id] = _html(field.default)
    html["card-id"] = card.id.value
    html["image"] = _image(card, project, media)
    html["audio"] = _audio(card, project, media)
    html["sources"] = "<br>".join(citations[s.value] for s in card.sources if s.value in citations)
    html["sureness"] = common_fields().sureness.get(card.sureness.value, "") if card.sureness else ""
    html["module"] = titles.get(card.module, "")
    html["view"] = card.view.value if card.view else ""
    html["retired"] = _retired(card, prompts)
    fields = {name: html.get(name, "") for name in order}
    return Note(card, fields, _tags(card, project), media)


def _adopted(card: Card, project: Project) -> Note:
    """A note of an adopted deck has its own fields alone, and media under the names they have there."""
    html = {name: adopted_html(text.value) for name, text in card.texts.items()}
    fields = {field.id: html.get(field.id, adopted_html(field.default)) for field in card.kind.fields}
    names = dict.fromkeys(name for value in fields.values() for name in media_of(value, project.media))
    return Note(card, fields, _tags(card, project), {name: project.media[name] for name in names})


def _html(text: str) -> str:
    text = text.strip()
    if (quick := simple(text)) is not None:
        return quick
    html = markdown(text)
    return clean(html) if "<" in html or "&" in html else html


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


def _retired(card: Card, prompts: Mapping[str, str]) -> str:
    """Say why, and which card replaces it: by its prompt, for people, and its id, to search for."""
    if card.retired is None:
        return ""
    see = card.retired.see.value if card.retired.see else ""
    return _html(card.retired.because.value) + (f"<br>→ {prompts.get(see, '')} ({see})" if see else "")


def _tags(card: Card, project: Project) -> tuple[str, ...]:
    own = {tag.value for tag in card.tags}
    if project.tags:
        space = project.namespace
        own |= {f"{space}::kind::{card.kind.id}", f"{space}::module::{card.module}"}
        own |= {f"{space}::view::{card.view.value}"} if card.view else set()
        own |= {f"{space}::sureness::{card.sureness.value}"} if card.sureness else set()
    return tuple(sorted(own))
