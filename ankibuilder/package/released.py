"""What a release makes of the lock: every note that learners get now, and all that they ever got.

Does not know where the lock is kept, nor what stops a release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from ankibuilder.description import deck_state
from ankibuilder.lock import Lock, LockedNote, LockedNoteType, Release, card_guid
from ankibuilder.model import Card
from ankibuilder.note_type import NoteType
from ankibuilder.package import package
from ankibuilder.package.content import Stamped, content


def released(stamped: Stamped, version: str, time: int, tool: str) -> Lock:
    """Give the lock as it stands after a release; packages are not yet in it, as they are built from it.

    What learners have from earlier releases stays in, whether they still get it or not.
    """
    project, lock = stamped.project, stamped.lock
    notes = {name: _note(stamped, name, version) for name in stamped.notes}
    gone = {name: replace(n, gone=n.gone or version) for name, n in lock.notes.items() if name not in notes}
    kinds = {note.card.kind.id for note in stamped.notes.values()}
    types = {kind: _note_type(*made) for kind, made in stamped.note_types.items() if kind in kinds}
    return Lock(
        tool=tool,
        releases=(*lock.releases, Release(version, time)),
        note_types={**lock.note_types, **types},
        notes={**gone, **notes},
        decks={**lock.decks, **{deck.manifest: deck_state(deck, project) for deck in project.decks}},
        namespace=project.namespace,
        name=project.name,
    )


def with_packages(lock: Lock, packages: Mapping[str, bytes]) -> Lock:
    """Enter the packages of the last release, by file name."""
    digests = {name: hashlib.sha256(raw).hexdigest() for name, raw in packages.items()}
    return replace(lock, releases=(*lock.releases[:-1], replace(lock.releases[-1], packages=digests)))


def same_packages(stamped: Stamped) -> bool:
    """Tell whether every deck builds to the package of the last release: order, and what a deck holds, count too."""
    last = stamped.lock.releases[-1]
    made = {f"{deck.manifest}-{last.version}.apkg": package(content(deck, stamped)) for deck in stamped.project.decks}
    return with_packages(stamped.lock, made).releases[-1] == last


def _note(stamped: Stamped, name: str, version: str) -> LockedNote:
    card, given = stamped.notes[name].card, stamped.stamps[name]
    return LockedNote(
        hash=stamped.hashes[name],
        time=given.time,
        note_id=given.note_id,
        since=given.since or version,
        changed=given.changed or version,
        kind=card.kind.id,
        guid=card_guid(stamped.project.namespace, card),
        retired=_retired(card, given.retired, version),
    )


def _retired(card: Card, before: str, version: str) -> str:
    return (before or version) if card.retired else ""


def _note_type(made: NoteType, time: int) -> LockedNoteType:
    templates = tuple((name, number) for name, number, _, _ in made.templates)
    return LockedNoteType(made.hash, time, made.id, made.name, made.fields, templates, made.sort)
