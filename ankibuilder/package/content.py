"""Everything that goes into one package, with ids and times: what the collection writer needs and no more.

Joins the rendered notes with the lock. Does not know genanki or SQLite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from ankibuilder.description import about_retired, deck_state, description
from ankibuilder.kept import Kept, each
from ankibuilder.kinds import note_fields
from ankibuilder.kinds.gaps import gap_cards
from ankibuilder.kinds.template import fields_named, front_is_empty, is_filled, parts
from ankibuilder.lock import Lock, Stamp, card_guid, content_hash, note_type_time, number, stamp_notes
from ankibuilder.model import Deck, Kind, Preset, Project
from ankibuilder.note_type import NoteType, note_type
from ankibuilder.package.gate import refuse_descriptions, refuse_notes
from ankibuilder.render import CHANGED_IN, Note


class PackedNote(NamedTuple):
    """A note ready to be written: `cards` are the ordinals of its cards, `due` its place in the teaching order."""

    guid: str
    note_id: int
    time: int
    note_type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str
    due: int
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PackedDeck:
    """A deck or subdeck with its description in Markdown."""

    id: int
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Content:
    """One package. Note types come with their times, decks parents first, notes in teaching order."""

    decks: tuple[PackedDeck, ...]
    note_types: tuple[tuple[NoteType, int], ...]
    notes: tuple[PackedNote, ...]
    preset: tuple[int, Preset] | None
    media: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Stamped:
    """A project's notes with everything that the lock and the clock decide, alike for all its decks."""

    project: Project
    lock: Lock
    notes: Mapping[str, Note]
    hashes: Mapping[str, str]
    stamps: Mapping[str, Stamp]
    note_types: Mapping[str, tuple[NoteType, int]]
    due: Mapping[str, int]

    @property
    def unreleased(self) -> bool:
        """Whether anything differs from the last release."""
        gone = {name for name, known in self.lock.notes.items() if name not in self.stamps and not known.gone}
        decks = {deck.manifest: deck_state(deck, self.project) for deck in self.project.decks}
        retold = any(self.lock.decks.get(manifest) != state for manifest, state in decks.items())
        return bool(gone) or retold or self.newly_timed

    @property
    def newly_timed(self) -> bool:
        """Whether any note or note type bears another time than it was released with."""
        restyled = any(known.time != self.note_types[kind][1] for kind, known in self.lock.note_types.items()
                       if kind in self.note_types)  # fmt: skip
        return restyled or any(not stamp.changed for stamp in self.stamps.values())


def stamp(project: Project, notes: list[Note], lock: Lock, now: int, kept: Kept | None = None) -> Stamped:
    """Give every note that learners get, or got, its id and time; `now` is in seconds."""
    types = {kind.id: note_type(kind, project) for kind in project.kinds.values()}
    known = lock.notes.keys() | _met(project)
    names = [note.card.id.value for note in notes]
    shipped = {name: note for name, note in zip(names, notes, strict=True) if name in known}
    hashed = each(kept, "hashes", lambda note: _hash(note, types[note.card.kind.id]), types)
    hashes = {name: hashed(note) for name, note in shipped.items()}
    slots = [(name, hashes[name], _slots(note)) for name, note in shipped.items()]
    return Stamped(
        project=project,
        lock=lock,
        notes=shipped,
        hashes=hashes,
        stamps=stamp_notes(lock, slots, now),
        note_types={kind: (made, note_type_time(lock, kind, made.hash, now)) for kind, made in types.items()},
        due={name: at for at, name in enumerate(names, start=1)},
    )


def _slots(note: Note) -> int:
    """Count the cards that a note may have: a cloze as many as its highest number."""
    kind = note.card.kind
    return max(card_ordinals(kind, note.fields)) + 1 if kind.cloze else len(kind.templates)


def _met(project: Project) -> set[str]:
    """Name the cards that a newcomer meets, and those adopted from a deck that people have.

    Who retires any other card before it was released keeps it from everybody.
    """
    included = (card for deck in project.decks for subdeck in deck.subdecks for card in subdeck.cards)
    return {card.id.value for card in included if card.retired is None or card.guid}


def _hash(note: Note, made: NoteType) -> str:
    fields = dict(note.fields)
    fields.pop(CHANGED_IN, None)
    return content_hash(made.id, fields, note.tags, note.media)


def content(deck: Deck, stamped: Stamped) -> Content:
    """Select what one deck's package holds. Raises AnkibuilderError where the second gate refuses any of it."""
    made = selected(deck, stamped)
    refuse(made, stamped)
    return made


