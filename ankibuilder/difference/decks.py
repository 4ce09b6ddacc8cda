"""Which deck became which: Anki knows decks by name alone, in any case. Does not know what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ankibuilder.difference.pair import Pair, is_retired
from ankibuilder.reading import Note


def placed(pair: Pair) -> Iterator[tuple[Note, str, str]]:
    """Yield each card that both packages place, with both decks; one just retired may stand anywhere."""
    for old, new in pair.shared:
        if old.cards and new.cards and is_retired(old) == is_retired(new):
            there = {card.ordinal: card.deck for card in new.cards}
            moves = {(card.deck, there[card.ordinal]) for card in old.cards if card.ordinal in there}
            yield from ((new, before, after) for before, after in sorted(moves))


def renamed_decks(pair: Pair) -> dict[tuple[str, str], list[Note]]:
    """Give the decks whose cards are now in one of another name, with those cards.

    The old name is gone and the new one was not there; or names that stay were passed on, from deck to deck.
    """
    known, kept = _names(pair.old.decks), _names(pair.new.decks)
    places = [(note, before, after) for note, before, after in placed(pair) if before.casefold() != after.casefold()]
    passed = _passed_on(pair)
    found: dict[tuple[str, str], list[Note]] = {}
    for note, before, after in places:
        if (before.casefold() not in kept and after.casefold() not in known) or (before, after) in passed:
            found.setdefault(_cause(before, after), []).append(note)
    return found


def _passed_on(pair: Pair) -> set[tuple[str, str]]:
    """Pair each deck with one of which all cards that were known before, and no others, were all of its own.

    A deck that is taken apart, or into another, or that its parent takes in, has not passed on its name.
    """
    went: dict[str, set[str]] = {}
    came: dict[str, set[str]] = {}
    for _, before, after in placed(pair):
        went.setdefault(before, set()).add(after)
        came.setdefault(after, set()).add(before)
    pairs = {(before, *afters) for before, afters in went.items() if len(afters) == 1}
    known = _names(pair.old.decks)
    return {
        (before, after)
        for before, after in pairs
        if before != after and came[after] == {before} and (after.casefold() in known or before in came)
        and not f"{before}::".startswith(f"{after}::") and not f"{after}::".startswith(f"{before}::")
    }  # fmt: skip


def _names(decks: Iterable[str]) -> frozenset[str]:
    return frozenset(name.casefold() for name in decks)


def _cause(before: str, after: str) -> tuple[str, str]:
    """A deck that is renamed takes its subdecks along: what the names share at their ends is no change."""
    one, other = before.split("::"), after.split("::")
    while len(one) > 1 and len(other) > 1 and one[-1].casefold() == other[-1].casefold():
        del one[-1], other[-1]
    return "::".join(one), "::".join(other)
