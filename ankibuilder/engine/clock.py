"""Simulated time in a temporary collection: days go by, and notes get the moment they would have been touched at.

The engine reads the machine's clock and cannot be told another. So its clock stands still, and everything in the
collection recedes into the past instead. Times of reviews and times of notes are two scales that the engine never
compares: the former recede, the latter are seconds between one release and the next. Does not know what happens when.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ankibuilder.engine import hasten

if TYPE_CHECKING:
    from anki.collection import Collection

DAY = 86_400


def pass_days(opened: Collection, days: int) -> None:
    """Let days go by: the collection, all reviews and all cards in learning become so much older."""
    db, seconds = opened.db, days * DAY
    assert db is not None
    db.execute("UPDATE col SET crt = crt - ?", seconds)
    # By way of negative numbers, as an id that is moved may not meet one that has not been yet.
    db.execute("UPDATE revlog SET id = ? - id", seconds * 1000)
    db.execute("UPDATE revlog SET id = -id")
    # Days count from `crt`, but cards in learning are due at a second of the clock (1 learning, 3 relearning).
    db.execute("UPDATE cards SET due = due - ? WHERE type IN (1, 3) AND due > 1000000000", seconds)
    # From 25.07 on, FSRS keeps the second of the last review with the card.
    reviewed = "json_valid(data) AND json_extract(data, '$.lrt') IS NOT NULL"
    db.execute(f"UPDATE cards SET data = json_set(data, '$.lrt', data ->> '$.lrt' - ?) WHERE {reviewed}", seconds)
    _forget_today(opened)


def far_from_midnight(opened: Collection) -> None:
    """Let Anki's day turn over twelve hours from now, so that no account depends on the hour it is made at."""
    assert opened.db is not None
    hour = int(opened.db.scalar("SELECT CAST(strftime('%H', 'now', 'localtime') AS INTEGER)"))
    preferences = opened.get_preferences()
    preferences.scheduling.rollover = (hour + 12) % 24
    opened.set_preferences(preferences)


def stamp(opened: Collection, notes: Iterable[int], moment: int) -> None:
    """Say that notes were touched at a moment, whatever the clock says that the engine stamped them with."""
    assert opened.db is not None
    opened.db.executemany("UPDATE notes SET mod = ? WHERE id = ?", [(moment, note) for note in notes])


def _forget_today(opened: Collection) -> None:
    """The engine remembers which day it is until midnight; opened anew, it looks again."""
    opened.close()
    opened.reopen()
    hasten(opened)
