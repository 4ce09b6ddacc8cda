"""Nothing that anybody writes, wherever they write it, acts on a card that the real engine draws in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from payloads import Slot, Written, harmless, into, payloads, project_of, quoted
from support import SMALL, write

from ankibuilder.check import Checked, check
from ankibuilder.drawn import fill, refused_face, typed_in
from ankibuilder.engine import collection, import_package
from ankibuilder.engine.drawn import refused_card
from ankibuilder.lock import Lock
from ankibuilder.note_type import note_type
from ankibuilder.package import package
from ankibuilder.package.content import content, stamp
from ankibuilder.render.markdown import described
from browser.netlog import Face, look

pytestmark = pytest.mark.long
# A fixed share runs by itself; ANKIBUILDER_PAYLOADS=all runs the whole.
WHOLE = os.environ.get("ANKIBUILDER_PAYLOADS") == "all"
CHUNKS, ALONE, BY_ENGINE = 8, 6, 8 if WHOLE else 40
ROUNDS = 4


def accepted(
    texts: list[str], folder: Path, make: Callable[[list[str], set[Slot]], Written] = project_of
) -> tuple[Checked, set[Slot], int]:
    """Write the texts everywhere, take out what is refused until nothing is, and give what was let through."""
    refused: set[Slot] = set()
    for turn in range(ROUNDS):
        written = make(texts, refused)
        checked = check(into(folder / str(turn), written), lambda rule: False)
        slots = set(written.slots.values())
        if not checked.errors:
            return checked, slots - refused, len(slots)
        for found in checked.diagnostics:
            slot = written.slot(found.span.source.path, found.span.line)
            assert slot, (found.span.place, found.message)
            assert found.hint or found.rule not in ("unsafe-content",), found
            refused.add(slot)
    raise AssertionError("what is refused does not come to an end")


def drawn(checked: Checked, let_through: set[Slot], folder: Path) -> tuple[list[Face], set[str]]:
    """Build, import into Anki, and draw every card and description; what text deck names hold is in the cards."""
    stamped = stamp(checked.project, checked.notes, Lock(), 1_790_000_000)
    faces: list[Face] = []
    media: set[str] = set()
    with collection() as opened:
        for deck in sorted(checked.project.decks, key=lambda deck: deck.manifest == "all"):
            made = content(deck, stamped)
            media |= set(made.media)
            faces += [Face(described(packed.description)) for packed in made.decks]
            named = [
                Slot(place, int(deck.manifest[1:])) for place in ("deck name", "subdeck") if deck.manifest != "all"
            ]
            if named and let_through.isdisjoint(named):
                continue  # its cards are in the deck of all, too
            (folder / "it.apkg").write_bytes(package(made))
            import_package(opened, folder / "it.apkg")
        for number in opened.find_cards("deck:*"):
            card = opened.get_card(number)
            why = refused_card(card, media)
            assert why == "", (card.note().fields[0], why)
            output = card.render_output()
            style = (
                card.note_type()["css"]
                if card.note_type()["name"].removeprefix("Example: ").startswith("style")
                else ""
            )
            faces += [Face(output.question_text, style=style), Face(output.answer_text, style=style)]
    return list(dict.fromkeys(faces)), media


@pytest.mark.parametrize("chunk", range(CHUNKS if WHOLE else 2))
def test_nothing_acts_on_a_card(chunk: int, tmp_path: Path) -> None:
    texts = payloads()[chunk::CHUNKS]
    checked, let_through, places = accepted(texts, tmp_path)
    faces, media = drawn(checked, let_through, tmp_path)
    seen = look(faces, media, tmp_path / "page")
    print(f"{len(texts)} payloads, {places} places, {len(let_through)} let through, {len(faces)} faces")
    assert {faces[at].html[:3000]: told for at, told in seen.faults.items()} == {}
    assert seen.requests == []


@pytest.mark.parametrize("chunk", range(ALONE if WHOLE else 1))
def test_the_second_gate_alone_lets_nothing_act(chunk: int, tmp_path: Path) -> None:
    """Payloads as raw HTML in every field of every template: as if there were no first gate and no cleaner."""
    checked, _, _ = accepted(["plain"], tmp_path)
    texts = payloads()[chunk::ALONE]
    passed: list[Face] = []
    judged = 0
    for kind in checked.project.kinds.values():
        made = note_type(kind, checked.project)
        typed = [words for _, _, *sides in made.templates for words in typed_in(*sides)]
        names = [name for name, _ in made.fields]
        for field in (*names, "Tags", "Deck"):
            for text in texts:
                if len(text) > 3_000 and field != names[1]:
                    continue  # one huge thing a note type is enough
                fields = dict.fromkeys((*names, "Tags", "Deck", "Subdeck"), "x") | {field: text}
                for sides in fill(made, fields):
                    for html in (sides.front, sides.back):
                        judged += 1
                        if text in html and not refused_face(html, (), typed):
                            passed.append(Face(html))
    faces = list(dict.fromkeys(passed))
    seen = look(faces, (), tmp_path / "page")
    print(f"{judged} faces judged, {len(faces)} different ones passed")
    assert {faces[at].html[:3000]: told for at, told in seen.faults.items()} == {}
    assert seen.requests == []


def test_the_second_gate_judges_what_the_engine_draws(tmp_path: Path) -> None:
    """A share of the payloads as raw HTML in each field, drawn by the real engine: what the gate passes is inert."""
    checked, _, _ = accepted(["plain"], tmp_path)
    stamped = stamp(checked.project, checked.notes, Lock(), 1_790_000_000)
    passed: list[Face] = []
    judged = 0
    with collection() as opened:
        (tmp_path / "it.apkg").write_bytes(package(content(checked.project.decks[0], stamped)))
        import_package(opened, tmp_path / "it.apkg")
        for made, _ in content(checked.project.decks[0], stamped).note_types:
            if not made.name.endswith("Every filter"):  # it shows all fields in all ways
                continue
            model = opened.models.get(made.id)
            assert model is not None
            for at, _ in enumerate(made.fields):
                for text in payloads()[::BY_ENGINE]:
                    note = opened.new_note(model)
                    note.fields = ["x"] * len(made.fields)
                    note.fields[at] = text
                    for ordinal in range(len(made.templates)):
                        card = note.ephemeral_card(ordinal)
                        judged += 1
                        if not refused_card(card, set()):
                            output = card.render_output()
                            passed += [Face(output.question_text), Face(output.answer_text)]
    faces = list(dict.fromkeys(passed))
    seen = look(faces, (), tmp_path / "page")
    print(f"{judged} cards drawn by the engine, {len(faces)} different faces passed")
    assert {faces[at].html[:3000]: told for at, told in seen.faults.items()} == {}
    assert seen.requests == []


WHOLE_PROJECT = ("help", "licence", "report", "name", "language", "standard", "requires", "namespace", "views")


def test_nothing_acts_in_what_is_said_of_a_whole_project(tmp_path: Path) -> None:
    """Settings, each with each payload, in a project of its own: its cards and descriptions as we draw them."""
    texts = payloads() if WHOLE else payloads()[::4]
    passed: list[Face] = []
    count = 0
    for place in WHOLE_PROJECT:
        for text in texts:
            files = dict(SMALL)
            settings = {"namespace": "example", "name": "Example"}
            settings[place] = f"[{quoted(text)}]" if place == "views" else quoted(text)
            files["ankibuilder.yaml"] = "".join(f"{name}: {value}\n" for name, value in settings.items())
            checked = check(write(tmp_path / "it", files), lambda rule: False)
            if checked.errors:
                assert all(found.hint or found.rule != "unsafe-content" for found in checked.diagnostics)
                continue
            count += 1
            stamped = stamp(checked.project, checked.notes, Lock(), 1_790_000_000)
            for deck in checked.project.decks:
                made = content(deck, stamped)
                passed += [Face(described(packed.description)) for packed in made.decks]
                for note in made.notes:
                    named = dict(zip((name for name, _ in note.note_type.fields), note.fields, strict=True))
                    sides = fill(note.note_type, {**named, "Tags": " ".join(note.tags), "Deck": note.deck})
                    passed += [Face(html) for side in sides for html in (side.front, side.back)]
    faces = list(dict.fromkeys(passed))
    seen = look(faces, (), tmp_path / "page")
    print(f"{len(texts) * len(WHOLE_PROJECT)} places, {count} let through, {len(faces)} faces")
    assert {faces[at].html[:3000]: told for at, told in seen.faults.items()} == {}
    assert seen.requests == []


def test_harmless_texts_are_shown_as_they_were_meant(tmp_path: Path) -> None:
    texts = harmless()
    assert len(texts) >= 200
    checked, let_through, _ = accepted([written for written, _ in texts], tmp_path)
    told = [texts[at][0] for at in range(len(texts)) if Slot("concept answer", at) not in let_through]
    assert told == []
    with collection() as opened:
        stamped = stamp(checked.project, checked.notes, Lock(), 1_790_000_000)
        everything = next(deck for deck in checked.project.decks if deck.manifest == "all")
        (tmp_path / "it.apkg").write_bytes(package(content(everything, stamped)))
        import_package(opened, tmp_path / "it.apkg")
        faces = []
        rows = opened.db.execute("SELECT flds, c.id FROM notes n JOIN cards c ON c.nid = n.id WHERE c.ord = 0")
        cards = {fields.split("\x1f")[0]: number for fields, number in rows}
        for at, (_, shown) in enumerate(texts):
            for field, part in (("question", ".ab-question"), ("answer", ".ab-answer"), ("extra", ".ab-extra")):
                faces.append(
                    Face(opened.get_card(cards[f"concept-{field}-{at}"]).render_output().answer_text, part, shown)
                )
    seen = look(faces, (), tmp_path / "page")
    assert {faces[at].shown: found for at, found in seen.faults.items()} == {}
    assert seen.requests == []


def test_the_browser_would_have_seen_it(tmp_path: Path) -> None:
    active = [
        "<img src=x onerror=alert(1)>", "<img src=https://evil.example/p.png>", "<b onclick=alert(1)>x</b>",
        "<script>alert(1)</script>", "<svg onload=alert(1)>", "<b style='background:url(https://evil.example/a)'>x</b>",
        "<a href='https://127.0.0.①/'>x</a>", "<a href='java&Tab;script:alert(1)'>x</a>", "a\x1fb", "[sound:x.mp3]",
        "<style>*{color:red}</style>", "<math>x</math>",
    ]  # fmt: skip
    seen = look([Face(html) for html in active], (), tmp_path)
    assert sorted(seen.faults) == list(range(len(active)))
    assert {"https://evil.example/p.png", "https://evil.example/a"} <= set(seen.requests)
