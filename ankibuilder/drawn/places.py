"""What the second gate refuses of a project, told at the text it comes from, so that nobody meets it at a build first.

A card in which no sign can mean anything is drawn as plain words are, and those are drawn once for its kind.
Does not know what is refused, nor packages.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from ankibuilder.description import about_retired, description
from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.drawn.card import RefusedSide, refused_sides
from ankibuilder.drawn.choice import decks_of, has_signs, to_draw
from ankibuilder.drawn.face import refused_face
from ankibuilder.files import PROJECT_FILE
from ankibuilder.kinds import note_fields
from ankibuilder.kinds.gaps import gap_cards
from ankibuilder.lock import Lock
from ankibuilder.model import Card, Kind, Project
from ankibuilder.note_type import NoteType, note_type
from ankibuilder.render import Note, render
from ankibuilder.render.judge import is_harmless
from ankibuilder.render.markdown import described
from ankibuilder.source import Span, Text

PLAIN = "x"
_MOST_TOLD = 50  # after that many, nobody reads on
_READING = re.compile(r"(?:furigana|kana|kanji)\s*:[^{}]*\}\}")
_SIGNS = re.compile(r"[<\[\]\\{}&]")
_OTHERWISE = "write it in other words, or leave out the signs that mean something"


def refused_texts(project: Project, suspects: Sequence[Card], told: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Draw the cards in which a sign may mean something; where something is told already, nothing more is."""
    among = _Told(told)
    types = {kind.id: note_type(kind, project) for kind in project.kinds.values()}
    sound = [kind for kind in project.kinds.values() if among.places.keys().isdisjoint(_files(kind))]
    faults = {kind.id: list(_template(kind, types[kind.id])) for kind in sound}
    found = [fault for of_kind in faults.values() for fault in of_kind]
    found += _descriptions(project, among)
    if chosen := [card for card in to_draw(project, suspects, types) if faults.get(card.kind.id) == []]:
        found += islice(_cards(chosen, types, project, among), max(_MOST_TOLD - len(found), 0))
    return [finding for finding in found if not among.at(finding.span)]


def _cards(
    chosen: Iterable[Card], types: Mapping[str, NoteType], project: Project, among: _Told
) -> Iterator[Diagnostic]:
    decks = decks_of(deck for deck in project.decks if deck.span.source.path not in among.places)
    wrong = among.cards(project)
    for note in render(project, [card for card in chosen if _begins(card) not in wrong]):
        for deck in decks.get(note.card.id.value, (None,)):
            yield from _card(note, deck, types[note.card.kind.id], project)


class _Told:
    """Where findings are already."""

    def __init__(self, told: Iterable[Diagnostic]) -> None:
        self.places: dict[str, list[int]] = defaultdict(list)
        for finding in sorted(told, key=lambda finding: finding.span.start):
            self.places[finding.span.source.path].append(finding.span.start)

    def within(self, span: Span) -> bool:
        """Tell whether a finding begins in a stretch."""
        places = self.places.get(span.source.path, [])
        at = bisect_left(places, span.start)
        return at < len(places) and places[at] < span.end

    def cards(self, project: Project) -> set[tuple[str, int]]:
        """Tell where cards begin of which anything is told: a finding belongs to the card that begins before it."""
        begins: dict[str, list[int]] = defaultdict(list)
        for path, start in sorted(map(_begins, (*project.cards, *project.unnamed))):
            begins[path].append(start)
        found = (
            (path, bisect_right(begins[path], place) - 1) for path in begins for place in self.places.get(path, ())
        )
        return {(path, begins[path][at]) for path, at in found if at >= 0}

    def at(self, span: Span) -> bool:
        """Tell whether a finding begins where this one does, or in it."""
        return self.within(span._replace(end=max(span.end, span.start + 1)))


def _begins(card: Card) -> tuple[str, int]:
    return card.span.source.path, card.span.start


def _files(kind: Kind) -> set[str]:
    declared = {kind.named.source.path} if kind.named else set()
    return declared | {source.path for template in kind.templates for source in template.sources}


def _template(kind: Kind, made: NoteType) -> Iterator[Diagnostic]:
    """Judge what a kind's templates make of plain words."""
    plain = dict.fromkeys((*(name for name, _ in made.fields), "Tags", "Deck"), PLAIN)
    for refused in refused_sides(made, plain, (), (0,)):
        template = next(template for template in kind.templates if template.name == refused.template)
        source = template.sources[refused.side == "back"]
        place = Span(source, 0, len(source.text)).find(refused.refusal.written)
        yield error("unsafe-content", place, f"drawn by Anki, this holds {refused.refusal.message}", _OTHERWISE)


