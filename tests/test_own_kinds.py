"""Kinds of two sorts more: clozes, and kinds adopted from a deck that people have, with texts as they were there."""

from __future__ import annotations

import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from support import CASES, EPOCH, REPOSITORY, decoded, run

from ankibuilder.check import check
from ankibuilder.kinds.gaps import drawn, numbers, without_gaps
from ankibuilder.lock import guid
from ankibuilder.render.declared import safe_style

CLOZE, ADOPTED = CASES / "good/own-cloze", CASES / "good/adopted-as-it-was"


def told(folder: Path, case: Path, path: str, old: str, new: str) -> list[tuple[str, str]]:
    """What is said of a case of which one file says something else."""
    shutil.copytree(case, folder / "project")
    file = folder / "project" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [(found.rule, found.message) for found in check(folder / "project").diagnostics]


@pytest.mark.parametrize(
    ("path", "old", "new", "rule"),
    [
        ("kinds/gap/kind.yaml", "cloze: true", "cloze: false", "invalid-value"),
        ("kinds/gap/front.html", "{{cloze:Text}}", "{{Text}}", "invalid-value"),
        ("kinds/gap/kind.yaml", "name: Text,", "name: Text, number: 7,", "invalid-value"),
        ("kinds/gap/kind.yaml", "cloze: true", "cloze: true\ncommon: false", "missing-field"),
        ("cards/010-europe.yaml", "The {{c1::Volga}} flows into the {{c2::Caspian Sea::which sea?}}.", "The Volga.",
         "invalid-value"),
        ("cards/010-europe.yaml", "{{c1::Volga}}", "{{c1::<script>x</script>}}", "unsafe-content"),
        ("cards/010-europe.yaml", "{{c1::Volga}}", "{{c1::Volga}} }}", "unsafe-content"),
        ("cards/010-europe.yaml", "{{c1::Volga}}", "{{c501::Volga}}", "unsafe-content"),
        ("cards/010-europe.yaml", "{{c1::Volga}}", "{{c1::Volga", "unsafe-content"),
        ("cards/010-europe.yaml", "The longest of Europe.", "'{{c1::Europe}}'", "unsafe-content"),
    ],
)  # fmt: skip
def test_a_cloze_that_anki_would_read_otherwise_is_refused(
    path: str, old: str, new: str, rule: str, tmp_path: Path
) -> None:
    assert [found for found, _ in told(tmp_path, CLOZE, path, old, new)][:1] == [rule]


def test_a_front_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    found = told(tmp_path, CLOZE, "kinds/gap/front.html", "{{cloze:Text}}", "<!-- here --> {{cloze:Text}}")
    assert [message for _, message in found] == [
        "this template cannot be read: comments and `{{=` are not used in templates"
    ]


def test_a_cloze_has_one_template(tmp_path: Path) -> None:
    second = "  - {id: gap, name: Gap, front: front.html, back: back.html}\n"
    more = second + second.replace("id: gap, name: Gap", "id: two, name: Two")
    assert ("invalid-value", "a cloze has one template") in told(tmp_path, CLOZE, "kinds/gap/kind.yaml", second, more)


