"""Packages that only others make, by stock genanki: two versions of each, the second of which would hurt a learner."""

from __future__ import annotations

from pathlib import Path

import genanki
from support import EPOCH

BASIC = genanki.Model(7, "Basic", fields=[{"name": "Q"}, {"name": "A"}],
                      templates=[{"name": "Card 1", "qfmt": "{{Q}}", "afmt": "{{A}}"}])  # fmt: skip
CLOZE = genanki.CLOZE_MODEL
Notes = list[genanki.Note]


def packed(path: Path, notes: Notes, time: int, media: dict[str, bytes] | None = None) -> Path:
    """Write a package of a deck `Stock`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    deck = genanki.Deck(8, "Stock")
    for note in notes:
        deck.add_note(note)
    for name, raw in (media or {}).items():
        (path.parent / name).write_bytes(raw)
    files = [str(path.parent / name) for name in media or {}]
    genanki.Package(deck, files).write_to_file(str(path), timestamp=time)
    return path


def note(guid: str, *fields: str, model: genanki.Model = BASIC) -> genanki.Note:
    return genanki.Note(model, list(fields), guid=guid)


def cloze_dropped(folder: Path, later: int) -> tuple[Path, Path]:
    old = [note("g1", "{{c1::Volga}} flows to the {{c2::Caspian Sea}}", "", model=CLOZE)]
    new = [note("g1", "{{c1::Volga}} flows to the {{c3::Caspian Sea}}", "", model=CLOZE)]
    return packed(folder / "old.apkg", old, EPOCH), packed(folder / "new.apkg", new, later)


def guid_doubled(folder: Path, later: int) -> tuple[Path, Path]:
    old = [note("g1", "Volga", "Caspian Sea")]
    new = [note("g1", "Volga", "Caspian Sea"), note("g1", "Danube", "Black Sea")]
    return packed(folder / "old.apkg", old, EPOCH), packed(folder / "new.apkg", new, later)


def media_replaced(folder: Path, later: int) -> tuple[Path, Path]:
    notes = [note("g1", "Volga", '<img src="_map.png">')]
    return (
        packed(folder / "one/old.apkg", notes, EPOCH, {"_map.png": b"\x89PNG one"}),
        packed(folder / "two/new.apkg", notes, later, {"_map.png": b"\x89PNG two"}),
    )


FOREIGN = {"cloze-dropped": cloze_dropped, "guid-doubled": guid_doubled, "media-replaced": media_replaced}
