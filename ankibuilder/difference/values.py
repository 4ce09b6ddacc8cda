"""What differs between two packages, as frozen values. Does not know how it was found, nor how it is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """A card as people know it: its id (the GUID where a note has none) and its prompt as plain text."""

    id: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that was `kept`, `removed` or `added`."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose text changed, word by word; where only the markup changed, the pieces hold markup."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A card that every learner sees corrected."""

    card: Named
    fields: tuple[FieldChange, ...]
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """A card that is new, and the deck it goes to."""

    card: Named
    deck: str


@dataclass(frozen=True, slots=True)
class Retired:
    """A card that now says that it is no longer studied, and why."""

    card: Named
    because: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A card that stands in another deck; Anki leaves a learner's card where it is."""

    card: Named
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A field, template or module that is shown under another name, on so many cards."""

    what: str
    old: str
    new: str
    cards: int


@dataclass(frozen=True, slots=True)
class Redesigned:
    """A note type whose style or templates changed."""

    note_type: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A deck whose description changed, apart from the lines that every release changes."""

    deck: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Harm:
    """Something that would hurt a learner who has the old package.

    `id` is the class of harm, `affected` names cards, fields or decks, all of them; `cure` is for the author,
    `settings` tells learners what to do where the author does it all the same.
    """

    id: str
    what: str
    affected: tuple[str, ...]
    why: str
    cure: str
    settings: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that a learner who has the old package would see change, and all that would hurt."""

    old: str
    new: str
    added: tuple[Added, ...] = ()
    changed: tuple[Changed, ...] = ()
    retired: tuple[Retired, ...] = ()
    returned: tuple[Named, ...] = ()
    moved: tuple[Moved, ...] = ()
    reordered: tuple[Named, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    redesigned: tuple[Redesigned, ...] = ()
    described: tuple[Described, ...] = ()
    media_added: tuple[str, ...] = ()
    media_changed: tuple[str, ...] = ()
    harms: tuple[Harm, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return self == Difference(self.old, self.new)
