"""A difference as text for authors: word by word, harms last. Does not know how it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ankibuilder.difference.values import Changed, Difference, Harm, Named, Piece

Paint = Callable[[str, str], str]

_RED, _GREEN, _BOLD, _HARM = "31", "32", "1", "31;1"
_FEW = 8  # names told of what a harm affects; -v and JSON have them all
_NEWCOMERS = "for people new to the deck: Anki leaves a learner's cards where they are"


def as_text(difference: Difference, colour: bool = False, everything: bool = False) -> str:
    """Tell what changed and what would hurt; removed words stand in [-…-], added ones in {+…+}, coloured or not.

    `everything` names all that a harm affects, instead of the first few.
    """
    paint: Paint = _painted if colour else _as_it_is
    lines = []
    for title, told in (*_cards(difference, paint), *_rest(difference, paint)):
        lines += [paint(title, _BOLD), *(f"  {line}" for line in told)] if told else []
    for harm in difference.harms:
        lines += _harm(harm, paint, everything)
    return "".join(f"{line}\n" for line in lines or ["nothing changed"])


def _painted(text: str, code: str) -> str:
    return f"\x1b[{code}m{visible(text)}\x1b[0m"


def _as_it_is(text: str, code: str) -> str:
    return visible(text)


def visible(text: str) -> str:
    """Keep what a package says from steering the terminal it is shown on."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)


def count(number: int, what: str) -> str:
    """Count things in words."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _cards(difference: Difference, paint: Paint) -> Iterator[tuple[str, list[str]]]:
    changed = [line for card in difference.changed for line in _changed(card, paint)]
    yield f"{count(len(difference.changed), 'card')} changed", changed
    new = [f"{_name(card.card)} ({visible(card.deck)})" for card in difference.added]
    yield f"{count(len(new), 'card')} new", new
    retired = [f"{_name(card.card)} – {visible(card.because)}" for card in difference.retired]
    yield f"{count(len(retired), 'card')} retired", retired
    yield f"{count(len(difference.returned), 'card')} studied again", [_name(card) for card in difference.returned]
    moved = [f"{_name(card.card)}: {visible(card.old)} → {visible(card.new)}" for card in difference.moved]
    yield f"{count(len(moved), 'card')} moved, {_NEWCOMERS}", moved
    order = [_name(card) for card in difference.reordered]
    yield f"{count(len(order), 'card')} in another place of the teaching order, for people new to the deck", order


def _rest(difference: Difference, paint: Paint) -> Iterator[tuple[str, list[str]]]:
    renamed = [f"{x.what}: {x.old} → {x.new} ({count(x.cards, 'card')})" for x in difference.renamed]
    yield "shown under another name", [visible(line) for line in renamed]
    redesigned = [f"{x.note_type}: {', '.join(x.parts)}" for x in difference.redesigned]
    yield "design changed", [visible(line) for line in redesigned]
    described = [f"{visible(x.deck)}: {_words(x.pieces, paint)}" for x in difference.described]
    yield "description changed", described
    yield f"{count(len(difference.media_added), 'media file')} new", [visible(name) for name in difference.media_added]


def _name(card: Named) -> str:
    return visible(f"{card.id} · {card.prompt}" if card.prompt and card.prompt != card.id else card.id)


def _changed(card: Changed, paint: Paint) -> Iterator[str]:
    yield _name(card.card)
    for field in card.fields:
        yield f"  {visible(field.field)}: {_words(field.pieces, paint)}"
    tags = [Piece("removed", tag) for tag in card.tags_removed] + [Piece("added", tag) for tag in card.tags_added]
    if tags:
        yield f"  tags: {' '.join(_words([tag], paint) for tag in tags)}"


def _words(pieces: Iterable[Piece], paint: Paint) -> str:
    marked = {"kept": ("", "", ""), "removed": ("[-", "-]", _RED), "added": ("{+", "+}", _GREEN)}
    return "".join(
        paint(f"{marked[piece.how][0]}{piece.text}{marked[piece.how][1]}", marked[piece.how][2])
        if piece.how != "kept"
        else visible(piece.text)
        for piece in pieces
    )


def _harm(harm: Harm, paint: Paint, everything: bool) -> Iterator[str]:
    yield f"{paint('harm:', _HARM)} {visible(harm.what)} {visible(f'[{harm.id}]')}"
    if harm.affected:
        yield f"   affected: {visible(affected(harm, None if everything else _FEW))}"
    for title, words in (("why", harm.why), ("cure", harm.cure), ("learners", harm.settings)):
        yield f"   {title}: {visible(words)}"


def affected(harm: Harm, most: int | None) -> str:
    """Count and name what a harm affects, at most so many."""
    names = ", ".join(harm.affected[:most])
    more = len(harm.affected) - len(harm.affected[:most])
    return f"{len(harm.affected)}: {names}" + (f" and {more} more" if more else "")
