"""What is called harmless at a glance is never refused once it is drawn: texts, tags and templates of every sort."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from payloads import harmless, payloads
from support import examples

from ankibuilder.check import check
from ankibuilder.drawn import is_harmless_drawn, refused_sides
from ankibuilder.kinds.template import TemplateError, parts
from ankibuilder.lock import Lock, read_lock
from ankibuilder.note_type import NoteType
from ankibuilder.package.content import packed, stamp
from ankibuilder.package.gate import faces_fields
from ankibuilder.render import clean, markdown

EXAMPLES = examples(500, 5_000)
ROOT = Path(__file__).parent.parent
_PIECES = (
    "a| |x y|<|>|&|;|lt;|&lt;|&amp;|&lbrack;|&#91;|[|]|{{|}}|{|}|\\(|\\)|\\def|sound:a]|latex]|$]|anki:|<b>|</b>|"
    '<br>|<script>|<a href="https://a.org">|<a href=\'javascript:0\'>|</a>|<img src=x>|<p class="|">|\'|"|=|/|<!--|'
    '-->|\x1f|\x00|\u2028|\ue000|\n|<a class=hint| href="#"| onclick=|script|amp;|#|91;|<p>x</p>|&nbsp;'
).split("|")
_LITERALS = (
    '|<div>|</div>|<p title="|">|<|>|&|&nbsp;|&nbsp|&amp;|[|[[|{|\\|\\(|<b |<b title=\'|\'>|text|[sound:|&l|&#|<a href="https://a.org/|'
    "<a href=https://|<img src=|{{hint:F}}|{{type:F}}|{{F}}|{{G}}|{{furigana:F}}|{{Tags}}|{{FrontSide}}|{{tts en:F}}"
).split("|")
_html = st.lists(st.sampled_from(_PIECES), max_size=6).map("".join)
_parts = st.lists(st.sampled_from(_LITERALS), max_size=6).map("".join)
_section = st.builds("{}{{{{{}F}}}}{}{{{{/F}}}}{}".format, _parts, st.sampled_from("#^"), _parts, _parts)


def _is_template(text: str) -> bool:
    try:
        return parts(text) is not None
    except TemplateError:
        return False


_template = (_parts | _section).filter(_is_template)


def _note_type(front: str, back: str) -> NoteType:
    return NoteType(1, "Kind", (("F", 1), ("G", 2)), (("Card", 1, front, back),), "", 0)


def _agrees(made: NoteType, fields: dict[str, str]) -> bool:
    return not is_harmless_drawn(made, fields) or next(refused_sides(made, fields, ()), None) is None


@settings(max_examples=EXAMPLES, deadline=None)
@given(_template, _template, _html, _html, st.sampled_from(("", "tag", "a::b", "[x")))
def test_whatever_stands_in_fields_and_templates(front: str, back: str, one: str, other: str, tags: str) -> None:
    assert _agrees(_note_type(front, back), {"F": one, "G": other, "Tags": tags})


@settings(max_examples=EXAMPLES, deadline=None)
@given(_html, _html)
def test_whatever_stands_in_fields_of_a_usual_template(one: str, other: str) -> None:
    front = '<div class="a" dir="auto">{{F}}</div>{{#G}}<p>{{hint:G}}</p>{{/G}}'
    assert _agrees(_note_type(front, '{{FrontSide}}<hr id="answer">{{G}}'), {"F": one, "G": other})


def test_payloads_and_harmless_texts() -> None:
    made = _note_type("<div>{{F}}</div>", "{{FrontSide}}<hr>{{G}}")
    for text in (*payloads(), *(written for written, _ in harmless())):
        for html in (text, markdown(text), clean(text), clean(markdown(text))):
            assert _agrees(made, {"F": html, "G": "x"})
            assert _agrees(made, {"F": "x", "G": html})


def test_pieces_of_payloads_on_both_sides_of_a_template() -> None:
    chance = random.Random(7)
    made = _note_type("<div>{{F}}{{G}}</div>", '<p title="a">{{F}}</p>{{G}}')
    for text in payloads():
        for at in (chance.randrange(len(text) + 1) for _ in range(5)):
            assert _agrees(made, {"F": text[:at], "G": text[at:]})


@pytest.mark.parametrize("lock", [Lock(), read_lock(ROOT)], ids=["unreleased", "released"])
def test_the_deck_is_judged_at_a_glance(lock: Lock) -> None:
    checked = check(ROOT)
    stamped = stamp(checked.project, checked.notes, lock, 1_800_000_000)
    notes = [packed(note, "Deck", stamped) for note in stamped.notes.values()]
    glanced = [note for note in notes if is_harmless_drawn(note.note_type, faces_fields(note))]
    assert len(glanced) > 0.9 * len(notes)
    assert not any([*refused_sides(note.note_type, faces_fields(note), ())] for note in glanced)
