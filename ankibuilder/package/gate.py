"""Lets nothing into a package that the second gate refuses: faces as they will be drawn, and descriptions of decks.

The first gate has told all there is to tell about the sources; what is found here was let through by a fault of the
program, so the first one stops everything. Does not know what is refused, nor why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.drawn import is_harmless_drawn, refused_face, refused_sides
from ankibuilder.render.markdown import described

if TYPE_CHECKING:
    from ankibuilder.package.content import PackedDeck, PackedNote

_SEPARATOR = "\x1f"  # between fields, in Anki's database


def refuse_notes(notes: Iterable[PackedNote], media: Collection[str], place: Callable[[PackedNote], str]) -> None:
    """Draw every card that needs it, and raise AnkibuilderError at the first that must not be shown.

    `place` is asked where a note comes from that is refused.
    """
    for note in notes:
        fields = faces_fields(note)
        if _SEPARATOR in "".join(note.fields):
            raise _refused(place(note), "a field", "the control character U+001F")
        if not is_harmless_drawn(note.note_type, fields):
            for side, template, refusal in refused_sides(note.note_type, fields, media, note.cards):
                raise _refused(place(note), f"the {side} of `{template}`", refusal.message)


def faces_fields(note: PackedNote) -> dict[str, str]:
    """Give what templates call by name."""
    fields = dict(zip([name for name, _ in note.note_type.fields], note.fields, strict=True))
    fields["Tags"], fields["Deck"], fields["Subdeck"] = " ".join(note.tags), note.deck, note.deck.rpartition("::")[2]
    return fields


def refuse_descriptions(decks: Iterable[PackedDeck]) -> None:
    """Raise AnkibuilderError at the first description that must not be shown."""
    for deck in decks:
        if refusal := refused_face(described(deck.description), ()):
            raise _refused(f"deck `{deck.name}`", "its description", refusal.message)


def _refused(place: str, where: str, what: str) -> AnkibuilderError:
    hint = "remove it from the card's texts or the kind's templates; `ankibuilder check` should have told its place"
    return AnkibuilderError(f"{place}: {where} would hold {what}", hint, status=1)
