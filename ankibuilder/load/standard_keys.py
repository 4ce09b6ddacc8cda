"""What a project's standard may say, key by key: the loader, the schema and the docs go by it.

Does not know what was said, nor which rule goes by it.
"""

from __future__ import annotations

from collections.abc import Mapping

from ankibuilder.kinds.common import EVERY_CARD
from ankibuilder.load.bibliography import CHECKED
from ankibuilder.load.card_keys import SURENESS, view_of
from ankibuilder.manuals import judging, names
from ankibuilder.model import Kind
from ankibuilder.shape import (
    Key,
    Shape,
    choice,
    flag,
    identifier,
    listing,
    name_of,
    never,
    pattern,
    record,
    text,
    whole_number,
)

LEVELS = ("error", "warning")
# What a card may leave out as far as its form goes.
OPTIONAL = tuple(sorted(EVERY_CARD - {"id", "kind", "view", "guid", "retired"}))

_WORD = pattern(r"[^\s*]+\*?(?: [^\s*]+\*?)*", "a word or phrase, a `*` at the end of words alone,", ("rewir*",))
_WORDS = listing(_WORD, may_be_empty=False)
_TEXTS = listing(text(200), may_be_empty=False)
_COUNT = whole_number(1, 1000)
_PERCENT = whole_number(0, 100)
_NUMBER = pattern(r"[+(\d][\d ().-]{0,30}\d", "a phone number", ("988", "1-800-799-7233"))
_WHY = Key("why", text(500), about="Why; `check` tells it to whoever meets the finding.")


def standard_keys(kinds: Mapping[str, Kind], views: tuple[str, ...] | None, any_field: bool = False) -> tuple[Key, ...]:
    """List what a standard may say in a project with these kinds and views.

    `views` is None, and `any_field` is set, where nobody knows which there are.
    """
    scope = _Scope(kinds, views, any_field)
    return (
        Key("quoted", scope.fields, about="Fields that count as a quotation from end to end: `words` let them pass."),
        Key("required", listing(choice(OPTIONAL)), about="What every card must say beyond what its kind demands."),
        Key("levels", record(_LEVELS, "`levels`"), about="What a rule's findings are here: error, warning, or off."),
        Key("limits", _entries(scope.limit(), "limit"), about="The most words a text may have."),
        Key("words", _entries(scope.unwanted(), "entry of `words`"), about="Words not to use, and why."),
        Key("questions", record(scope.questions(), "`questions`"), about="What a question must not be."),
        Key("shapes", _entries(scope.form(), "shape"), about="How texts begin and end."),
        Key("lines", _entries(scope.line(), "line"), about="What a card with a certain tag must say."),
        Key("numbers", _entries(_PHONE, "number"), about="Phone numbers, and the country each of them works in."),
        Key("sureness", record(_SURENESS, "`sureness`"), about="What a card must rest on to be as sure as it says."),
        Key("alike", record(_ALIKE, "`alike`"), about="When two cards of a module are too much alike."),
        Key("reading", record(_READING, "`reading`"), about="How hard to read cards may be (English alone)."),
        Key("balance", record(scope.balance(), "`balance`"), about="How the cards are to be spread."),
    )


def _entries(keys: tuple[Key, ...], what: str) -> Shape:
    return listing(record(keys, what), may_be_empty=False)


