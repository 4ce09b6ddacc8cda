"""Nothing acts on a card of a kind that an old deck had, nor on a cloze: all payloads, in all places, in all forms."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from old_payloads import old_project_of
from payloads import payloads
from test_attacks_on_old_decks import ATTACKS

from ankibuilder.drawn import fill, refused_face, typed_in, without_gap_marks
from ankibuilder.engine import collection, import_package
from ankibuilder.engine.drawn import refused_card
from ankibuilder.lock import Lock
from ankibuilder.note_type import note_type
from ankibuilder.package import package
from ankibuilder.package.content import content, stamp
from ankibuilder.render.adopted import adopted_html
from browser.netlog import Face, look
from browser.test_payloads import accepted

pytestmark = pytest.mark.long
WHOLE = os.environ.get("ANKIBUILDER_PAYLOADS") == "all"
CHUNKS = 16
_GAPS = (
    "{}",
    "{{{{c1::q}}}} {}",
    "{{{{c1::{}}}}}",
    "{{{{c1::q::{}}}}}",
    '<b title="{{{{c1::a}}}}{}">{{{{c1::x}}}}</b>',
)


@pytest.mark.parametrize("chunk", range(CHUNKS if WHOLE else 1))
def test_nothing_acts_on_an_old_card(chunk: int, tmp_path: Path) -> None:
    texts = payloads()[chunk::CHUNKS]
    checked, let_through, places = accepted(texts, tmp_path, old_project_of)
    made = content(checked.project.decks[0], stamp(checked.project, checked.notes, Lock(), 1_790_000_000))
    faces: list[Face] = []
    with collection() as opened:
        (tmp_path / "it.apkg").write_bytes(package(made))
        import_package(opened, tmp_path / "it.apkg")
        for number in opened.find_cards("deck:*"):
            card = opened.get_card(number)
            why = refused_card(card, set(made.media))
            assert why == "", (card.note().fields, why)
            output, model = card.render_output(), card.note_type()
            style = model["css"] if model["name"].startswith("style") else ""
            adopted = model["flds"][0]["name"] != "Card ID"
            faces += [Face(html, style=style, adopted=adopted) for html in (output.question_text, output.answer_text)]
    faces = list(dict.fromkeys(faces))
    seen = look(faces, made.media, tmp_path / "page")
    print(f"{len(texts)} payloads, {places} places, {len(let_through)} let through, {len(faces)} faces")
    assert {faces[at].html[:3000]: told for at, told in seen.faults.items()} == {}
    assert seen.requests == []


@pytest.mark.parametrize("chunk", range(CHUNKS if WHOLE else 1))
def test_the_second_gate_alone_lets_nothing_act_on_an_old_card(chunk: int, tmp_path: Path) -> None:
    """Payloads as raw HTML in every field, drawn by the real engine: as if there were no first gate and no cleaner."""
    checked, _, _ = accepted(["plain"], tmp_path, old_project_of)
    stamped = content(checked.project.decks[0], stamp(checked.project, checked.notes, Lock(), 1_790_000_000))
    passed: list[Face] = []
    judged = strange = 0
    with collection() as opened:
        (tmp_path / "it.apkg").write_bytes(package(stamped))
        import_package(opened, tmp_path / "it.apkg")
        for kind in ("old", "old-gap", "gap"):
            made = note_type(checked.project.kinds[kind], checked.project)
            typed = [words for _, _, *sides in made.templates for words in typed_in(*sides)]
            model = opened.models.get(made.id)
            assert model is not None
            first = [name for name, _ in made.fields].index("Text" if made.cloze else "Word")
            for at, form in ((first + more, form) for more in (0, 1) for form in (_GAPS if made.cloze else ("{}",))):
                for text in payloads()[chunk::CHUNKS]:
                    note = opened.new_note(model)
                    note.fields = ["x"] * len(made.fields)
                    note.fields[first] = "{{c1::q}}" if made.cloze else "x"
                    note.fields[at] = form.format(text[:3_000])
                    named = dict(zip([name for name, _ in made.fields], note.fields, strict=True))
                    ours = fill(made, {**named, "Tags": "", "Deck": "x", "Subdeck": "x"}, (0,))
                    for ordinal, sides in enumerate(ours):
                        judged += 1
                        card = note.ephemeral_card(ordinal)
                        output = card.render_output()
                        mine = [
                            refused_face(without_gap_marks(html), ("a.png", "a.mp3"), typed, made.adopted)
                            for html in (sides.front, sides.back)
                        ]
                        if not refused_card(card, {"a.png", "a.mp3"}):
                            passed += [
                                Face(html, adopted=made.adopted) for html in (output.question_text, output.answer_text)
                            ]
                        elif not any(mine):  # only the engine's drawing would be refused
                            strange += 1
                            assert "picture" in refused_card(card, set()), (named, ordinal)
    faces = list(dict.fromkeys(passed))
    seen = look(faces, ("a.png", "a.mp3"), tmp_path / "page")
    print(f"{judged} cards drawn by the engine, {len(faces)} faces passed, {strange} refused as Anki draws them alone")
    assert {faces[at].html[:3000]: told for at, told in seen.faults.items()} == {}
    assert seen.requests == []


def test_the_browser_would_have_seen_it(tmp_path: Path) -> None:
    """The attacks as the real engine draws them, where nobody refuses them."""
    faces = []
    with collection() as opened:
        model = opened.models.by_name("Cloze")
        assert model is not None
        for text in ATTACKS:
            note = opened.new_note(model)
            note.fields[0] = adopted_html(text)
            output = note.ephemeral_card(0).render_output()
            faces.append(Face(output.question_text + output.answer_text, adopted=True))
    seen = look(faces, ("a.png", "a.mp3"), tmp_path)
    unseen = [text for at, text in enumerate(ATTACKS) if at not in seen.faults]
    assert unseen == [
        '{{c1::q}}<img src="data:image/png,x">',
        "{{c1::q}}[sound:../a.mp3]",
    ]  # what is loaded runs at the last
