"""What a card file may say, name by name: the declarations that the loader, the schema and the docs go by.

Does not know how a card is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ankibuilder.kinds.common import FOR_COMMON
from ankibuilder.model import Field, Kind
from ankibuilder.shape import Key, Shape, choice, day, identifier, listing, name_of, never, pattern, record, text

SURENESS = {
    "established": "textbooks agree",
    "supported": "studies point that way",
    "contested": "researchers disagree",
    "lore": "practitioners say so, not studies",
}
_NO_VIEWS = never(
    "this project has no `views`", "add a line such as `views: [self, general]` to ankibuilder.yaml, or remove this"
)

_NAMES = listing(text(200))
_OBJECTIVES = listing(text(200), what="ids of objectives")
_SOURCES = listing(text(200), what="ids of references")
_FILE = text(120)
_DATE = day()
_SPACED = re.compile(r"[\w-]+(?:\s+[\w-]+)+")
TAG = r'(?!(?:marked|leech)$)[^\s:"*\\<>&]+(::?[^\s:"*\\<>&]+)*'
_TAG = pattern(
    TAG,
    "a tag without spaces and signs such as `*`; `::` between its parts; not `marked` or `leech`",
    mend=lambda value: f"a tag has no spaces: `{'-'.join(value.split())}`" if _SPACED.fullmatch(value) else "",
)
GUID = r"[!-~]{1,64}"
_GUID = pattern(GUID, "the GUID that the note has in Anki")
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
    view = Key("view", view_of(views), required=bool(views), about="Whose side it is told from.")
    own = [_own_key(field) for field in kind.fields] if kind else []
    keys = (
        Key("id", identifier(), required=True, about="A lasting name; the note's identity comes from it alone."),
        Key("kind", name_of(kinds), required=True, about="What sort of card it is."),
        view,
        *own,
        Key("extra", text(), about="Why it matters, the nuance, the contrast, the safety line."),
        Key("hint", text(500), about="A nudge that may be opened on the front."),
        Key("sources", _SOURCES, about="What it rests on: ids from cards/references.yaml.", also=_ALSO["sources"]),
        Key("sureness", choice(SURENESS), about=f"How sure we are. {_SURE}."),
        Key("covers", _OBJECTIVES, about="What it teaches: ids from cards/objectives.yaml.", also=_ALSO["covers"]),
        Key("term", text(100), about="The term that this card introduces."),
        Key("after", _NAMES, about="Cards that a learner must have met."),
        Key("tags", listing(_TAG), about="Tags for Anki, and for the rules of the standard."),
        Key("image", record(_IMAGE, "image"), about="A picture for the back."),
        Key("audio", record(_AUDIO, "audio"), about="A sound for the back."),
        Key("reviewed", listing(record(_REVIEWED, "review")), about="Who read it over."),
        Key("retired", record(_RETIRED, "`retired`"), about="Says that it is no longer studied."),
        Key("guid", _GUID, about="Only for a note adopted from an existing deck."),
    )
    return keys if kind is None or kind.common else tuple(key for key in keys if key.name not in FOR_COMMON)


_SURE = "; ".join(f"`{word}`: {meaning}" for word, meaning in SURENESS.items())
_ALSO = {"sources": ("source", "reference", "references"), "covers": ("objective", "objectives")}


def view_of(views: tuple[str, ...]) -> Shape:
    """One of the project's views; where it has none, nothing can be told from any side."""
    two = "write one of them, without brackets" + ("; for two sides, `both`" if "both" in views else "")
    return choice(views, several=two) if views else _NO_VIEWS


def _own_key(field: Field) -> Key:
    shape = text(field.most) if field.most else text()
    return Key(field.id, shape, field.required, field.about, field.default or None)