def test_a_gap_more_in_a_released_cloze_is_a_card_more(tmp_path: Path) -> None:
    """The ids behind those of a note are the next note's: a new card takes none that a plain kind's card has."""
    root = Path(shutil.copytree(CLOZE, tmp_path / "project"))
    cards = root / "cards/010-europe.yaml"
    plain = "  - {id: source, kind: concept, question: Where does a river begin?, answer: At its source.}\n"
    text = cards.read_text(encoding="utf-8").replace("  - id: danube", plain + "  - id: danube")
    cards.write_text(text, encoding="utf-8")
    assert run("release", "0.1.0", "--no-rehearse", "--project", root).returncode == 0
    before = ids_of_cards(root / "decks/releases/rivers-0.1.0.apkg")
    cards.write_text(
        text.replace("The {{c1::Volga}} flows", "{{c3::The}} {{c1::Volga}} {{c4::flows}}"), encoding="utf-8"
    )
    made = run("build", "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + 9))
    assert made.returncode == 0, made.stderr
    after = ids_of_cards(root / "dist/rivers.apkg")
    volga, source = guid("rivers", "volga-to-the-caspian"), guid("rivers", "source")
    assert set(after) - set(before) == {(volga, 2), (volga, 3)}
    assert {card: after[card] for card in ((volga, 0), (volga, 1), (source, 0))}.items() <= before.items()


def ids_of_cards(package: Path) -> dict[tuple[str, int], int]:
    """Give the ids of cards by their notes' GUIDs and their numbers."""
    with zipfile.ZipFile(package) as archive, closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(archive.read("collection.anki2"))
        rows = database.execute("SELECT n.guid, c.ord, c.id FROM cards c JOIN notes n ON n.id = c.nid").fetchall()
    return {(name, ordinal): number for name, ordinal, number in rows}


@pytest.mark.parametrize(
    ("new", "rule", "message"),
    [
        ("<html><script>alert(1)</script></html>", "unsafe-content", "the tag `<script>` is not allowed"),
        ("<html><b onclick=x>y</b></html>", "unsafe-content", "the attribute `onclick` is not allowed"),
        ("<html><!-- a --></html>", "unsafe-content", "`<!--` begins something"),
        ("<html><b>open</html>", "unsafe-content", "this HTML is not well formed"),
        ("<html>1 < 2</html>", "unsafe-content", "`< 2` begins no whole tag"),
        ("<html><svg></svg></html>", "unsafe-content", "the tag `<svg>` is not allowed"),
        ("<html>a</html><html>b</html>", "unsafe-content", "the tag `<html>` is not allowed"),
        ('<img src="https://example.org/a.png">', "unsafe-content", "this picture is not in the package"),
        ('<img src="//example.org/a.png">', "unsafe-content", "this picture is not in the package"),
        ('<img src="../a.png">', "unsafe-content", "this picture is not in the package"),
        ('<img src="data:image/png;base64,AA">', "unsafe-content", "this picture is not in the package"),
        ('<img src="none.png">', "missing-media", "no `none.png` in cards/media/"),
        ('<img src="a.svg">', "unsafe-content", "`a.svg` is not of a type that is packed here"),
        ('<img src="$(id).png">', "unsafe-content", "`$(id).png` cannot be a media name"),
        ("<img alt=none>", "unsafe-content", "this picture names no file"),
        ('"[sound:none.mp3]"', "missing-media", "no `none.mp3` in cards/media/"),
        ('"[sound:--script=x.lua]"', "unsafe-content", "`--script=x.lua` cannot be a media name"),
        ("a <b style='position:fixed'>b</b>", "unsafe-content", "this style is not allowed"),
        ("a <b style='background:url(x)'>b</b>", "unsafe-content", "this style is not allowed"),
        ("a <a href='javascript:x'>b</a>", "unsafe-content", "this link cannot be kept"),
        ('"[latex]x[/latex]"', "unsafe-content", "`[latex]` means something to Anki itself"),
        ("'{{Word}}'", "unsafe-content", "`{{` means something to Anki itself"),
        ('"<html>\\\\(\\\\href{javascript:x}{y}\\\\)</html>"', "unsafe-content", "`\\href` is not allowed in maths"),
    ],
)
def test_an_adopted_text_goes_through_the_gate(new: str, rule: str, message: str, tmp_path: Path) -> None:
    found = told(tmp_path, ADOPTED, "cards/010-words.yaml", "<html>die&nbsp;Katze<br /></html>", new)
    assert found
    assert found[0][0] == rule
    assert found[0][1].startswith(message)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("kinds/vocabulary/card-1-front.html", "{{Word}}", "<script>x</script>{{Word}}"),
        ("kinds/vocabulary/card-1-front.html", "color: #07f", "position: fixed"),
        ("kinds/vocabulary/card-1-front.html", "{{Word}}", "<img src=x.png>{{Word}}"),
        ("kinds/vocabulary/card-1-front.html", "{{Word}}", '<a href="https://x.org/{{Word}}">x</a>'),
        ("kinds/vocabulary/card-1-front.html", "{{Word}}", "{{text:Word}}"),
        ("kinds/vocabulary/card-1-front.html", "{{Word}}", "{{cloze:Word}}"),
        ("kinds/vocabulary/style.css", "20px", "url(x)"),
    ],
)
def test_an_adopted_template_goes_through_the_gate(path: str, old: str, new: str, tmp_path: Path) -> None:
    assert told(tmp_path, ADOPTED, path, old, new) != []


