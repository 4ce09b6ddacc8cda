"""What Anki itself exports is read, in its older and its newer form, as what was imported. No fakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import CASES, run

from ankibuilder.engine import collection, import_package
from ankibuilder.reading import read_file


@pytest.mark.parametrize("legacy", [True, False], ids=["older form", "newer form"])
@pytest.mark.parametrize("case", ["everything-a-card-may-say", "own-kind-with-two-templates", "adopted-and-retired"])
def test_what_anki_exports_is_what_it_imported(case: str, legacy: bool, tmp_path: Path) -> None:
    from anki.collection import ExportAnkiPackageOptions

    run("build", "--project", CASES / "good" / case, "-o", tmp_path)
    (ours,) = (read_file(path) for path in tmp_path.glob("*.apkg"))
    (built,) = tmp_path.glob("*.apkg")
    with collection() as opened:
        import_package(opened, built, with_presets=True)
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=True, legacy=legacy, with_media=True
        )  # fmt: skip
        opened.export_anki_package(out_path=str(tmp_path / "exported"), options=options, limit=None)
    theirs = read_file(tmp_path / "exported")
    assert [(note.guid, note.fields, note.tags, note.cards) for note in theirs.notes] == [
        (note.guid, note.fields, note.tags, note.cards) for note in ours.notes
    ]
    for number, made in ours.note_types.items():
        other = theirs.note_types[number]
        assert (other.name, other.fields, other.templates, other.css) == (
            made.name, made.fields, made.templates, made.css
        )  # fmt: skip
        assert (other.sort, other.cloze) == (made.sort, made.cloze)
    assert theirs.decks == ours.decks
    assert theirs.media == ours.media
    assert theirs.presets == ours.presets
