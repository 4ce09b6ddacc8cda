"""Gaps as we draw them are gaps as the real engine draws them: whatever stands in and around them."""

from __future__ import annotations

import random
import re

from ankibuilder.engine import collection
from ankibuilder.engine.soundness import engine_version
from ankibuilder.kinds.gaps import drawn

_PIECES = (
    "a|b c|{{c1::|{{c1::|{{c2::|{{c1,2::|{{c0::|{{c501::|{{c70000::|{{c01::|{{c,::|{{c2,1,x::|}}|}}|}}|::|::|:|<b>|</b>"
    '|<b title="|">|\'|\\(|\\)|\\[|\\]|<i>|<|>|<!--|-->|<style>|</style>|image-occlusion:|\n|é|&lt;|{{c3::{{c4::{{c5::'
    "|{{c6::{{c7::{{c8::{{c9::{{c10::{{c11::{{c12::|}}}}}}}}}}}}"
).split("|")
_ENCODED = re.compile(r' data-cloze="[^"]*"')  # Anki keeps there, encoded, what a gap of a front hides
_SHAPE = re.compile(r'<div class="cloze[a-z-]*" data-ordinal="|image-occlusion:')  # ours is refused, too


def test_gaps_are_drawn_as_anki_draws_them() -> None:
    chance = random.Random(20261125)
    # Anki before 25 takes odd numbers, several of them, and gaps deep in others otherwise.
    new = (engine_version() or "") >= "25"
    known = [piece for piece in _PIECES if new or "{{" not in piece or piece in ("{{c1::", "{{c2::")]
    with collection() as opened:
        model = opened.models.by_name("Cloze")
        assert model is not None
        model["tmpls"][0]["qfmt"] = "{{cloze:Text}}"
        model["tmpls"][0]["afmt"] = "{{cloze:Text}}"
        opened.models.update_dict(model)
        kept = 0
        for _ in range(6_000):
            pieces = chance.choices(known, k=chance.randrange(2, 14 if new else 7))
            text = "".join([chance.choice(("", "{{c1::x}} ", "{{c2::")), *pieces])
            note = opened.new_note(model)
            note.fields[0] = text
            for number in (1, 2):
                shown = note.ephemeral_card(number - 1, fill_empty=False).render_output()
                there = "No cloze" not in shown.question_text  # what Anki says where there is none
                kept += there
                for asked, html in ((True, shown.question_text), (False, shown.answer_text)):
                    ours = drawn(text, number, asked)
                    if "image-occlusion:" in ours:
                        assert not html or _SHAPE.search(html), (text, number, asked)
                    else:
                        assert ours == (_ENCODED.sub("", html) if there else ""), (text, number, asked)
        print(f"{kept} fronts show something")
