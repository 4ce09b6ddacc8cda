"""Changed notes as Anki's text import reads them: it updates fields in place and leaves alone what no column names.

So a learner's own example and tags stay, which an .apkg would overwrite (anki-import §13). New notes, media and design
are not in it: those come with the package afterwards. Does not know genanki, nor where files go.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from ankibuilder.kinds import note_fields
from ankibuilder.lock import card_guid
from ankibuilder.model import Card, Deck, Kind
from ankibuilder.package.content import Content, PackedNote, Stamped, content

_THEIRS = "my-example"


def update_files(deck: Deck, stamped: Stamped, since: str) -> dict[str, bytes]:
    """Write the notes of a deck that `since` had already and that changed after it: a file a note type and tag."""
    groups: dict[tuple[str, tuple[str, ...]], list[PackedNote]] = {}
    cards = {card_guid(stamped.project.namespace, c): c for subdeck in deck.subdecks for c in subdeck.cards}
    for note in _changed(content(deck, stamped), stamped, since, cards):
        card = cards[note.guid]
        added = tuple(tag for tag in note.tags if tag not in stamped.notes[card.id.value].tags)
        groups.setdefault((card.kind.id, added), []).append(note)
    named: dict[str, bytes] = {}
    for (kind, added), notes in sorted(groups.items()):
        stem = f"{deck.manifest}-since-{since}-{kind}"
        several = f"-{sum(name.startswith(stem) for name in named) + 1}" if f"{stem}.txt" in named else ""
        named[f"{stem}{several}.txt"] = _file(stamped.project.kinds[kind], added, notes)
    return named


def _changed(packed: Content, stamped: Stamped, since: str, cards: dict[str, Card]) -> Iterator[PackedNote]:
    order = {release.version: at for at, release in enumerate(stamped.lock.releases)}
    for note in packed.notes:
        card_id = cards[note.guid].id.value
        known, given = stamped.lock.notes.get(card_id), stamped.stamps[card_id]
        later = not given.changed or order[given.changed] > order[since]
        if known and order[known.since] <= order[since] and later:
            yield note


def _file(kind: Kind, tags: tuple[str, ...], notes: list[PackedNote]) -> bytes:
    """Every value in quotes: a line that began with `#` would be a comment to Anki.

    Notes that match are updated whatever the learner chose in an import before: Anki keeps that choice, and an update
    that is passed over here would be made by the package afterwards, which empties the learner's own field.
    """
    fields = note_fields(kind)
    ours = [at for at, field in enumerate(fields) if field.id != _THEIRS]
    head = ["#separator:tab", "#html:true", "#if matches:update current"]
    head += [f"#notetype:{notes[0].note_type.name}", "#guid column:1", "#deck column:2"]
    head += [f"#tags:{' '.join(tags)}"] if tags else []
    head += ["#columns:" + "\t".join(("GUID", "Deck", *(fields[at].name for at in ours)))]
    text = StringIO()
    writer = csv.writer(text, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([note.guid, note.deck, *(note.fields[at] for at in ours)] for note in notes)
    return ("\n".join(head) + "\n" + text.getvalue()).encode()
