"""Keeps cards on the page while the file that they stand in cannot be read. Does not know where cards come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ankibuilder.shown import Album, Shown

_EVERYTHING = ("ankibuilder.yaml", "kinds/")  # without these, no card can be read


def kept(before: Album, after: Album, broken: Iterable[str]) -> Album:
    """Put back cards that are gone only because a file is broken: as they were, and marked."""
    here, broken = {card.id for card in after.cards}, set(broken)
    everything = any(path.startswith(_EVERYTHING) for path in broken)
    gone = {card.id for card in before.cards if card.id not in here and (everything or card.path in broken)}
    if not gone:
        return after
    cards = list(after.cards)
    place = {card.id: at for at, card in enumerate(cards)}
    for more, (at, card) in enumerate(_in_place(before.cards, gone, place)):
        cards.insert(at + more, card)
    return replace(
        after,
        cards=tuple(cards),
        name=after.name or before.name,
        kinds={**before.kinds, **after.kinds},
        modules={**before.modules, **after.modules},
        decks={**before.decks, **after.decks},
        styles={**before.styles, **after.styles},
    )


def _in_place(before: Sequence[Shown], gone: set[str], place: Mapping[str, int]) -> Iterator[tuple[int, Shown]]:
    """Yield each card that is kept with its place: behind the last card before it that is still there."""
    last = 0
    for card in before:
        if card.id in gone:
            yield last, replace(card, stale=True, findings=())
        else:
            last = place.get(card.id, last - 1) + 1


def still_warned(before: Album, after: Album) -> Album:
    """Leave what rules said of a card until they have run again, so that nothing blinks."""
    said = {card.id: card.findings for card in before.cards}
    cards = tuple(
        replace(card, findings=said[card.id]) if not card.findings and said.get(card.id) else card
        for card in after.cards
    )
    return replace(after, cards=cards, findings=after.findings or before.findings)
