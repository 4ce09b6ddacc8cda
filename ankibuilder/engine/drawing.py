"""Draws cards in one collection that stays open: what did not change since the last time is not drawn again.

Notes are really added and updated there, so that a card is drawn as Anki's reviewer draws it, with its deck and tags.
Does not know what a change of a card means, nor who looks at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ankibuilder.engine import collection, import_package
from ankibuilder.note_type import NoteType
from ankibuilder.package.content import PackedNote

if TYPE_CHECKING:
    from anki.collection import Collection


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card's two sides as Anki's HTML, without the style; where it plays sounds, `[anki:play:…]` and their names."""

    template: str
    front: str
    back: str
    front_sounds: tuple[str, ...] = ()
    back_sounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """A note of an earlier package: its cards, the style they had, and the files that they show."""

    cards: tuple[Drawn, ...]
    style: str
    media: Mapping[str, bytes]


def drawn_package(path: Path) -> Mapping[str, Before]:
    """Import a package, and draw every note of it by GUID."""
    with collection() as opened:
        import_package(opened, path)
        folder = Path(opened.media.dir())
        notes = [opened.get_note(number) for number in opened.find_notes("deck:*")]
        return {note.guid: _before(note, folder) for note in notes}


def _before(note: Any, folder: Path) -> Before:
    names = note.col.media.files_in_str(note.mid, note.joined_fields())
    media = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    return Before(tuple(_drawn(card) for card in note.cards()), note.note_type()["css"], media)


def _drawn(card: Any) -> Drawn:
    output = card.render_output()
    sounds = (_sounds(output.question_av_tags), _sounds(output.answer_av_tags))
    return Drawn(card.template()["name"], output.question_text, output.answer_text, *sounds)


@contextmanager
def drawing() -> Iterator[Drawing]:
    """Open a collection for drawing. Raises AnkibuilderError where the engine is not installed."""
    with collection() as opened:
        yield Drawing(opened)


@dataclass(slots=True)
class Drawing:
    """The collection, what is in it by GUID, and how that was drawn."""

    opened: Collection
    _types: dict[int, tuple[NoteType, Any]] = field(default_factory=dict)
    _notes: dict[str, tuple[PackedNote, int]] = field(default_factory=dict)
    _drawn: dict[str, tuple[Drawn, ...]] = field(default_factory=dict)

    def draw(
        self, notes: Iterable[PackedNote], watched: Callable[[list[PackedNote]], Iterable[PackedNote]] = iter
    ) -> Mapping[str, tuple[Drawn, ...]]:
        """Draw all cards of these notes; gives them by GUID, and forgets every other note.

        `watched` is handed the notes that are drawn, and hands them on: who waits may be told how far it is.
        """
        wanted = {note.guid: note for note in notes}
        self._forget(guid for guid in list(self._notes) if guid not in wanted)
        for note in watched(list(wanted.values())):
            before = self._notes.get(note.guid)
            if before is None or not _same(before[0], note):
                self._put(note)
                self._drawn[note.guid] = tuple(self._cards(note))
        return dict(self._drawn)

    def _forget(self, guids: Iterable[str]) -> None:
        gone = [(guid, self._notes.pop(guid)[1]) for guid in guids]
        for guid, _ in gone:
            self._drawn.pop(guid, None)
        if gone:
            self.opened.remove_notes([number for _, number in gone])

    def _put(self, note: PackedNote) -> None:
        model = self._model(note.note_type)
        before = self._notes.get(note.guid)
        if before and (before[0].note_type, before[0].deck) != (note.note_type, note.deck):
            self._forget([note.guid])
            before = None
        made = self.opened.get_note(before[1]) if before else self.opened.new_note(model)
        made.fields, made.tags = list(note.fields), list(note.tags)
        if before:
            self.opened.update_note(made, skip_undo_entry=True)
        else:
            self.opened.add_note(made, self.opened.decks.id(note.deck or "Default"))
        self._notes[note.guid] = note, made.id

    def _cards(self, note: PackedNote) -> Iterator[Drawn]:
        """Draw the cards that an import would bring: the engine itself never leaves a note without any."""
        for card in self.opened.get_note(self._notes[note.guid][1]).cards():
            if card.ord in note.cards:
                yield _drawn(card)

    def _model(self, made: NoteType) -> Any:
        """Give the engine's note type; one that changed is made anew, as its notes are drawn again anyway."""
        known = self._types.get(made.id)
        if known is None or _drawable(known[0]) != _drawable(made):
            if known is not None:
                self._forget([guid for guid, (note, _) in self._notes.items() if note.note_type.id == made.id])
                self.opened.models.remove(self._types.pop(made.id)[1]["id"])
            self._types[made.id] = made, self._added(made)
        return self._types[made.id][1]

    def _added(self, made: NoteType) -> Any:
        """Add a note type, one that Anki's editor would not save, too: packages of others bring such."""
        models = self.opened.models
        model = models.new(made.name)
        model["type"] = int(made.cloze)
        for name, _ in made.fields:
            models.add_field(model, models.new_field(name))
        handle = f"{{{{{'cloze:' if made.cloze else ''}{made.fields[0][0]}}}}}"
        models.add_template(model, self._template("Stand-in", handle, handle))
        added = models.get(models.add(model).id)
        assert added
        first, *more = (self._template(name, front, back) for name, _, front, back in made.templates)
        added["tmpls"] = [{**added["tmpls"][0], **_looks(first)}, *more]
        models.update_dict(added, skip_checks=True)
        return models.get(added["id"])

    def _template(self, name: str, front: str, back: str) -> Any:
        return {**self.opened.models.new_template(name), "qfmt": front, "afmt": back}


def _looks(template: Mapping[str, Any]) -> dict[str, Any]:
    return {name: template[name] for name in ("name", "qfmt", "afmt")}


def _drawable(made: NoteType) -> tuple[object, ...]:
    """Everything of a note type that is in the HTML of a card: its style is not."""
    return made.name, made.fields, made.templates, made.cloze


def _same(one: PackedNote, other: PackedNote) -> bool:
    """Tell whether two notes look the same: ids, times and places in the order are not to be seen."""
    return one is other or (one.fields, one.tags, one.deck, one.cards, _drawable(one.note_type)) == (
        other.fields, other.tags, other.deck, other.cards, _drawable(other.note_type),
    )  # fmt: skip


def _sounds(tags: Iterable[Any]) -> tuple[str, ...]:
    return tuple(getattr(tag, "filename", "") for tag in tags)