class _Scope:
    """The entries that name a project's own kinds, fields and views."""

    def __init__(self, kinds: Mapping[str, Kind], views: tuple[str, ...] | None, any_field: bool) -> None:
        own = [field.id for kind in kinds.values() for field in kind.fields]
        self.field = text(80) if any_field else choice(dict.fromkeys([*own, "extra", "hint"]))
        self.kind = name_of(kinds)
        self.view = text(80) if views is None else view_of(views)
        self.fields = listing(self.field, may_be_empty=False)
        self.of_kinds = Key("kinds", listing(self.kind, may_be_empty=False), about="Only cards of these kinds.")

    def limit(self) -> tuple[Key, ...]:
        return (
            Key("fields", self.fields, required=True, about="The fields it is about; several are counted together."),
            self.of_kinds,
            Key("words", _COUNT, required=True, about="The most words."),
            Key("better", _COUNT, about="More words than this are a warning, even below the limit."),
        )

    def unwanted(self) -> tuple[Key, ...]:
        return (
            Key("name", text(60), required=True, about="What to call such a word."),
            Key("words", _WORDS, required=True, about="The words and phrases; `*` at a word's end: any letters."),
            Key("except", _WORDS, about="Phrases in which such a word is let pass."),
            Key("why", text(500), required=True, about="Why not; `check` tells it to whoever used one."),
            Key("instead", text(300), about="What to write instead."),
            Key("level", choice(LEVELS), about="How much it weighs.", default="warning"),
            Key("fields", self.fields, about="Only in these fields; otherwise in every text of a card."),
            self.of_kinds,
            Key("in_quotes", flag(), about="`true`: not even in quotation marks.", default=False),
            Key("unless_sources", listing(identifier()), about="Cards that name one of these sources may use them."),
        )

    def questions(self) -> tuple[Key, ...]:
        return (
            Key("fields", self.fields, required=True, about="The fields that ask."),
            Key("marks", _COUNT, about="The most question marks, outside quotation marks."),
            Key("yes_no", _WORDS, about="A last question that begins so is answered with yes or no."),
            Key("lead_ins", _WORDS, about="What begins so is led into: then what stands behind its comma counts."),
            Key("joined_by", _WORDS, about="Words that may stand before all of these, as in `and is it`."),
            Key("sets", record(_SETS, "`sets`"), about="How one asks for several things at once."),
        )

    def form(self) -> tuple[Key, ...]:
        return (
            Key("field", self.field, required=True, about="The field it is about."),
            self.of_kinds,
            Key("begins", _TEXTS, about="The text begins with one of these."),
            Key("never_begins", _TEXTS, about="The text begins with none of these."),
            Key("ends", _TEXTS, about="The text ends with one of these."),
            Key("never_ends", _TEXTS, about="The text ends with none of these."),
            Key("sentences", _COUNT, about="The most sentences."),
            _WHY,
        )

    def line(self) -> tuple[Key, ...]:
        return (
            Key("tag", text(80), required=True, about="The tag of the cards it is about."),
            Key("field", self.field, required=True, about="Where the line stands."),
            Key("any", _TEXTS, required=True, about="What it says: one of these."),
            _WHY,
        )

    def balance(self) -> tuple[Key, ...]:
        share = (
            Key("among", self.kind, about="Of the cards of this kind (otherwise: of all cards) …"),
            Key("kind", self.kind, about="… how many are of this kind,"),
            Key("view", self.view, about="… are told from this side."),
            Key("tag", text(80), about="… have this tag."),
            Key("least", _PERCENT, about="At least so many in a hundred."),
            Key("most", _PERCENT, about="At most so many in a hundred."),
        )
        return (
            Key("from", whole_number(1, 1_000_000), about="Nothing is said while there are fewer cards."),
            Key("shares", _entries(share, "share"), required=True, about="How many of the cards are what."),
        )


_SILENCEABLE = sorted(judging() - {"unused-allow"})
_LEVELS = tuple(
    Key(rule, choice((*LEVELS, "off")), about=f"How much `{rule}` weighs in this project.") for rule in _SILENCEABLE
) + tuple(
    Key(rule, never(f"`{rule}` is an error of form, which cannot be turned off", "remove this, and mend what it finds"))
    for rule in names()
    if rule not in judging()
)
_SETS = (
    Key("always", _WORDS, about="Beginnings of a sentence that always ask for several things."),
    Key("openings", _WORDS, about="Words that do so before a number, as in `name three`."),
    Key("numbers", _WORDS, about="The numbers, in words; digits count anyhow."),
)
_PHONE = (
    Key("number", _NUMBER, required=True, about="The number, as cards write it."),
    Key("near", _TEXTS, required=True, about="The country: one of these stands near the number, spelt so."),
    Key("also", _TEXTS, required=True, about="A way for everybody else: the card says one of these."),
)
_CLAIM = (
    Key("sources", flag(), about="`false`: such a card may stand without a source.", default=True),
    Key("checked", listing(choice(CHECKED)), about="What somebody saw of at least one source of the card."),
    Key("says", _TEXTS, about="The extra says one of these."),
)
_SURENESS = tuple(Key(name, record(_CLAIM, f"`{name}`"), about=f"Cards that say `{name}`.") for name in SURENESS)
_ALIKE = (
    Key("similarity", whole_number(50, 100), required=True, about="From this likeness on, in percent."),
    Key("words", _COUNT, about="Texts of fewer words are not compared.", default="4"),
)
_READING = (
    Key("card", whole_number(1, 30), about="The highest grade (US school years, Flesch-Kincaid) of one card."),
    Key("average", whole_number(1, 30), about="The highest grade of a kind on average."),
    Key(
        "names", listing(text(80)), about="Proper names: they count as easy words, as terms that a card introduces do."
    ),
)
