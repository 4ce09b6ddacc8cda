"""What a project is made of: kinds, modules of cards, decks, references, objectives.

Frozen values, each text with its place. Does not know files, YAML or Anki's database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ankibuilder.source import Source, Span, Text
from ankibuilder.standard import Standard


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind. `id` lasts forever and is what cards write; `name` is what Anki shows.

    `at` is where the default stands. `number` is the field's id in Anki, where it is pinned.
    """

    id: str
    name: str
    required: bool = False
    default: str = ""
    most: int | None = None
    about: str = ""
    at: Span | None = field(default=None, compare=False)
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """One card of a note: its front and back in Anki's template language, and the files they came from.

    `number` is the template's id in Anki, where it is pinned.
    """

    id: str
    name: str
    front: str
    back: str
    sources: tuple[Source, Source]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of card, and the Anki note type it becomes. `note_type_id` and `note_type_name` only where pinned.

    Where it is not `common`, its note type has its own fields and style and no others, as a deck had that was adopted.
    `names` are all that people gave it, its fields and its templates, where they stand: templates can show them.
    """

    id: str
    name: str
    fields: tuple[Field, ...]
    sort: str
    templates: tuple[Template, ...]
    css: str
    named: Span | None = None
    about: str = ""
    note_type_id: int | None = None
    note_type_name: str | None = None
    names: tuple[Text, ...] = field(default=(), compare=False)
    common: bool = True
    cloze: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in `cards/media/`, with the words that stand for it."""

    file: Text
    alt: Text
    credit: Text | None


@dataclass(frozen=True, slots=True)
class Audio:
    """A sound in `cards/media/`."""

    file: Text
    credit: Text | None


@dataclass(frozen=True, slots=True)
class Retired:
    """Why a card is no longer studied, and which card replaces it."""

    because: Text
    see: Text | None


class Card(NamedTuple):
    """One entry of a module: an Anki note. `texts` holds its kind's own fields, and extra and hint where given.

    `unread` names what an error of form is told of already, as it could not be read or must be there: no rule may call
    it missing, nor judge what is left.
    """

    id: Text
    kind: Kind
    span: Span
    module: str
    texts: Mapping[str, Text]
    view: Text | None = None
    sources: tuple[Text, ...] = ()
    sureness: Text | None = None
    covers: tuple[Text, ...] = ()
    term: Text | None = None
    after: tuple[Text, ...] = ()
    tags: tuple[Text, ...] = ()
    image: Image | None = None
    audio: Audio | None = None
    reviewed: tuple[tuple[str, str], ...] = ()
    retired: Retired | None = None
    guid: Text | None = None
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Module:
    """A card file. Modules stand in the order of their paths."""

    id: Text
    title: Text
    aim: Text | None
    needs: tuple[Text, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that cards rest on, from CSL-YAML. `unread` names what stands there and could not be read."""

    id: Text
    authors: tuple[str, ...]
    year: str
    title: str
    container: str = ""
    volume: str = ""
    page: str = ""
    publisher: str = ""
    link: str = ""
    checked: str = ""
    written: tuple[Text, ...] = ()  # what learners read of it, where it stands
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Objective:
    """Something the deck must teach."""

    id: Text
    statement: Text
    module: Text
    rows: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """Anki's deck options, as gentle as the deck wants them."""

    name: str
    new_per_day: int
    reviews_per_day: int


@dataclass(frozen=True, slots=True)
class Subdeck:
    """Cards of a deck that stand together, in teaching order. `name` is the full name, with `::`."""

    name: str
    aim: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A manifest: what becomes one package. `manifest` is the file's name without its ending."""

    manifest: str
    name: Text
    title: Text
    description: Text
    subdecks: tuple[Subdeck, ...]
    preset: Preset | None
    span: Span
    budget: int | None = None  # minutes a day
    keywords: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Project:
    """Everything a project's files say."""

    root: Path
    namespace: str = ""
    name: str = ""
    language: str = "en"
    views: tuple[str, ...] = ()
    tags: bool = True
    standard_path: str = ""
    standard: Standard = field(default_factory=Standard)
    footer: Mapping[str, Text] = field(default_factory=dict)
    help: Text | None = None
    licence: str = ""
    report: str = ""
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    modules: tuple[Module, ...] = ()
    unnamed: tuple[Card, ...] = ()  # cards whose id cannot be used: checked, never built
    references: tuple[Reference, ...] = ()
    objectives: tuple[Objective, ...] = ()
    decks: tuple[Deck, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)
    media_files: tuple[str, ...] = ()  # what is there, named by a card or not
    sources: tuple[Source, ...] = ()

    @property
    def cards(self) -> list[Card]:
        """Every card in teaching order: modules by path, cards as they stand in them."""
        return [card for module in self.modules for card in module.cards]

    @property
    def module_titles(self) -> dict[str, str]:
        """Titles by module id."""
        return {module.id.value: module.title.value for module in self.modules}
