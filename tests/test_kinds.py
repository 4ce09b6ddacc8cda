"""A project's own kinds: what their templates, styles and names may not hold, whoever would draw them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import project

from ankibuilder.check import check

KIND = (
    "name: Own\nfields:\n  - {id: q, name: Q, required: true}\n  - {id: a, name: A}\nsort: q\n"
    "templates:\n  - {id: card, name: Card, front: front.html, back: back.html}\n"
)
FRONT, BACK = "{{#Q}}{{Q}}{{/Q}}", "{{FrontSide}}<hr id=answer>{{A}}"


def told(
    folder: Path, kind: str = KIND, front: str = FRONT, back: str = BACK, style: str = ""
) -> list[tuple[str, str]]:
    root = project(folder)
    (root / "kinds/own").mkdir(parents=True)
    for name, text in (("kind.yaml", kind), ("front.html", front), ("back.html", back), ("style.css", style)):
        (root / "kinds/own" / name).write_text(text, encoding="utf-8")
    return [(d.rule, d.message) for d in check(root).diagnostics]


def test_a_plain_kind_is_fine(tmp_path: Path) -> None:
    tail = '<div lang="[[language]]" dir="[[direction]]" class="x {{Card ID}}">[[tail]] a > b</div><br/>'
    assert told(tmp_path, back=BACK + tail, style=".x { color: red }") == []


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("{{#Q}}{{Q}}<{{#Q}}script{{/Q}}>alert(1)</{{#Q}}script{{/Q}}>{{/Q}}", BACK),
        ("{{#Q}}{{Q}}<![CDATA[ > <script>alert(1)</script> ]]>{{/Q}}", BACK),
        ('{{#Q}}{{Q}}<b title="{{/Q}}', '{{FrontSide}}" onmouseover="alert(1)">x</b>'),
        ("{{#Q}}<{{Q}} >{{/Q}}", BACK),
        ("{{#Q}}{{Q}}<[[kind]]>{{/Q}}", BACK),
        ('{{#Q}}{{Q}}<b title="[[footer]]">x</b>{{/Q}}', BACK),
        ("{{#Q}}{{text:Q}}{{/Q}}", BACK),
        ("{{#Q}}{{Q}}<b {{#A}}title=x{{/A}}>x</b>{{/Q}}", BACK),
        ("{{#Q}}{{Q}}<img src=x>{{/Q}}", BACK),
        (FRONT, BACK + "<b onclick=x>x</b>"),
        (FRONT, BACK + '<b title="{{A}}">x</b>'),
    ],
)
def test_a_template_that_could_act_is_refused(front: str, back: str, tmp_path: Path) -> None:
    assert "unsafe-content" in [rule for rule, _ in told(tmp_path, front=front, back=back)]


@pytest.mark.parametrize(
    "style",
    [
        "@import 'x';", "a{b:url(x)}", "a{b:\\75 rl(x)}", "a{position: fixed}", "a{position:/**/fixed}",
        "a{b:expression(x)}", "a{b:image-set('https://x')}", "a{b:src('https://x')}", "</style><script>",
    ],
)  # fmt: skip
def test_a_style_that_could_load_or_cover_is_refused(style: str, tmp_path: Path) -> None:
    assert [rule for rule, _ in told(tmp_path, style=style)][:1] == ["unsafe-content"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("name: Own", "name: '{{Q}}'", "invalid-value"),
        ("name: Own", "name: <script>", "invalid-value"),
        ("name: Own", "name: Concept", "duplicate-id"),
        ("sort: q", "sort: q\nnote_type: {id: 5, name: '<script>'}", "invalid-value"),
        ("name: A}", "name: q}", "duplicate-id"),
        ("name: A}", "name: card id}", "duplicate-id"),
        ("name: A}", "name: Tags}", "duplicate-id"),
        ("name: A}", "name: 'A:b'}", "invalid-value"),
        ("name: A}", "name: '#A'}", "invalid-value"),
        ("id: a,", "id: extra,", "duplicate-id"),
        ("templates:\n  - {id: card, name: Card, front: front.html, back: back.html}", "templates: []", "empty-field"),
    ],
)
def test_a_name_that_anki_would_change_is_refused(old: str, new: str, rule: str, tmp_path: Path) -> None:
    assert rule in [found for found, _ in told(tmp_path, kind=KIND.replace(old, new), back="{{FrontSide}}")]


def test_two_templates_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = KIND + "  - {id: card-2, name: Card, front: front.html, back: back.html}\n"
    assert [rule for rule, _ in told(tmp_path, kind=twice)] == ["duplicate-id"]


@pytest.mark.parametrize("name", ["Tags", "Deck", "Subdeck", "Card", "Type"])
def test_special_fields_stay_off_fronts(name: str, tmp_path: Path) -> None:
    front = f"{{{{#Q}}}}{{{{Q}}}}{{{{{name}}}}}{{{{/Q}}}}"
    assert [rule for rule, _ in told(tmp_path, front=front)] == ["invalid-value"]
