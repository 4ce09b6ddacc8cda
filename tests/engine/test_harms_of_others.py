"""Harms that only packages of others can do, in the real engine. No fakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from foreign import FOREIGN, note, packed
from support import EPOCH

from ankibuilder.engine import Imported, collection, import_package


def imported_twice(opened: Any, name: str, folder: Path) -> Imported:
    old, _ = FOREIGN[name](folder, EPOCH + 1)
    import_package(opened, old)
    later = int(opened.db.scalar("SELECT max(mod) FROM notes")) + 10
    return import_package(opened, FOREIGN[name](folder, later)[1])


def test_a_gap_that_is_gone_leaves_a_card_that_asks_nothing(tmp_path: Path) -> None:
    with collection() as opened:
        imported_twice(opened, "cloze-dropped", tmp_path)
        assert opened.card_count() == 3
        assert len(opened.get_empty_cards().notes) == 1


def test_of_two_notes_of_one_guid_one_alone_is_corrected(tmp_path: Path) -> None:
    with collection() as opened:
        _, both = FOREIGN["guid-doubled"](tmp_path, EPOCH)
        assert import_package(opened, both).new == 2
        later = int(opened.db.scalar("SELECT max(mod) FROM notes")) + 10
        corrected = [note("g1", "Volga, corrected", ""), note("g1", "Danube, corrected", "")]
        import_package(opened, packed(tmp_path / "later.apkg", corrected, later))
        assert opened.db.scalar("SELECT count() FROM notes WHERE flds NOT LIKE '%corrected%'") == 1


def test_a_file_that_begins_with_an_underscore_is_never_replaced(tmp_path: Path) -> None:
    with collection() as opened:
        imported_twice(opened, "media-replaced", tmp_path)
        assert (Path(opened.media.dir()) / "_map.png").read_bytes() == b"\x89PNG one"
