"""The stages from a checked project to packages, locks and update files, each called as the commands do."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from support import CASES, EPOCH, SMALL, project, write

from ankibuilder.check import Checked, check
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import Lock, as_file, read_lock
from ankibuilder.lock.file import _seal
from ankibuilder.package import package
from ankibuilder.package.content import Content, Stamped, content, stamp
from ankibuilder.package.released import released, with_packages
from ankibuilder.package.update import update_files
from ankibuilder.reading import as_package, read_package, what_they_have
from ankibuilder.render.gate import gate
from ankibuilder.source import Source, Span


def stamped(root: Path, lock: Lock | None = None, now: int = EPOCH) -> Stamped:
    checked: Checked = check(root)
    assert checked.errors == 0, [d.message for d in checked.diagnostics]
    return stamp(checked.project, checked.notes, lock or Lock(), now)


def first(made: Stamped) -> Content:
    return content(made.project.decks[0], made)


def texts_since(old: Stamped, new: Stamped) -> dict[str, bytes]:
    """Write what changed since 1.0 for who has it."""
    return update_files(new.project.decks[0], new, "1.0", what_they_have(as_package(first(old), "it")))


@pytest.mark.parametrize("case", ["everything-a-card-may-say", "own-kind-with-two-templates", "two-decks-share-notes"])
def test_a_deck_is_read_back_as_it_was_packed(case: str, tmp_path: Path) -> None:
    shutil.copytree(CASES / "good" / case, tmp_path / case)
    made = stamped(tmp_path / case)
    for deck in made.project.decks:
        packed = content(deck, made)
        read, ours = read_package(io.BytesIO(package(packed)), "it"), as_package(packed, "it")
        assert (read.notes, read.media, read.presets.items() >= ours.presets.items()) == (ours.notes, ours.media, True)
        assert {name: about for name, about in read.decks.items() if name != "Default"} == ours.decks


def test_a_release_is_remembered_and_an_update_reaches_what_changed(tmp_path: Path) -> None:
    root = project(tmp_path)
    once = released(stamped(root), "1.0", EPOCH, "0")
    lock = with_packages(once, {"example-1.0.apkg": b"x"})
    assert [release.packages for release in lock.releases] == [
        {"example-1.0.apkg": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"}
    ]
    (root / "ankibuilder.lock").write_bytes(as_file(lock))
    assert read_lock(root) == lock
    same = stamped(root, lock, EPOCH + 9)
    assert not same.unreleased
    assert texts_since(same, same) == {}
    project(root, cards__example=SMALL["cards/example.yaml"].replace("A safe point.", "A *safe* point."))
    later = stamped(root, lock, EPOCH + 9)
    assert later.unreleased
    files = texts_since(same, later)
    assert list(files) == ["example-since-1.0-concept.txt"]
    assert b'"A <em>safe</em> point."' in files["example-since-1.0-concept.txt"]
    again = released(later, "1.1", EPOCH + 9, "0")
    assert (again.notes["secure-base"].since, again.notes["secure-base"].changed) == ("1.0", "1.1")
    assert again.notes["kinder"] == lock.notes["kinder"]
    tagged = stamped(root, again, EPOCH + 99)
    assert "example::changed::1.1" in next(n for n in first(tagged).notes if n.note_type.name.endswith("Concept")).tags


def test_two_changes_of_unlike_tags_come_in_two_files(tmp_path: Path) -> None:
    root = project(tmp_path)
    texts = SMALL["cards/example.yaml"] + "  - id: third\n    kind: concept\n    question: Q?\n    answer: A.\n"
    project(root, cards__example=texts)
    old = stamped(root)
    lock = with_packages(released(old, "1.0", EPOCH, "0"), {})
    texts = texts.replace("A safe point.", "Another.")
    project(root, cards__example=texts)
    lock = with_packages(released(stamped(root, lock, EPOCH + 1), "1.1", EPOCH + 1, "0"), {})
    project(root, cards__example=texts.replace("answer: A.", "answer: B."))
    made = stamped(root, lock, EPOCH + 2)
    assert sorted(texts_since(old, made)) == [
        "example-since-1.0-concept-2.txt", "example-since-1.0-concept.txt",
    ]  # fmt: skip


def test_a_retired_card_goes_to_a_deck_of_its_own_and_automatic_tags_can_be_off(tmp_path: Path) -> None:
    root = project(tmp_path, ankibuilder="namespace: example\nname: Example\ntags: false\n")
    lock = with_packages(released(stamped(root), "1.0", EPOCH, "0"), {})
    assert {note.tags for note in first(stamped(root, lock)).notes} == {()}
    retired = SMALL["cards/example.yaml"] + "    retired: {because: Told twice., see: secure-base}\n"
    write(root, {"cards/example.yaml": retired})
    made = stamped(root, lock, EPOCH + 1)
    assert "Example (retired)" in [deck.name for deck in first(made).decks]
    assert released(made, "1.1", EPOCH + 1, "0").notes["kinder"].retired == "1.1"


def test_cards_that_share_an_id_are_told(tmp_path: Path) -> None:
    packed = first(stamped(project(tmp_path)))
    one, other = packed.notes
    twice = replace(packed, notes=(one, other._replace(note_id=one.note_id)))
    with pytest.raises(AnkibuilderError, match="more templates") as told:
        package(twice)
    assert (told.value.status, isinstance(told.value.__cause__, sqlite3.IntegrityError)) == (1, True)


@pytest.mark.parametrize("section", ["releases", "notes", "note_types", "decks"])
def test_a_lock_with_something_more_in_an_entry_is_damaged(section: str, tmp_path: Path) -> None:
    written = json.loads(as_file(with_packages(released(stamped(project(tmp_path)), "1.0", EPOCH, "0"), {})))
    key, entry = next(iter(written[section].items()))
    del entry["seal"]
    for more in ({}, {"more": 1}):
        resealed = {**entry, **more, "seal": _seal(section, key, entry | more)}
        text = json.dumps({**written, section: {**written[section], key: resealed}})
        (tmp_path / "ankibuilder.lock").write_text(text, encoding="utf-8")
        if not more:
            read_lock(tmp_path)
            continue
        with pytest.raises(AnkibuilderError, match="`more` means nothing here"):
            read_lock(tmp_path)


def test_what_closes_in_another_order_is_not_well_formed() -> None:
    text = "<b><i>x</b></i>"
    (found, *_) = gate(text, Span(Source("a.yaml", text), 0, len(text)))
    assert "not well formed" in found.message


def test_what_was_released_and_is_no_longer_what_it_was_is_told_in_its_place(tmp_path: Path) -> None:
    root = project(tmp_path)
    lock = with_packages(released(stamped(root), "1.0", EPOCH, "0"), {})
    (root / "ankibuilder.lock").write_bytes(as_file(lock))
    cards = SMALL["cards/example.yaml"]
    assert cards
    as_concept = cards.replace("kind: reframe", "kind: concept").replace("thought", "question")
    as_concept = as_concept.replace("    reframe", "    answer")
    for changed, line, column, message, hint in (
        (cards.replace("id: kinder", "id: other"), 0, 0, "card `kinder` was released (1.0)", "change its id back"),
        (as_concept, 8, 9, "card `kinder` was released as a `reframe`", "give it its kind"),
        (cards + "    guid: abc\n", 12, 11, "card `kinder` was released with the GUID", "remove the line"),
    ):  # fmt: skip
        project(root, cards__example=changed)
        (found,) = [d for d in check(root).diagnostics if d.rule == "lost-identity"]
        assert found.message.startswith(message)
        assert found.hint.startswith(hint)
        vanished = (found.span.source.text.count("\n", 0, found.span.source.text.find('"kinder"')) + 1, 1)
        assert (found.span.line, found.span.column) == ((line, column) if line else vanished)
    adopted = replace(lock, notes=lock.notes | {"secure-base": replace(lock.notes["secure-base"], guid="abc")})
    (root / "ankibuilder.lock").write_bytes(as_file(adopted))
    project(root)
    (found,) = [d for d in check(root).diagnostics if d.rule == "lost-identity"]
    assert (found.hint, found.span.line, found.span.column) == ("write `guid: abc`", 4, 9)
    project(root, ankibuilder="namespace: others\nname: Example\n")
    (found,) = [d for d in check(root).diagnostics if d.rule == "lost-identity"]
    assert (found.hint, found.span.column) == ("write `namespace: example`", 1)


def test_entries_of_a_lock_are_sorted_and_releases_are_in_their_order() -> None:
    from ankibuilder.lock import LockedDeck, Release

    lock = Lock(tool="1", releases=(Release("1.10", 5), Release("1.9", 6)), namespace="a", name="A",
                decks={"b": LockedDeck("B", (), "x"), "a": LockedDeck("A", (), "x")})  # fmt: skip
    text = as_file(lock).decode()
    assert text.index('"1.10"') < text.index('"1.9"')
    assert text.index('"a": {') < text.index('"b": {')
