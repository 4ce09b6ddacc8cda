"""What a deck says of itself in Anki: its description with version, licence, help and how to update, in Markdown.

Anki replaces a description at every import (anki-import §4), so it is where the version is told. Does not know cards.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ankibuilder.lock import Lock
from ankibuilder.model import Deck, Project

_UPDATE = (
    "**Updating.** Import the newer package over this one. Your reviews stay, and so do your own examples and tags on "
    "cards that did not change; on a card that did, the update replaces them. Export a backup first."
)
_UPDATE_UNRELEASED = (
    "**Updating.** This is an unreleased build: importing another one replaces the text, the tags and *My example* of "
    "every card that is not released yet. Reviews stay. Export a backup first."
)


def description(deck: Deck, project: Project, lock: Lock, unreleased: bool) -> str:
    """Put a deck's description together; `unreleased` says that something differs from the last release."""
    licence = f"**Licence.** {project.licence}" if project.licence else ""
    pieces = [
        f"## {deck.title.value.strip()}",
        deck.description.value.strip(),
        project.help.value.strip() if project.help else "",
        _UPDATE_UNRELEASED if unreleased else _UPDATE,
        _version(lock, unreleased),
        licence,
    ]
    return "\n\n".join(piece for piece in pieces if piece)


def _version(lock: Lock, unreleased: bool) -> str:
    if not lock.releases:
        return "**Version.** Not released yet."
    last = lock.releases[-1]
    day = datetime.fromtimestamp(last.time, UTC).date().isoformat()
    return f"**Version.** {last.version} ({day}){', with unreleased changes' if unreleased else ''}."
