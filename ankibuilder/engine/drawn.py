"""Has the real Anki draw every card of a collection, and holds each face to the second gate.

Does not know where the cards come from, nor what the gate refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ankibuilder.drawn import refused_face, typed_in, without_gap_marks

if TYPE_CHECKING:
    from anki.cards import Card
    from anki.collection import Collection


class RefusedCard(NamedTuple):
    """A card that must not be shown: its note's first field, and why."""

    card: str
    what: str


def refused_cards(opened: Collection) -> Iterator[RefusedCard]:
    """Draw all cards, and yield those that hold what may not be shown."""
    media = {path.name for path in Path(opened.media.dir()).iterdir()}
    for number in opened.find_cards("deck:*"):
        card = opened.get_card(number)
        if what := refused_card(card, media):
            yield RefusedCard(card.note().fields[0], what)


def refused_card(card: Card, media: set[str]) -> str:
    """Say why a card must not be shown; empty where it may."""
    template, drawn = card.template(), card.render_output()
    typed, spoken = typed_in(template["qfmt"], template["afmt"]), "tts" in template["qfmt"] + template["afmt"]
    adopted = card.note_type()["flds"][0]["name"] != "Card ID"
    sides = (
        ("front", drawn.question_text, drawn.question_av_tags),
        ("back", drawn.answer_text, drawn.answer_av_tags),
    )
    for side, html, played in sides:
        if refusal := refused_face(without_gap_marks(html), media, typed, adopted):
            return f"its {side} holds {refusal.message}"
        if strange := [tag for tag in played if not _may_play(tag, media, spoken)]:
            return f"its {side} plays {strange[0]}"
    return ""


def _may_play(tag: Any, media: set[str], spoken: bool) -> bool:
    return tag.filename in media if hasattr(tag, "filename") else spoken
