"""What is to be seen right now, for who looks and who waits for something newer. Does not know the network."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from threading import Condition

from ankibuilder.kept import Kept
from ankibuilder.preview.entries import Entries, Link, as_json, difference, entries
from ankibuilder.shown import Album, Shown

_KEPT = 50  # who is further behind reads everything again


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was asked for: a card, which of its templates, and the style and language that go with it."""

    card: Shown
    at: int
    style: str
    language: str


@dataclass(slots=True)
class Board:
    """The newest album, its number, and what changed with each number of late. Threads share it."""

    link: Link
    number: int = 0
    album: Album = field(default_factory=Album)
    _entries: Entries = field(default_factory=dict)
    _cards: dict[str, Shown] = field(default_factory=dict)
    _changes: deque[tuple[int, bytes]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _newer: Condition = field(default_factory=Condition)
    _kept: Kept = field(default_factory=Kept)
    closed: bool = False

    def show(self, album: Album, trouble: str = "") -> bool:
        """Put up a newer album; False where nothing of it is new."""
        told = entries(album, self.link, trouble, self._kept)
        changed = difference(self._entries, told) if self._entries else told
        with self._newer:
            self.album = album
            self._cards = {card.id: card for card in album.cards}
            if not changed:
                return False
            self.number += 1
            self._entries = told
            self._changes.append((self.number, as_json({"number": self.number, **changed})))
            self._newer.notify_all()
            return True

    def trouble(self, message: str) -> bool:
        """Say why nothing newer can be shown; what there was stays."""
        return self.show(self.album, message)

    def everything(self) -> bytes:
        """Give all entries with their number, once there are some."""
        with self._newer:
            self._newer.wait_for(lambda: self._entries or self.closed)
            return as_json({"number": self.number, **self._entries})

    def since(self, number: int, patience: float) -> list[bytes] | None:
        """Wait a while for what changed after a number; None where that is no longer known."""
        with self._newer:
            self._newer.wait_for(lambda: self.number != number or self.closed, patience)
            oldest = self._changes[0][0] if self._changes else self.number + 1
            if number > self.number or number + 1 < oldest:
                return None
            return [change for at, change in self._changes if at > number]

    def face(self, name: str, at: int) -> Face | None:
        """Find a face of a card."""
        with self._newer:
            card = self._cards.get(name)
            if card is None or at >= len(card.faces):
                return None
            return Face(card, at, self.album.styles.get(card.kind, ""), self.album.language)

    def close(self) -> None:
        """Let everybody who waits go."""
        with self._newer:
            self.closed = True
            self._newer.notify_all()
