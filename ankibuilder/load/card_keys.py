"""What a card file may say, name by name: the declarations that the loader, the schema and the docs go by.

Does not know how a card is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ankibuilder.diagnostics import error
from ankibuilder.files import PROJECT_FILE
from ankibuilder.model import Field, Kind
from ankibuilder.parse import Node
from ankibuilder.shape import Key, Report, Shape, choice, day, identifier, listing, name_of, pattern, record, text
from ankibuilder.source import Text

SURENESS = {
    "established": "textbooks agree",
    "supported": "studies point that way",
    "contested": "researchers disagree",
    "lore": "practitioners say so, not studies",
}

_NAMES = listing(text(200))
_FILE = text(120)
_DATE = day()
_TAG = pattern(
    r'(?!(?:marked|leech)$)[^\s:"*\\<>&]+(::?[^\s:"*\\<>&]+)*',
    "a tag without spaces and signs such as `*`; `::` between its parts; not `marked` or `leech`",
)
_GUID = pattern(r"[!-~]{1,64}", "the GUID that the note has in Anki")
_IMAGE = (
    Key("file", _FILE, required=True, about="A file name in cards/media/."),
    Key("alt", text(500), required=True, about="What the picture shows, for who cannot see it."),
    Key("credit", text(300), about="Who made it, and its licence."),
)
_AUDIO = (
    Key("file", _FILE, required=True, about="A file name in cards/media/."),
    Key("credit", text(300), about="Who made it, and its licence."),
)
_RETIRED = (
    Key("because", text(500), required=True, about="Why it is no longer studied; learners read it."),
    Key("see", text(200), about="The id of the card that replaces it."),
)
_REVIEWED = (
    Key("by", text(100), required=True, about="Who reviewed it."),
    Key("date", _DATE, required=True, about="When."),
)

MODULE_KEYS = (
    Key("module", identifier(), required=True, about="The module's id; never changes after a release."),
    Key("title", text(100), required=True, about="The module's title, shown on its cards."),
    Key("aim", text(500), about="What the module is for, in one sentence for the learner."),
    Key("needs", _NAMES, about="Modules that come first."),
    Key("cards", Shape("list", lambda node, _: node), required=True, about="The cards, in teaching order."),
)


def card_keys(kind: Kind | None, views: tuple[str, ...], kinds: Iterable[str] = ()) -> tuple[Key, ...]:
    """List what a card of a kind may say: its kind's own fields among it, the project's kinds where they are given."""
    view = [Key("view", choice(views), required=True, about="Whose side it is told from.")] if views else []
    own = [_own_key(field) for field in kind.fields] if kind else []
    return (
        Key("id", identifier(), required=True, about="A lasting name; the note's identity comes from it alone."),
        Key("kind", name_of(kinds), required=True, about="What sort of card it is."),
        *view,
        *own,
        Key("extra", text(), about="Why it matters, the nuance, the contrast, the safety line."),
        Key("hint", text(500), about="A nudge that may be opened on the front."),
        Key("sources", _NAMES, about="Keys of references.yaml."),
        Key("sureness", _explained(SURENESS), about=f"How sure we are: {_MEANINGS}."),
        Key("covers", _NAMES, about="Keys of objectives.yaml."),
        Key("term", text(100), about="The term that this card introduces."),
        Key("after", _NAMES, about="Cards that a learner must have met."),
        Key("tags", listing(_TAG), about="Tags for Anki, and for the rules of the standard."),
        Key("image", record(_IMAGE, "image"), about="A picture for the back."),
        Key("audio", record(_AUDIO, "audio"), about="A sound for the back."),
        Key("reviewed", listing(record(_REVIEWED, "review")), about="Who read it over."),
        Key("retired", record(_RETIRED, "`retired`"), about="Says that it is no longer studied."),
        Key("guid", _GUID, about="Only for a note adopted from an existing deck."),
    )


def one_view(views: tuple[str, ...]) -> Shape:
    """One of the project's views; in a project without any, whatever is written is one too many."""
    return choice(views) if views else replace(choice(()), read=_no_views)


def some_views(views: tuple[str, ...]) -> Shape:
    """Some of the project's views; in a project without any, the whole list is too much, and told once."""
    several = listing(one_view(views), may_be_empty=False)
    return several if views else replace(several, read=_no_views)


def _no_views(node: Node, report: Report) -> None:
    start = node.span if isinstance(node, Text) else node.span._replace(end=node.start + 1)
    report.append(error("invalid-value", start, *NO_VIEWS))


NO_VIEWS = ("this project has no `views`", f"add `views: […]` to {PROJECT_FILE}, or remove this")


def _explained(words: Mapping[str, str]) -> Shape:
    """A choice whose words need explaining: where none of them is near, the hint tells what each means."""
    plain = choice(words)

    def read(node: Node, report: Report) -> Text | None:
        before = len(report)
        value: Text | None = plain.read(node, report)
        if value is None and report[before:] and report[-1].rule == "invalid-value" and not report[-1].hint:
            report[-1] = replace(report[-1], hint=_MEANINGS)
        return value

    return replace(plain, read=read)


_MEANINGS = "; ".join(f"`{word}`: {meaning}" for word, meaning in SURENESS.items())


def _own_key(field: Field) -> Key:
    shape = text(field.most) if field.most else text()
    return Key(field.id, shape, field.required, field.about, field.default or None)
