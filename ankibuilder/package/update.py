"""Changed notes as Anki's text import reads them: it updates fields in place and leaves alone what no column names.

So a learner's own example and tags stay, which an .apkg would overwrite (anki-import §13). New notes, media and design
are not in it: those come with the package afterwards. Does not know genanki, nor where files go.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from ankibuilder.kinds import note_fields
from ankibuilder.lock import card_guid
from ankibuilder.model import Card, Deck, Kind
from ankibuilder.note_type import NoteType
from ankibuilder.package.content import Content, PackedNote, Stamped, content

_THEIRS = "my-example"


@dataclass(frozen=True, slots=True)
class Had:
    """What a learner has of a deck: notes as GUID and note type id; by note type, the names of fields by their ids."""

    notes: frozenset[tuple[str, int]]
    fields: Mapping[int, Mapping[int, str]]


def update_files(deck: Deck, stamped: Stamped, since: str, had: Had) -> dict[str, bytes]:
    """Write the notes of a deck that a learner has and that changed after `since`: a file a note type and tag."""
    groups: dict[tuple[str, tuple[str, ...]], list[PackedNote]] = {}
    cards = {card_guid(stamped.project.namespace, c): c for subdeck in deck.subdecks for c in subdeck.cards}
    for note in _changed(content(deck, stamped), stamped, since, cards):
        if (note.guid, note.note_type.id) not in had.notes:
            continue
        card = cards[note.guid]
        added = tuple(tag for tag in note.tags if tag not in stamped.notes[card.id.value].tags)
        groups.setdefault((card.kind.id, added), []).append(note)
    named: dict[str, bytes] = {}
    for (kind, added), notes in sorted(groups.items()):
        stem = f"{deck.manifest}-since-{since}-{kind}"
        several = f"-{sum(name.startswith(stem) for name in named) + 1}" if f"{stem}.txt" in named else ""
        named[f"{stem}{several}.txt"] = _file(stamped.project.kinds[kind], added, notes, had)
    return named


def _changed(packed: Content, stamped: Stamped, since: str, cards: dict[str, Card]) -> Iterator[PackedNote]:
    order = {release.version: at for at, release in enumerate(stamped.lock.releases)}
    for note in packed.notes:
        given = stamped.stamps[cards[note.guid].id.value]
        if not given.changed or order[given.changed] > order[since]:
            yield note


def _file(kind: Kind, tags: tuple[str, ...], notes: list[PackedNote], had: Had) -> bytes:
    """Write every value in quotes: a line that began with `#` would be a comment to Anki.

    Notes that match are updated whatever the learner chose in an import before: Anki keeps that choice, and an update
    that is passed over here would be made by the package afterwards, which empties the learner's own field.
    """
    made = notes[0].note_type
    ours = list(_columns(kind, made, had.fields[made.id]))
    head = ["#separator:tab", "#html:true", "#if matches:update current"]
    head += [f"#notetype:{made.id}", "#guid column:1", "#deck column:2"]
    head += [f"#tags:{' '.join(tags)}"] if tags else []
    head += ["#columns:" + "\t".join(("GUID", "Deck", *(name for _, name in ours)))]
    text = StringIO()
    writer = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([note.guid, note.deck, *(note.fields[at] for at, _ in ours)] for note in notes)
    return ("\n".join(head) + "\n" + text.getvalue()).encode()


def _columns(kind: Kind, made: NoteType, had: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Give the numbers of fields and the names of their columns.

    Anki finds fields by name, and until the package comes, the learner's note type has the old names; the new one has a
    column of its own, unless another field had that name. Anki reads the columns whose names it knows.
    """
    for at, (field, (name, number)) in enumerate(zip(note_fields(kind), made.fields, strict=True)):
        if number is None:
            yield at, name
            continue
        if field.id == _THEIRS or number not in had:
            continue
        yield at, had[number]
        if name not in had.values():
            yield at, name
