"""Reads deck manifests. Does not know how their cards are selected, nor how a package is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ankibuilder.diagnostics import error
from ankibuilder.files import PROJECT_FILE, yaml_files
from ankibuilder.load.card_keys import view_of
from ankibuilder.load.documents import Documents
from ankibuilder.load.resolve import Known
from ankibuilder.load.selection import select
from ankibuilder.model import Deck, Preset, Project
from ankibuilder.shape import Key, Record, listing, name_of, pattern, read_record, record, text, whole_number
from ankibuilder.source import Source, Span, Text, whole

_PART = r'[^\s:"<>](?:[^:"<>\n]{0,98}[^\s:"<>])?'
_NOT_DEFAULT = "(?![Dd][Ee][Ff][Aa][Uu][Ll][Tt](?:::|$))"  # Anki's own deck, in whatever case
DECK_NAME = rf"{_NOT_DEFAULT}{_PART}(::{_PART})*"
_DECK_NAME = pattern(DECK_NAME, "a deck name: parts joined by `::`, no quotes and brackets, not `Default`")
_NO_FILE = re.compile(r"""(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|.*[<>:"|?*\\].*|.*[ .]""")
_PRESET_NAME = pattern(
    r'[^\s"<>{}\[\]]|[^\s"<>{}\[\]][^"<>{}\[\]\n]{0,98}[^\s"<>{}\[\]]',
    "a name of at most 100 characters without quotes and brackets",
)
_KEYWORD = pattern(r"[^\s<>]{1,60}", "a word without spaces", ("psychology",))
_PRESET = (
    Key("name", _PRESET_NAME, required=True, about="The preset's name in Anki."),
    Key("new_per_day", whole_number(0, 9999), required=True, about="New cards a day."),
    Key("reviews_per_day", whole_number(0, 9999), required=True, about="Reviews a day."),
)


def include_keys(views: tuple[str, ...] | None, kinds: Iterable[str] = ()) -> tuple[Key, ...]:
    """List what an entry of `include` may say, naming the project's kinds where they are given.

    `views` is None where nobody knows which there are.
    """
    side = text(80) if views is None else view_of(views)
    some = side if views == () else listing(side, may_be_empty=False)
    return (
        Key("module", text(100), required=True, about="The module's id."),
        Key("subdeck", _DECK_NAME, about="The subdeck its cards go to; Anki sorts subdecks by name."),
        Key("kinds", listing(name_of(kinds), may_be_empty=False), about="Only cards of these kinds."),
        Key("views", some, about="Only cards told from these sides."),
        Key("cards", listing(text(100), may_be_empty=False), about="Only these cards."),
    )


def deck_keys(views: tuple[str, ...] | None, kinds: Iterable[str] = ()) -> tuple[Key, ...]:
    """List what a manifest may say."""
    include = listing(record(include_keys(views, kinds), "include"), may_be_empty=False)
    return (
        Key("name", _DECK_NAME, required=True, about="The deck's name in Anki; never changes after a release."),
        Key("title", text(200), required=True, about="What the deck is called elsewhere."),
        Key("description", text(), required=True, about="Markdown; version, licence and help are added."),
        Key("include", include, required=True, about="What the deck holds, in teaching order."),
        Key("preset", record(_PRESET, "preset"), about="Deck options that learners may import with it."),
        Key(
            "budget",
            whole_number(1, 1440),
            about="Minutes a day that the preset may take; `ankibuilder forecast` tells when it takes more.",
        ),
        Key("keywords", listing(_KEYWORD), about="Words that people search by on AnkiWeb, for `build --ankiweb`."),
    )


def read_decks(project: Project, known: Known, documents: Documents) -> tuple[Deck, ...]:
    """Read every manifest below `decks/`."""
    paths = [p for p in yaml_files(project.root, "decks", documents.report) if not p.startswith("decks/releases/")]
    if not paths and PROJECT_FILE not in documents.unread:
        source = Source(PROJECT_FILE, "")
        documents.report.append(error("missing-field", whole(source), "this project has no deck", _ADD_DECK))
    _once(paths, documents)
    decks = [_read_deck(path, project, known, documents) for path in paths]
    found = tuple(deck for deck in decks if deck)
    _presets_agree(found, documents)
    return found


def _presets_agree(decks: tuple[Deck, ...], documents: Documents) -> None:
    """A preset is known to Anki by an id made of its name: of two that differ, one would be lost."""
    first: dict[str, Deck] = {}
    for deck in decks:
        other = first.setdefault(deck.preset.name, deck) if deck.preset else deck
        if deck.preset != other.preset:
            message = f"the preset of deck `{other.manifest}` has the same name and other numbers"
            hint = "give both the same numbers, or one of them another name"
            documents.report.append(error("invalid-value", deck.span, message, hint))


def _once(paths: list[str], documents: Documents) -> None:
    """Packages are named after manifests, so two of one name would overwrite each other."""
    first: dict[str, str] = {}
    for path in paths:
        if _NO_FILE.fullmatch(Path(path).stem):
            message = "no package can have this name on Windows"
            documents.report.append(error("invalid-value", whole(Source(path, "")), message, "rename this file"))
        other = first.setdefault(Path(path).stem.casefold(), path)
        if other != path:
            message = f"{other} has the same name, and so would its package"
            documents.report.append(
                error("duplicate-id", whole(Source(path, "")), message, "rename one of the two files")
            )


_ADD_DECK = "add a manifest in decks/, such as decks/my-deck.yaml"


def _read_deck(path: str, project: Project, known: Known, documents: Documents) -> Deck | None:
    node = documents.mapping(path, "deck")
    if node is None:
        return None
    keys = {key.name: key for key in deck_keys(documents.views(project.views))}
    values = read_record(node, keys, documents.report, "deck")
    name: Text | None = values.get("name")
    includes: tuple[Record, ...] = values.get("include", ())
    subdecks = select(name.value if name else "", includes, project, known, documents)
    if name is None or not values.get("title") or not values.get("description"):
        return None
    return Deck(
        manifest=Path(path).stem,
        name=name,
        title=values.values["title"],
        description=values.values["description"],
        subdecks=subdecks,
        preset=_preset(values.get("preset")),
        span=Span(node.source, node.start, node.start),
        budget=values.get("budget"),
        keywords=values.get("keywords", ()),
    )


def _preset(values: Record | None) -> Preset | None:
    if values is None or any(values.get(key.name) is None for key in _PRESET):
        return None
    return Preset(values.values["name"].value, values.values["new_per_day"], values.values["reviews_per_day"])