def refuse(made: Content, stamped: Stamped) -> None:
    """Raise AnkibuilderError where the second gate refuses anything of a package."""
    refuse_notes(made.notes, made.media, lambda note: _place(note, stamped))
    refuse_descriptions(made.decks)


def _place(note: PackedNote, stamped: Stamped) -> str:
    """Say where the card stands that became a note."""
    name = next(name for name, given in stamped.stamps.items() if given.note_id == note.note_id)
    return stamped.notes[name].card.id.span.place


def selected(deck: Deck, stamped: Stamped) -> Content:
    """Select what one deck's package holds, for who lets the second gate look at it."""
    project = stamped.project
    members = [
        (_retired_deck(deck) if card.retired else subdeck.name, card)
        for subdeck in deck.subdecks
        for card in subdeck.cards
        if card.id.value in stamped.notes
    ]
    kinds = {card.kind.id for _, card in members}
    notes = [packed(stamped.notes[card.id.value], subdeck, stamped) for subdeck, card in members]
    media = {name: raw for _, card in members for name, raw in stamped.notes[card.id.value].media.items()}
    return Content(
        decks=_decks(deck, stamped, any(card.retired for _, card in members)),
        note_types=tuple(stamped.note_types[kind] for kind in sorted(kinds)),
        notes=tuple(sorted(notes, key=lambda note: note.due)),
        preset=(number(project.namespace, "preset", deck.preset.name), deck.preset) if deck.preset else None,
        media=media,
    )


def _retired_deck(deck: Deck) -> str:
    """Name the deck that keeps retired cards out of a newcomer's way; whoever has a card keeps it where it is."""
    return f"{deck.name.value} (retired)"


def _decks(deck: Deck, stamped: Stamped, some_retired: bool) -> tuple[PackedDeck, ...]:
    about = {subdeck.name: subdeck.aim for subdeck in deck.subdecks}
    if some_retired:
        about[_retired_deck(deck)] = about_retired(deck, stamped.project)
    names = dict.fromkeys(
        "::".join(name.split("::")[:depth])
        for name in (deck.name.value, *about)
        for depth in range(1, name.count("::") + 2)
    )
    about[deck.name.value] = description(deck, stamped.project, stamped.lock, stamped.unreleased)
    return tuple(PackedDeck(_deck_id(name), name, about.get(name, "")) for name in names)


def _deck_id(name: str) -> int:
    """Any id does: Anki matches decks by name and keeps ids of its own (anki-import §4)."""
    return number("deck", name)


def packed(note: Note, deck: str, stamped: Stamped) -> PackedNote:
    """Pack a note that learners get, or got."""
    card = note.card
    given = stamped.stamps[card.id.value]
    fields = {**note.fields, CHANGED_IN: given.changed} if CHANGED_IN in note.fields else dict(note.fields)
    made, _ = stamped.note_types[card.kind.id]
    return PackedNote(
        guid=card_guid(stamped.project.namespace, card),
        note_id=given.note_id,
        time=given.time,
        note_type=made,
        fields=tuple(fields.values()),
        tags=_tags(note, given, stamped.project),
        deck=deck,
        due=stamped.due[card.id.value],
        cards=card_ordinals(card.kind, fields),
    )


def _tags(note: Note, given: Stamp, project: Project) -> tuple[str, ...]:
    """After a release that changed or retired the card, one search finds it."""
    if not project.tags:
        return note.tags
    if given.changed in ("", given.since) and not note.card.retired:
        return note.tags
    space = project.namespace
    changed = [f"{space}::changed::{given.changed}"] if given.changed and given.changed != given.since else []
    retired = [f"{space}::retired::{given.retired}"] if note.card.retired and given.retired else []
    return tuple(sorted((*note.tags, *changed, *retired)))


def card_ordinals(kind: Kind, fields: Mapping[str, str]) -> tuple[int, ...]:
    """List the templates whose front is not empty: an import makes no cards of its own (anki-import §9).

    A cloze has a card for each number.
    """
    if kind.cloze:
        return gap_cards(kind, fields)
    fronts = tuple([template.front for template in kind.templates])
    asked = _asked(fronts)
    named = [field for field in note_fields(kind) if field.name in asked]
    return _ordinals(fronts, frozenset([field.name for field in named if is_filled(fields.get(field.id, ""))]))


@lru_cache(10_000)
def _ordinals(fronts: tuple[str, ...], filled: frozenset[str]) -> tuple[int, ...]:
    return tuple(at for at, front in enumerate(fronts) if not front_is_empty(parts(front), filled))


@cache
def _asked(fronts: tuple[str, ...]) -> frozenset[str]:
    """Name the fields that decide whether there is a card."""
    return frozenset(name for front in fronts for name in fields_named(parts(front)))
