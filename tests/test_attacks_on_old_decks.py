"""What Anki replaces within a tag breaks the tag: each gate by itself refuses that, in adopted and own kinds."""

from __future__ import annotations

import pytest

from ankibuilder.drawn import refused_sides
from ankibuilder.note_type import NoteType
from ankibuilder.render.adopted import adopted_html, adopted_raw, gate_adopted
from ankibuilder.source import Source, whole

NOWHERE = whole(Source("", ""))
MEDIA = ("a.png", "a.mp3")
# Each would run in Anki, or load something, were it let through.
ATTACKS = [
    '<html><b title="{{c1::a}}<img src=a.png onload=alert(1)>">x</b></html>',
    '<html><b title="{{c1::a::b}}<img src=a.png onload=alert(1)>">x</b></html>',
    '<html>{{c1::q}}<b title="\\(<">x</b>\\) <i title="><img src=a.png onload=alert(1)>">y</i></html>',
    '<html>{{c1::q}}<b title="\\[<">x</b>\\] <i title="><img src=a.png onload=alert(1)>">y</i></html>',
    '<html>{{c1::q}}<b title="[sound:a.mp3]><img src=a.png onload=alert(1)>">x</b></html>',
    '{{c1::q}}<b title="[sound:a.mp3]">x</b>', '{{c1::q}}<b title="&#91;sound:a.mp3]">x</b>',
    '{{c1::image-occlusion:rect:left=1" tabindex=0 autofocus onfocus=alert(1) x="}}',
    '{{c1::image&#45;occlusion:rect:left=1" tabindex=0 autofocus onfocus=alert(1) x="}}',
    '{{c1::a {{c2::image-occlusion:rect:top=1" onclick=alert(1) x="}}}}',
    '<html>{{c1::<b title="::">x</b>}}<i title="><img src=a.png onload=alert(1)>">y</i></html>',
    '<html>{{c1::q}}<img src="https://evil.example/![x](a.png)"></html>',
    '<html>{{c1::q}}<img src="//evil.example/<img src=a.png>"></html>',
    '{{c1::q}}<img src="//evil.example/a.png">', '{{c1::q}}<img src="\\\\evil.example\\a.png">',
    '{{c1::q}}<img src="&#10;//evil.example/a.png">', '{{c1::q}}<img src="..%2fa.png">',
    '{{c1::q}}<img src="data:image/png,x">', '{{c1::q}}<img src="A.PNG">', '{{c1::q}}[sound:../a.mp3]',
    '{{c1::q}}<img src="a.png?x">', '{{c1::q}}<img srcset="//evil.example/a.png" src="a.png">',
]  # fmt: skip
CLOZE = NoteType(
    1, "Old", (("Text", 1),), (("C", 1, "{{cloze:Text}}", "{{cloze:Text}}<hr>"),), "", 0, cloze=True, adopted=True
)
BASIC = NoteType(
    1, "Old", (("Text", 1),), (("C", 1, "{{Text}}", "{{FrontSide}}{{type:Text}}<hr>"),), "", 0, adopted=True
)


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_the_first_gate_refuses_it(text: str) -> None:
    found = list(gate_adopted(adopted_raw(text), NOWHERE, gaps=True))
    missing = text.partition('src="')[2].partition('"')[0] in ("A.PNG", "a.png?x", "..%2fa.png") or "[sound:.." in text
    assert bool(found) is not missing  # what is only not there is told where media are looked up


@pytest.mark.parametrize("text", ATTACKS, ids=range(len(ATTACKS)))
def test_the_second_gate_refuses_it_alone(text: str) -> None:
    html = adopted_html(text)
    stripped = html == '{{c1::q}}<img src="a.png">'  # what the cleaner took away is not there
    assert stripped or next(refused_sides(CLOZE, {"Text": html}, MEDIA, (0, 1)), None), html


@pytest.mark.parametrize("sign", ["[sound:a.mp3]", "[[type:Text]]", "[anki:play:q:0]"])
def test_what_anki_replaces_stands_in_no_tag(sign: str) -> None:
    assert next(refused_sides(BASIC, {"Text": f'<b title="{sign}><img src=a.png onload=alert(1)>">x</b>'}, MEDIA), None)
    assert next(refused_sides(BASIC, {"Text": f'<b title="{sign}">x</b>'}, MEDIA), None)