def _descriptions(project: Project, among: _Told) -> Iterator[Diagnostic]:
    """Judge what packages say of their decks, as long as a sign in it can mean something, and nothing else is told."""
    for aim in (module.aim for module in project.modules):
        if aim and not is_harmless(aim.value):
            yield from _description(aim.value, aim)
    if PROJECT_FILE in among.places or (project.help and among.within(project.help.span)):
        return
    shared = [project.licence, project.help.value if project.help else ""]
    for deck in project.decks:
        texts = (deck.title.value, deck.description.value, *shared)
        if deck.span.source.path not in among.places and not all(is_harmless(text) for text in texts if text):
            yield from _description(description(deck, project, Lock(), unreleased=True), deck.description)
            yield from _description(about_retired(deck, project), deck.title) if not is_harmless(texts[0]) else ()


def _description(text: str, made_of: Text) -> Iterator[Diagnostic]:
    if refused := refused_face(described(text), ()):
        message = f"shown by Anki, this description would hold {refused.message}"
        yield error("unsafe-content", made_of.span.find(refused.written), message, _OTHERWISE)


def _card(note: Note, deck: Text | None, made: NoteType, project: Project) -> Iterator[Diagnostic]:
    """Tell each text that makes a face what must not be shown: by itself, or together with what is beside it."""
    kind = note.card.kind
    named = {field.name: note.fields[field.id] for field in note_fields(kind)}
    fields = {**named, "Tags": " ".join(note.tags), "Deck": deck.value if deck else PLAIN}
    refused = next(refused_sides(made, fields, note.media, gap_cards(kind, note.fields)), None)
    if refused is None:
        return
    plain = dict.fromkeys(fields, PLAIN)
    meant = sorted(
        (name for name, html in fields.items() if html not in ("", PLAIN)),
        key=lambda name: not _SIGNS.search(fields[name]),
    )
    alone = {name: _first(made, plain | {name: fields[name]}, note) for name in meant}
    guilty = [(name, why, _cure(name, fields[name], made)) for name, why in alone.items() if why]
    together = (name for name in meant if not guilty and not _first(made, fields | {name: PLAIN}, note))
    if not guilty:
        guilty = [(next(together, "Card ID"), refused, _BESIDE)]
    for name, why, cure in guilty:
        place = _place(name, note, deck, project).find(why.refusal.written)
        side = f"{why.side} of {'this card' if len(made.templates) == 1 else f'`{why.template}`'}"
        message = f"drawn by Anki, the {side} would hold {why.refusal.message}"
        yield error("unsafe-content", place, message, cure)


_BESIDE = "it comes about with what stands beside it on the card: begin and end it with a word"


def _first(made: NoteType, fields: Mapping[str, str], note: Note) -> RefusedSide | None:
    return next(refused_sides(made, fields, note.media, gap_cards(note.card.kind, note.fields)), None)


def _cure(name: str, html: str, made: NoteType) -> str:
    read = {
        handle[0].rpartition(":")[2].strip("} ")
        for _, _, *sides in made.templates
        for side in sides
        for handle in _READING.finditer(side)
    }
    if name in read and "[" in html:
        return "on cards of this kind Anki makes a reading of `[…]`: no square brackets inside of tags and formulas"
    return _OTHERWISE


def _place(name: str, note: Note, deck: Text | None, project: Project) -> Span:
    """Find what a field was made of."""
    card = note.card
    field = next((field for field in note_fields(card.kind) if field.name == name), None)
    if text := card.texts.get(field.id if field else ""):
        return text.span
    if field and field.id == "module":
        return next(module.title.span for module in project.modules if module.id.value == card.module)
    cited = {source.value for source in card.sources}
    image, audio, retired = card.image, card.audio, card.retired
    made_of: dict[str, Text | None] = {
        "image": (image.credit or image.alt) if image else None,
        "audio": audio.credit if audio else None,
        "retired": retired.because if retired else None,
        "sources": next((work.id for work in project.references if work.id.value in cited and has_signs(work)), None),
        "Tags": card.tags[0] if card.tags else None,
        "Deck": deck,
    }
    if text := made_of.get(field.id if field else name):
        return text.span
    return field.at if field and field.at else card.id.span
