"""The learners' changelog, decks/releases/CHANGELOG.md: a section a release, newest first.

Does not know how a difference is found. The lock is what makes a release: a section of a version that it does not list
was left behind by a release that was cut off, and goes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from ankibuilder.difference import Difference
from ankibuilder.difference.markdown import as_markdown
from ankibuilder.model import Deck

HEAD = """\
# What changed for learners

How to update: back up your collection in Anki, then import the new package over the deck that you have. Your
reviews stay. If you wrote examples of your own or tagged cards, first import the text files for the deck and
version that you have: they keep your words. Afterwards, `"Changed in:VERSION"` in Anki's browser finds the new and
corrected cards.
"""
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+){1,2}")
_SECTION = re.compile(r"^## (\S+)[^\n]*\n(?:(?!^## )[^\n]*\n?)*", re.M)


def section(version: str, time: int, decks: Sequence[tuple[Deck, Difference | None]]) -> str:
    """Write what a release changes, deck by deck; a deck without an older package is new as a whole."""
    parts = [f"## {version} ({datetime.fromtimestamp(time, UTC).date().isoformat()})\n"]
    for deck, difference in decks:
        told = as_markdown(difference, level=4) if difference else f"New: {_cards(deck)}.\n"
        parts.append(f"### {' '.join(deck.title.value.split())}\n\n{told}")
    return "\n".join(parts)


def with_section(old: str, new: str, released: Collection[str]) -> str:
    """Put a section before those of the versions that were released, and leave out those of any other version.

    What people wrote above, between and below stays.
    """
    found = list(_SECTION.finditer(old))
    above = old[: found[0].start()] if found else old
    kept = [each[0].rstrip() + "\n" for each in found if each[1] in released or not _VERSION.fullmatch(each[1])]
    return "\n".join([(above.rstrip() + "\n") if above.strip() else HEAD, new.rstrip() + "\n", *kept])


def _cards(deck: Deck) -> str:
    number = sum(len(subdeck.cards) for subdeck in deck.subdecks)
    return f"{number} card{'' if number == 1 else 's'}"
