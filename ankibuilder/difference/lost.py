"""Cards whose text stands under another id. Does not know packages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from ankibuilder.alike import nearest
from ankibuilder.difference.words import plain
from ankibuilder.reading import Note

_SAME = 85  # percent: a corrected comma, not another question
_MOST = 1_000  # texts to look for in as many; a deck of which more is gone has been replaced


def same_text(
    gone: Sequence[Note], fresh: Sequence[Note], apart_from: Collection[str]
) -> tuple[tuple[Note, Note], ...]:
    """Pair each note that is gone with a new one that says nearly the same, fields of these names left out."""
    left = {at: text for at, note in enumerate(fresh[:_MOST]) if (text := _text(note, apart_from))}
    found = []
    for note in gone[:_MOST]:
        text = _text(note, apart_from)
        places, texts = list(left), list(left.values())
        if text and (best := nearest(text, texts, _SAME)) is not None:
            found.append((note, fresh[places[best]]))
            del left[places[best]]
    return tuple(found)


def given_away(
    pairs: Sequence[tuple[Note, Note]], known: Sequence[Note], apart_from: Collection[str]
) -> Iterator[tuple[Note, Note, Note]]:
    """Yield each pair of a note whose new text is no longer its own, and nearly that of another, with that one."""
    old_texts = [_text(note, apart_from) for note in known[:_MOST]]
    changed = [(old, new) for old, new in pairs if _text(old, apart_from) != _text(new, apart_from)]
    for old, new in changed[:_MOST]:
        text = _text(new, apart_from)
        if not text or nearest(text, [_text(old, apart_from)], _SAME) is not None:
            continue
        if (best := nearest(text, old_texts, _SAME)) is not None:
            yield old, new, known[best]


def _text(note: Note, apart_from: Collection[str]) -> str:
    return " ".join(plain(html) for name, html in note.fields.items() if name not in apart_from).strip()
