"""Asks Anki itself whether a package is whole: imports it into an empty collection and runs *Check Database*.

Does not know earlier packages, nor learners. Only what `reading` took is to be shown to it.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.engine import checked, collection, empty_notes
from ankibuilder.engine.delivery import import_or_refuse

if TYPE_CHECKING:
    from anki.collection import Collection


def engine_version() -> str | None:
    """Give the version of the Anki engine; None where it is not installed."""
    if importlib.util.find_spec("anki") is None:
        return None
    from anki.buildinfo import version

    return str(version)


def import_faults(path: Path, notes: int, cards: int, media: frozenset[str]) -> list[str]:
    """Import a package that holds so much, and tell what did not arrive, and what Anki finds amiss with the rest."""
    try:
        with collection() as opened:
            return list(_faults(opened, path, notes, cards, media))
    except AnkibuilderError as fault:
        if fault.status == 2:
            raise
        return [_line(fault.message)]
    except Exception as fault:
        return [f"Anki fails on it: {_line(str(fault))}"]
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # how its core, which is no Python, says the same
            raise
        return [f"Anki's core fails on it: {_line(str(fault))}"]


def _faults(opened: Collection, path: Path, notes: int, cards: int, media: frozenset[str]) -> Iterator[str]:
    log = import_or_refuse(opened, path)
    if log.new != notes or log.updated or log.duplicate or log.conflicting:
        yield f"an empty collection took {log.new} of {notes} notes"
    if opened.card_count() != cards:
        yield f"an empty collection has {opened.card_count()} cards of it in place of {cards}"
    arrived = {file.name for file in Path(opened.media.dir()).iterdir()}
    yield from (f"{name} did not arrive among the media" for name in sorted(media - arrived))
    yield from (f"Check Database: {_line(words)}" for words in checked(opened))
    yield from (f"a card with an empty front, in note {note}" for note in empty_notes(opened))


def _line(words: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:300]
