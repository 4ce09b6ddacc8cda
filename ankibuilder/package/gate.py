"""Lets nothing into a package that the second gate refuses: faces as they will be drawn, and descriptions of decks.

The first gate has told all there is to tell about the sources; what is found here was let through by a fault of the
program, so the first one stops everything. Does not know what is refused, nor why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.drawn import fill, refused_face, typed_in
from ankibuilder.model import Card
from ankibuilder.render.markdown import described

if TYPE_CHECKING:
    from ankibuilder.package.content import PackedDeck, PackedNote

_SEPARATOR = "\x1f"  # between fields, in Anki's database


def refuse_notes(notes: Iterable[tuple[Card, PackedNote]], media: Collection[str]) -> None:
    """Draw every card and raise AnkibuilderError at the first that must not be shown."""
    for card, note in notes:
        if any(_SEPARATOR in html for html in note.fields):
            raise _refused(card.id.span.place, "a field", "the control character U+001F")
        named = zip((name for name, _ in note.note_type.fields), note.fields, strict=True)
        fields = {**dict(named), "Tags": " ".join(note.tags), "Deck": note.deck}
        fields["Subdeck"] = note.deck.rpartition("::")[2]
        typed = [words for _, _, *sides in note.note_type.templates for words in typed_in(*sides)]
        for sides in fill(note.note_type, fields, note.cards):
            within = sides.front in sides.back  # most backs begin with the front
            for side, html in (("front", "" if within else sides.front), ("back", sides.back)):
                if refusal := refused_face(html, media, typed, note.note_type.adopted):
                    raise _refused(card.id.span.place, f"the {side} of `{sides.template}`", refusal.message)


def refuse_descriptions(decks: Iterable[PackedDeck]) -> None:
    """Raise AnkibuilderError at the first description that must not be shown."""
    for deck in decks:
        if refusal := refused_face(described(deck.description), ()):
            raise _refused(f"deck `{deck.name}`", "its description", refusal.message)


def _refused(place: str, where: str, what: str) -> AnkibuilderError:
    hint = "remove it from the card's texts or the kind's templates; `ankibuilder check` should have told its place"
    return AnkibuilderError(f"{place}: {where} would hold {what}", hint, status=1)
