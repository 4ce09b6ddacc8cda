"""What is wrong with a package that could be read: what an import would take amiss, or a learner would miss.

Looks at the package alone; does not know what learners have, nor what Anki says of it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from ankibuilder.reading.values import Note, Package

_SOURCE = re.compile(r"""\bsrc\s{0,9}=\s{0,9}(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))|\[sound:([^\]\[]*)\]""", re.I)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|.*\{\{", re.I)  # an address, or a name that a field fills in
_MOST = 20  # of one sort are named


def faults(package: Package) -> list[str]:
    """Tell what is wrong: a line each, and many of one sort in one line."""
    return [line for found in (_doubled, _without_cards, _orphans, _homeless, _missing) for line in found(package)]


def notices(package: Package) -> list[str]:
    """Tell what is odd, and harms nobody."""
    return [] if package.notes else ["there is no note in it"]


def _doubled(package: Package) -> Iterator[str]:
    guids = Counter(note.guid for note in package.notes)
    twice = [guid for guid, times in guids.items() if times > 1]
    yield from _line("notes have one GUID, so that one of them would never be updated", twice)
    ordinals = (_label(note) for note in package.notes if len({card.ordinal for card in note.cards}) < len(note.cards))
    yield from _line("a note has two cards of one template", list(ordinals))


def _without_cards(package: Package) -> Iterator[str]:
    yield from _line("a note has no card", [_label(note) for note in package.notes if not note.cards])


def _orphans(package: Package) -> Iterator[str]:
    yield from _line("cards are of a note that is not there", [str(number) for number in package.orphans])


def _homeless(package: Package) -> Iterator[str]:
    homeless = [_label(note) for note in package.notes if any(not card.deck for card in note.cards)]
    yield from _line("a card is in a deck that is not there", homeless)


def _missing(package: Package) -> Iterator[str]:
    there = {_plain(name) for name in package.media}
    missing = {name: None for note in package.notes for name in _named(note) if _plain(name) not in there}
    yield from _line("a picture or sound is not in it", list(missing))


def _named(note: Note) -> Iterator[str]:
    """Yield the files that a note shows or plays."""
    for value in note.fields.values():
        for found in _SOURCE.finditer(value):
            *sources, sound = found.groups()
            name = html.unescape(sound or next(filter(None, sources), ""))
            if name and not _ELSEWHERE.match(name):
                yield name if sound else unquote(name)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _label(note: Note) -> str:
    return note.fields.get("Card ID") or note.guid


def _line(what: str, which: list[str]) -> Iterator[str]:
    if which:
        named = ", ".join(_visible(name[:60]) for name in which[:_MOST])
        yield f"{what}: {named}{f', and {len(which) - _MOST} more' if len(which) > _MOST else ''}"


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() else "·" for sign in text)
