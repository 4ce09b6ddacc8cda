"""What a deck says of itself in Anki: its description with version, licence, help and how to update, in Markdown.

Anki replaces a description at every import (anki-import §4), so it is where the version is told. Does not know cards.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from ankibuilder.lock import Lock, LockedDeck
from ankibuilder.model import Deck, Project

_UPDATE = (
    "**Updating.** Export a backup first, then import the newer package over this one. Your reviews stay, and so do "
    "your own examples and tags on cards that did not change. On a card that did, the package replaces them"
)
_TEXTS = ", unless you first import the text files that come with it"
_UPDATE_UNRELEASED = (
    "**Updating.** This is an unreleased build: importing another one replaces the text, the tags and *My example* of "
    "every card that is not released yet. Reviews stay. Export a backup first."
)


def updating(unreleased: bool, texts: bool = True) -> str:
    """Tell how to update; `texts` says that text files may come with the package."""
    return _UPDATE_UNRELEASED if unreleased else f"{_UPDATE}{_TEXTS if texts else ''}."


def description(deck: Deck, project: Project, lock: Lock, unreleased: bool) -> str:
    """Put a deck's description together; `unreleased` says that something differs from the last release."""
    licence = f"**Licence.** {project.licence}" if project.licence else ""
    pieces = [
        f"## {deck.title.value.strip()}",
        deck.description.value.strip(),
        project.help.value.strip() if project.help else "",
        updating(unreleased),
        _version(lock, unreleased),
        licence,
    ]
    return "\n\n".join(piece for piece in pieces if piece)


def deck_state(deck: Deck, project: Project) -> LockedDeck:
    """Give what a release remembers of a deck; all that its package says beside notes and version is in the hash."""
    about = description(deck, project, Lock(), unreleased=False)
    said = [about, *(f"{subdeck.name}\n{subdeck.aim}" for subdeck in deck.subdecks), repr(deck.preset)]
    digest = hashlib.sha256("\n\n".join(said).encode()).hexdigest()
    return LockedDeck(deck.name.value, tuple(subdeck.name for subdeck in deck.subdecks), digest)


def about_retired(deck: Deck, project: Project) -> str:
    """Say what the deck of retired cards is for."""
    search = f"`tag:{project.namespace}::retired::*`"
    found = f" Search {search} in the browser to suspend or delete them." if project.tags else ""
    return (
        f"Cards that are no longer part of *{deck.title.value.strip()}*. There is nothing to study here, and this deck "
        "can be deleted. If you studied one of them, it stays where you had it, with a note that says why it was "
        f"retired.{found}"
    )


def _version(lock: Lock, unreleased: bool) -> str:
    if not lock.releases:
        return "**Version.** Not released yet."
    last = lock.releases[-1]
    day = datetime.fromtimestamp(last.time, UTC).date().isoformat()
    return f"**Version.** {last.version} ({day}){', with unreleased changes' if unreleased else ''}."