def test_only_adopted_texts_are_kept_as_html(tmp_path: Path) -> None:
    found = told(tmp_path, CLOZE, "cards/010-europe.yaml", "The longest of Europe.", "<html>x</html>")
    assert found == [("unsafe-content", "the tag `<html>` is not allowed in a card")]


def test_what_fills_common_fields_has_no_place_in_an_adopted_card(tmp_path: Path) -> None:
    found = told(tmp_path, ADOPTED, "cards/010-words.yaml", "    tags:", "    extra: more\n    tags:")
    assert [rule for rule, _ in found] == ["unknown-field"]


def test_gaps() -> None:
    text = "a {{c2::b {{c1::c}}::hint}} }} {{c3::d"
    assert numbers(text) == [1, 2, 3]
    assert without_gaps(text) == "a b c::hint }} {{c3::d"
    assert drawn("x {{c1::y::z}}", 1, asked=True) == 'x <span class="cloze" data-ordinal="1">[z]</span>'
    assert drawn("x {{c1::y::z}}", 1, asked=False) == 'x <span class="cloze" data-ordinal="1">y</span>'
    assert drawn("{{c1::y}}", 0, asked=False) == '<span class="cloze-inactive" data-ordinal="1">y</span>'
    assert drawn("{{c1::y}}", 2, asked=True) == ""


@pytest.mark.parametrize(
    ("style", "safe"),
    [
        ("color: rgb(1, 2, 3); font-size: 20px;", True), (" Unicode MS; 07f", True),
        ("font-family: 'MS 明朝', serif", True),
        ("text-indent: -18pt", True), ("margin-left: -10px", False), ("background-image: none", False),
        ("color: var(--x)", False), ("width: expression(alert(1))", False), ("color: \\72 ed", False),
        ("margin-top:-.5e4px", False), ("margin:0-5000px", False), ("margin: +-5px", False), ("width: 1e9px", False),
        ("margin: 0 auto", True), ("text-indent:-.25in", True), ("text-indent:-9999px", False),
        ("text-shadow: 0 -300px 0 red", False), ("text-shadow: 1px 1px 2px #000", True),
        ("-webkit-text-stroke-width:5000px", False), ("font-size:9999px", False), ("font-size: 200%", True),
        ("vertical-align:-900px", False), ("letter-spacing:-99em", False), ("color: #1e5000", True),
        ("font-family: 'B9999999px'", True), ("width: 99999px", False), ("position: fixed", False),
        ("background: \\75rl(x)", False), ("background: image-set(x)", False), ("color: attr(x)", False),
        ("color: red !important", True), ("content: 'x'", False), ("-webkit-box-reflect: below", False),
        ("font-family: \"a;position:fixed\"", False), ("inset: 0", False), ("z-index: 9", False),
        ("opacity: 0", False), ("display: none", False), ("behavior: url(x)", False), ("color/**/: red", False),
    ],
)  # fmt: skip
def test_what_a_style_attribute_may_say(style: str, safe: bool) -> None:
    assert safe_style(style) is safe


def test_the_documents_cloze_is_the_one_that_builds(tmp_path: Path) -> None:
    """The page is followed to the letter in an empty folder."""
    page = (REPOSITORY / "docs/own-kinds.md").read_text(encoding="utf-8")
    pasted = re.findall(r"```yaml\n(# (\S+)\n.*?)```", page, re.S)
    pasted += [
        (text, name)
        for name, text in re.findall(r"`(kinds/\S+\.html)`[^\n]*\n(?:[^\n]+\n)*\n```html\n(.*?)```", page, re.S)
    ]
    assert len(pasted) == page.count("```") // 2
    for text, name in pasted:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert run("check", "--strict", cwd=tmp_path).stdout == ""
    assert run("build", cwd=tmp_path).returncode == 0
    (note,) = decoded(tmp_path / "dist/rivers.apkg")["notes"]
    assert [ordinal for _, ordinal, _ in note["cards"]] == [0, 1]
