"""A deck of ours as the package it would be, without writing and reading it: a change that could not even be packed
(another card's id is taken, anki-import §10) must still be told. Does not know SQLite or zip files.
"""

from __future__ import annotations

import hashlib

from ankibuilder.note_type import NoteType as Made
from ankibuilder.package.content import Content, PackedNote
from ankibuilder.package.update import Had
from ankibuilder.reading.values import Card, Field, Note, NoteType, Package, Template


def as_package(content: Content, name: str) -> Package:
    """Give what reading the built package would give."""
    return Package(
        name=name,
        notes=tuple(_note(note) for note in sorted(content.notes, key=lambda note: note.note_id)),
        note_types={made.id: _note_type(made, time) for made, time in content.note_types},
        decks={deck.name: deck.description for deck in content.decks},
        media={name: hashlib.sha256(raw).hexdigest() for name, raw in sorted(content.media.items())},
        presets={content.preset[0]: content.preset[1].name} if content.preset else {},
    )


def what_they_have(package: Package) -> Had:
    """Give what a text update must know of the package that a learner has."""
    return Had(
        notes=frozenset((note.guid, note.note_type) for note in package.notes),
        fields={
            number: {field.id: field.name for field in made.fields if field.id is not None}
            for number, made in package.note_types.items()
        },
    )


def _note(note: PackedNote) -> Note:
    names = (name for name, _ in note.note_type.fields)
    return Note(
        note.guid, note.note_id, note.time, note.note_type.id, dict(zip(names, note.fields, strict=True)),
        tuple(sorted(set(note.tags))), tuple(Card(ordinal, note.deck, note.due) for ordinal in note.cards),
    )  # fmt: skip


def _note_type(made: Made, time: int) -> NoteType:
    return NoteType(
        made.id, made.name, tuple(Field(*field) for field in made.fields),
        tuple(Template(*template) for template in made.templates), made.css, made.sort, time, cloze=made.cloze,
    )  # fmt: skip
