"""`import`: what is kept, what is left out and told, what is written and when nothing is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hostile import HOSTILE
from old_decks import BASIC, ODDITIES, note, old_deck, packed, with_refused, with_refused_once_drawn
from payloads import payloads
from support import CASES, run

from ankibuilder.drawn import refused_face, without_gap_marks
from ankibuilder.importing.markdown import written
from ankibuilder.importing.names import free, id_of, id_of_note, words_of
from ankibuilder.importing.scalar import in_flow, scalar
from ankibuilder.importing.style import trimmed
from ankibuilder.kinds.gaps import drawn
from ankibuilder.parse import parse
from ankibuilder.render.adopted import adopted_html, adopted_raw, gate_adopted
from ankibuilder.source import Source, whole


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_old_deck_becomes_a_project_that_reads_well(tmp_path: Path) -> None:
    made = run("import", old_deck(tmp_path / "old"), "-o", tmp_path / "project")
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith(f"kept: {len(ODDITIES) + 8} cards, 3 kinds, 5 decks, 2 media files\n")
    there = files(tmp_path / "project")
    assert there["ankibuilder.yaml"] == (b"namespace: old\nname: old\ntags: false\nstandard: cards/standard.yaml\n")
    assert there["cards/standard.yaml"].endswith(b"\nlevels:\n  duplicate-prompt: off\n")
    assert there["cards/040-words-010-gaps.yaml"].decode() == (
        "module: words-010-gaps\ntitle: 010 Gaps\ncards:\n"
        "  - id: the-volga-and-the-danube-river\n    kind: cloze\n    guid: c1\n"
        "    text: The {{c1::Volga}} and the {{c3::Danube::river}}\n"
        "  - id: one-two-x-2\n    kind: cloze\n    guid: c2\n"
        "    text: <html>{{c2::<b>one</b>&nbsp;}} {{c1::two}} \\({{c3::x^2}}\\)</html>\n    back-extra: more\n"
    )
    assert there["kinds/basic/card-1-back.html"] == b"{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"
    assert run("check", "--project", tmp_path / "project").returncode == 0


def test_two_imports_of_one_file_are_the_same(tmp_path: Path) -> None:
    package = old_deck(tmp_path / "old")
    for name in ("one", "two"):
        assert run("import", package, "-o", tmp_path / name).returncode == 0
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_what_cannot_be_kept_is_told_card_by_card(tmp_path: Path) -> None:
    made = run("import", with_refused(tmp_path / "old"), "-o", tmp_path / "project")
    assert made.returncode == 1
    assert made.stdout.splitlines() == [
        "kept: 2 cards, 1 kind, 1 deck, 0 media files",
        "kind `basic`: Basic (1 template)",
        "deck `Mixed`",
        'tag `a"b` is left out: kept',
        "media that no kept card shows are left out: a b.png, der_Hund.mp3",
        "left out: 8 cards",
        *(
            f"  1 card: {reason}" for reason in (
                "its template: the tag `<script>` is not allowed in a template",
                "field `Back`: this picture is not in the package: `https://example.org/a.png`",
                "field `Back`: `none.png` is not in the package",
                "field `Back`: the attribute `onclick` is not allowed on `<b>`",
                "field `Back`: `a.svg` is not in the package",
                "field `Text`: a cloze needs a gap",
                "another note has its GUID, too",
                "it asks nothing: all its fronts are empty",
            )
        ),
        "left out: Script? (s1): its template: the tag `<script>` is not allowed in a template",
        "left out: Remote? (x1): field `Back`: this picture is not in the package: `https://example.org/a.png`",
        "left out: Missing? (x2): field `Back`: `none.png` is not in the package",
        "left out: Active? (x3): field `Back`: the attribute `onclick` is not allowed on `<b>`",
        "left out: Vector? (x4): field `Back`: `a.svg` is not in the package",
        "left out: No gap? (x5): field `Text`: a cloze needs a gap",
        "left out: Twice? (k1): another note has its GUID, too",
        "left out: e1 (e1): it asks nothing: all its fronts are empty",
    ]  # fmt: skip


def test_what_is_refused_once_it_is_drawn_is_left_out_alone(tmp_path: Path) -> None:
    made = run("import", with_refused_once_drawn(tmp_path / "old"), "-o", tmp_path / "project")
    assert (made.returncode, made.stdout.splitlines()[-2:]) == (1, [
        "left out: Sound? (s1): its template: drawn by Anki, this holds the sound `der_Hund.mp3`, which is not in the "
        "package",
        "left out: The Volga (r1): the back of `Cloze` would hold `{{`, which means something to Anki itself",
    ])  # fmt: skip
    assert run("check", cwd=tmp_path / "project").returncode == 0


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path) -> None:
    package = with_refused(tmp_path / "old")
    dry = run("import", package, "-o", tmp_path / "project", "--dry-run")
    assert not (tmp_path / "project").exists()
    assert "nothing was written" in dry.stderr
    assert dry.stdout == run("import", package, "-o", tmp_path / "project").stdout
    told = json.loads(run("import", package, "--dry-run", "--format", "json").stdout)
    assert [card["guid"] for card in told["cards"]] == ["k1", "k2"]
    assert [left["guid"] for left in told["left_out"]] == ["s1", "x1", "x2", "x3", "x4", "x5", "k1", "e1"]


def test_where_something_is_nothing_is_written(tmp_path: Path) -> None:
    package = old_deck(tmp_path / "old")
    (tmp_path / "project").mkdir()
    (tmp_path / "project/mine.txt").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "old")
    for target, status in (("project", 2), ("project/mine.txt", 2), ("link", 2), ("project/mine.txt/below", 3)):
        made = run("import", package, "-o", tmp_path / target)
        assert (made.returncode, made.stdout) == (status, ""), target
    assert files(tmp_path / "project") == {"mine.txt": b"mine"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "old", "project"]


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    assert run("import", old_deck(tmp_path / "old"), "-o", tmp_path / "project").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["none.apkg", "-o", "x"], 2), (["none.txt", "-o", "x"], 2), (["."], 2), ([".", "-o", "x"], 2), ([], 2)],
)
def test_what_cannot_be_asked(arguments: list[str], status: int, tmp_path: Path) -> None:
    made = run("import", *arguments, cwd=tmp_path)
    assert (made.returncode, made.stdout) == (status, "")
    assert "Traceback" not in made.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_deck_of_which_nothing_can_be_kept_is_no_project(tmp_path: Path) -> None:
    package = packed(tmp_path / "old", {"A": [note(BASIC, "x", "a", "<script>x</script>")]})
    made = run("import", package, "-o", tmp_path / "project")
    assert made.returncode == 1
    assert "no card of it can be kept" in made.stderr
    assert not (tmp_path / "project").exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_package_is_refused_in_a_line(name: str, tmp_path: Path) -> None:
    run("build", "--project", CASES / "good/minimal", "-o", tmp_path)
    (good,) = tmp_path.glob("*.apkg")
    spoil, words = HOSTILE[name]
    (tmp_path / "it.apkg").write_bytes(spoil(good.read_bytes()))
    made = run("import", tmp_path / "it.apkg", "-o", tmp_path / "project")
    assert (made.returncode, made.stdout) == (1, "")
    assert re.fullmatch(r"error: it\.apkg.*\n(   hint: .*\n)?", made.stderr)
    assert words in made.stderr
    assert not (tmp_path / "project").exists()


def test_no_payload_comes_through_as_an_adopted_text() -> None:
    """What the first gate lets through of it, the second does, too: it is harmless, or no text at all."""
    assert [payload for payload in payloads() if any(map(_comes_through, (payload, f"<html>{payload}</html>")))] == []


def _comes_through(text: str) -> bool:
    for gaps in (False, True):
        if not list(gate_adopted(adopted_raw(text), whole(Source("", "")), gaps)):
            html = adopted_html(text)
            for face in (drawn(html, 1, asked=True), drawn(html, 1, asked=False)) if gaps else (html,):
                refused = refused_face(without_gap_marks(face), ("a.png",), (), adopted=True)
                if refused and "picture" not in refused.message and "sound" not in refused.message:
                    return True
    return False


@pytest.mark.parametrize("html", ODDITIES)
def test_a_field_comes_back_to_the_letter(html: str) -> None:
    text = written(html)
    assert text is not None
    assert adopted_html(text) == html
    for line in (f"name: {scalar(text, 2)}", f"- {{name: {in_flow(text)}}}"):
        node, found = parse(Source("a.yaml", f"{line}\n"))
        assert found == []
        assert node is not None
        entry = node if line.startswith("name") else node.items[0]  # type: ignore[union-attr]
        assert entry.entries["name"].value == text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<em>a</em> <strong>b</strong>", "*a* **b**"), ("\\(x_1\\)", "$x_1$"), ("a_b", "a_b"), ("2. b", "2\\. b"),
        ('<a href="https://a.org">b</a>', "[b](https://a.org)"), ("a&nbsp;b", "<html>a&nbsp;b</html>"),
        ("a\u200bb", "a&#x200B;b"), ("a\u200b&nbsp;", None),
    ],
)  # fmt: skip
def test_html_is_markdown_again_where_that_is_the_same(html: str, text: str | None) -> None:
    assert written(html) == text


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Der Hund!", "der-hund"), ("don't", "dont"), ("Straße nach Łódź", "strasse-nach-lodz"),
        ("42 is it", "n-42-is-it"),
        ("日本語", ""), ("word " * 30, "word-word-word-word-word-word-word-word-word"), ("a" * 60, "a" * 48),
    ],
)  # fmt: skip
def test_ids_are_made_of_words(words: str, name: str) -> None:
    assert id_of(words) == name


def test_ids_are_unique_and_last(tmp_path: Path) -> None:
    taken: dict[str, int] = {}
    wanted = ("a", "a", "a-2", "a-4", "a", "a", "a")
    assert [free(name, taken) for name in wanted] == ["a", "a-2", "a-2-2", "a-4", "a-3", "a-5", "a-6"]
    assert id_of_note("日本", "g1") == id_of_note("日本", "g1") != id_of_note("日本", "g2")
    assert words_of("<b>{{c1::a::b}}</b>&nbsp;[sound:x.mp3]\u202e") == "a::b ·"


def test_a_style_loses_what_loads_and_nothing_else() -> None:
    css = (
        "@import url(x);\n@font-face { src: url('_a.ttf') }\n"
        ".card { color: red; background: url(b.png) no-repeat; top: 1px }\n"
        "/* fixed */ .bar { position: fixed }"
    )
    kept, out = trimmed(css)
    assert re.sub(r"\s+", " ", kept) == " .card { color: red; top: 1px } .bar {}"
    assert out == [
        "@import url(x)",
        "@font-face { src: url('_a.ttf') }",
        "background: url(b.png) no-repeat",
        "position: fixed",
    ]
    assert trimmed(".a { color: red }") == (".a { color: red }", [])
