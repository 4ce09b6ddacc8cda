"""Cards drawn one by one are what Anki shows once the package is imported; what did not change is not drawn again."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support import CASES, EPOCH, REPOSITORY

from ankibuilder.check import check
from ankibuilder.engine import collection, faces, import_package
from ankibuilder.engine.drawing import Drawing, drawing
from ankibuilder.lock import read_lock
from ankibuilder.package import package
from ankibuilder.package.content import PackedNote, Stamped, content, stamp
from ankibuilder.shown import to_draw


def stamped(root: Path) -> tuple[Stamped, list[PackedNote]]:
    checked = check(root)
    made = stamp(checked.project, checked.notes, read_lock(root), EPOCH)
    return made, to_draw(checked.notes, made, checked)


@pytest.mark.parametrize(
    "root",
    [
        REPOSITORY,
        *(CASES / "good" / name for name in ("everything-a-card-may-say", "own-kind-with-two-templates",
                                             "own-cloze", "adopted-as-it-was")),
    ],
    ids=lambda root: root.name,
)  # fmt: skip
def test_what_is_drawn_is_what_anki_shows(root: Path, tmp_path: Path) -> None:
    made, notes = stamped(root)
    with drawing() as easel:
        drawn = easel.draw(notes)
    seen = 0
    for deck in made.project.decks:
        path = tmp_path / f"{deck.manifest}.apkg"
        path.write_bytes(package(content(deck, made)))
        with collection() as opened:
            import_package(opened, path)
            for note in content(deck, made).notes:
                style = f"<style>{note.note_type.css}</style>"
                ours = [(face.template, style + face.front, style + face.back) for face in drawn[note.guid]]
                theirs = [(face.template, face.front, face.back) for face in faces(opened, note.guid)]
                assert ours == theirs
                seen += len(ours)
    assert seen >= len(notes)


def test_a_note_type_that_no_editor_would_save_is_drawn_and_drawn_again(tmp_path: Path) -> None:
    """Old decks hold clozes without gaps on the back; Anki imports and shows them."""
    root = shutil.copytree(CASES / "good/adopted-as-it-was", tmp_path / "project")
    back = root / "kinds/gap/card-1-back.html"
    with drawing() as easel:
        for text in ("{{More}}", "{{More}}!", back.read_text(encoding="utf-8")):
            back.write_text(text, encoding="utf-8")
            _, notes = stamped(root)
            drawn = easel.draw(notes)
            assert [len(drawn[note.guid]) for note in notes] == [len(note.cards) for note in notes]
            assert ("!" in drawn["abcde"][0].back) is ("!" in text)


def test_only_what_changed_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    _, notes = stamped(REPOSITORY)
    again: list[str] = []
    draw_cards = Drawing._cards

    def counting(easel: Drawing, note: PackedNote) -> object:
        again.append(note.guid)
        return draw_cards(easel, note)

    monkeypatch.setattr(Drawing, "_cards", counting)
    with drawing() as easel:
        before = easel.draw(notes)
        assert len(again) == len(notes)
        again.clear()
        other = notes[3]._replace(fields=(*notes[3].fields[:1], "Another question?", *notes[3].fields[2:]))
        moved = notes[4]._replace(deck="Elsewhere")
        gone, *rest = [note for note in notes if note not in (notes[3], notes[4])]
        after = easel.draw([other, moved, *rest])
        assert again == [other.guid, moved.guid]
        assert gone.guid not in after
        assert "Another question?" in after[other.guid][0].front
        assert {guid for guid in after if after[guid] != before[guid]} == {other.guid}
        again.clear()
        restyled = [note._replace(note_type=replace(note.note_type, css=".x {}")) for note in (other, moved, *rest)]
        assert easel.draw(restyled) == after
        assert again == [], "a style is not in what is drawn"
        changed = restyled[0].note_type
        name, number, front, back = changed.templates[0]
        changed = replace(changed, templates=((name, number, f"{front}<p>More</p>", back),))
        reworked = [n._replace(note_type=changed) if n.note_type.id == changed.id else n for n in restyled]
        redrawn = easel.draw(reworked)
        assert sorted(again) == sorted(note.guid for note in reworked if note.note_type.id == changed.id)
        assert "<p>More</p>" in redrawn[other.guid][0].front


def test_a_slow_engine_keeps_stdout_for_results(capsys: pytest.CaptureFixture[str]) -> None:
    """Older engines print where the main thread waited for long."""
    with collection() as opened:
        assert opened.db
        count = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 2000000) SELECT count(*) FROM n"
        assert opened.db.scalar(count) == 2_000_000
    assert capsys.readouterr().out == ""
