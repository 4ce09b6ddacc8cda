"""The gallery: a site that names no machine, is the same twice, loads nothing foreign, overwrites nobody's files."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support import CASES, REPOSITORY, SMALL, project, run, run_apart

from ankibuilder.gallery.cards import media_name

CARDS = SMALL["cards/example.yaml"]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Addresses(HTMLParser):
    """Every address that a page loads, and those that it only leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("src", "href", "srcset", "data", "action", "poster") and value:
                (self.leads if tag == "a" else self.loads).append(value)


@pytest.fixture(scope="module")
def closeness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository's deck."""
    site = tmp_path_factory.mktemp("gallery") / "site"
    done = run_apart("gallery", "-o", site, cwd=REPOSITORY, PYTHONHASHSEED="1")
    assert (done.returncode, done.stdout) == (0, f"{site / 'index.html'}\n"), done.stderr
    return site


def test_a_site_is_whole_and_its_own(closeness: Path) -> None:
    made = files(closeness)
    for name, raw in made.items():
        assert str(REPOSITORY).encode() not in raw
        assert str(Path.home()).encode() not in raw
        if name.endswith(".html"):
            page = Addresses()
            page.feed(raw.decode())
            there = (closeness / name).parent
            assert page.loads
            for address in (*page.loads, *(lead for lead in page.leads if not re.match(r"https?:|mailto:|#", lead))):
                assert not re.match(r"\w+:|//", address), address
                assert (there / address).is_file(), address
            assert b"default-src 'none'" in raw
            assert b"unsafe-eval" not in raw
            assert b" onclick=" not in raw


def test_a_site_is_the_same_another_time(closeness: Path, tmp_path: Path) -> None:
    run("gallery", "-o", tmp_path / "again", cwd=REPOSITORY, SOURCE_DATE_EPOCH="1700000000")
    assert files(tmp_path / "again") == files(closeness)


def test_every_card_is_there_with_both_sides(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert run("gallery", "-o", tmp_path / "site", "--project", root).returncode == 0
    page = (tmp_path / "site/modules/example.html").read_text(encoding="utf-8")
    for card in ("secure-base", "kinder"):
        assert f'<article class="item" id="{card}">' in page
    screen, _, handout = page.partition('<section class="handout"')
    assert screen.count('<div class="side">') == 4
    assert screen.count("What is a secure base?") == 2
    assert re.findall(r'<div class="(\w+)" dir="auto">([^<]*)</div>', handout) == [
        ("asked", "What is a secure base?"), ("answer", "A safe point."),
        ("asked", "I am too much."), ("asked", "A fairer reading?"), ("answer", "I have needs, as people do."),
    ]  # fmt: skip


def test_a_handout_says_where_help_is_and_whose_it_is(closeness: Path) -> None:
    handout = (closeness / "modules/start-here.html").read_text(encoding="utf-8").partition('class="handout"')[2]
    number = '<span class="number">1-800-799-7233</span>'
    assert number in handout
    assert number in (closeness / "index.html").read_text(encoding="utf-8")
    for words in ("Know what this deck can and cannot do", "Sources", "US: call or text 988", "Licence: CC BY 4.0"):
        assert words in handout


def test_media_and_hints_and_sounds_work_without_anki(tmp_path: Path) -> None:
    case = CASES / "good/everything-a-card-may-say"
    assert run("gallery", "-o", tmp_path / "site", cwd=case).returncode == 0
    made = files(tmp_path / "site")
    media = [name for name in made if name.startswith("media/")]
    assert len(media) == 2
    assert not any(name.startswith("media/_") for name in media)
    page = made["modules/basics.html"].decode()
    assert all(f'src="../{name}"' in page for name in media)
    assert '<details class="still-hint"><summary><a class="hint">' in page
    assert "[anki:play" not in page
    assert media_name("_x.png") == "x.png"


def test_only_what_changed_as_it_was_and_is(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    assert run("release", "1.0.0", "--no-rehearse", "--project", root).returncode == 0
    more = "  - {id: more, kind: concept, question: Q?, answer: A}\n"
    (root / "cards/example.yaml").write_text(CARDS.replace("A safe point.", "A harbour.") + more, encoding="utf-8")
    for version in ("latest", "1.0.0"):
        done = run("gallery", "-o", tmp_path / "site", "--changed-since", version, "--project", root)
        assert done.returncode == 0
        page = (tmp_path / "site/index.html").read_text(encoding="utf-8")
        assert re.findall(r'<article class="item" id="([\w-]+)">', page) == ["secure-base", "more"]
        assert "A safe point." in page
        assert "A harbour." in page
        assert page.count(">Before<") == 1
        assert "1 new, 1 changed" in page
    empty = run("gallery", "-o", tmp_path / "other", "--changed-since", "", "--project", root)
    assert empty.returncode == 2
    assert "--changed-since names no release\n   hint: name one of 1.0.0, or `latest`" in empty.stderr
    wrong = run("gallery", "-o", tmp_path / "other", "--changed-since", "1.0.1", "--project", root)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean `1.0.0`?" in wrong.stderr
    assert not (tmp_path / "other").exists()


def test_a_changed_design_is_shown_on_one_card_of_its_kind(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    assert run("release", "1.0.0", "--no-rehearse", "--project", root).returncode == 0
    kind = root / "kinds/reframe"
    kind.mkdir(parents=True)
    for path in (REPOSITORY / "ankibuilder/kinds/reframe").iterdir():
        (kind / path.name).write_bytes(path.read_bytes())
    (kind / "style.css").write_text(".ab-reframe { color: #123456; }\n", encoding="utf-8")
    assert run("gallery", "-o", tmp_path / "site", "--changed-since", "latest", "--project", root).returncode == 0
    made = files(tmp_path / "site")
    assert re.findall(r'class="item" id="([\w-]+)">', made["index.html"].decode()) == ["kinder"]
    assert b"#123456" in made["look/kind-reframe.css"]
    assert len([name for name in made if name.startswith("look/before-")]) == 1


def test_a_card_may_be_called_as_a_button_is(tmp_path: Path) -> None:
    named = CARDS.replace("id: kinder", "id: night").replace("id: secure-base", "id: print")
    root = project(tmp_path / "p", cards__example=named)
    assert run("gallery", "-o", tmp_path / "site", "--project", root).returncode == 0
    page = (tmp_path / "site/modules/example.html").read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]+)"', re.sub(r"(?s)<template.*?</template>", "", page))
    assert sorted(ids) == ["_night", "_print", "night", "print"]
    script = (tmp_path / "site/look/site.js").read_text(encoding="utf-8")
    assert set(re.findall(r'getElementById\("(\w+)"\)', script)) == {"_night", "_print"}


def test_a_handout_cites_in_order(tmp_path: Path) -> None:
    works = "- {id: one, type: book, title: One}\n- {id: two, type: book, title: Two}\n"
    cited = CARDS.replace("A safe point.\n", "A safe point.\n    sources: [one]\n")
    cited = cited.replace("as people do.\n", "as people do.\n    sources: [two, one]\n")
    root = project(tmp_path / "p", cards__example=cited, cards__references=works)
    assert run("gallery", "-o", tmp_path / "site", "--project", root).returncode == 0
    page = (tmp_path / "site/modules/example.html").read_text(encoding="utf-8")
    assert re.findall(r"Sources: ([\d, ]+)", page) == ["1", "1, 2"]


def test_a_page_runs_the_way_its_language_does(tmp_path: Path) -> None:
    hebrew = SMALL["ankibuilder.yaml"] + "language: he\n"
    root = project(tmp_path / "p", **{"ankibuilder": hebrew})
    run("gallery", "-o", tmp_path / "site", "--project", root)
    for name in ("index.html", "modules/example.html"):
        page = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert '<html lang="he" dir="rtl">' in page
        assert re.search("<bdi[^>]*>2 cards", page), "our own English words keep their order"


def test_a_telephone_number_stays_on_one_line_of_a_handout(tmp_path: Path) -> None:
    words = CARDS.replace("A safe point.", "Call 1-800-799-7233 (24 h) or see 10-12 pages.")
    root = project(tmp_path / "p", cards__example=words)
    assert run("gallery", "-o", tmp_path / "site", "--project", root).returncode == 0
    handout = (tmp_path / "site/modules/example.html").read_text(encoding="utf-8").partition('class="handout"')[2]
    assert 'Call <span class="number">1-800-799-7233</span> (24 h) or see 10-12 pages.' in handout


def test_nothing_is_written_while_there_is_an_error(tmp_path: Path) -> None:
    root = project(tmp_path / "p", cards__example=CARDS.replace("answer:", "anwser:"))
    done = run("gallery", "-o", tmp_path / "site", "--project", root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "[unknown-field]" in done.stderr
    assert not (tmp_path / "site").exists()


def test_one_deck_alone(tmp_path: Path) -> None:
    root = project(
        tmp_path / "p",
        decks__small=SMALL["decks/example.yaml"]
        .replace("example}", "example, cards: [kinder]}")
        .replace("name: Example", "name: Small"),
    )
    assert run("gallery", "small", "-o", tmp_path / "site", "--project", root).returncode == 0
    page = (tmp_path / "site/modules/example.html").read_text(encoding="utf-8")
    assert re.findall(r'<article class="item" id="([\w-]+)">', page) == ["kinder"]
    assert page.count('class="entry"') == 1
    assert run("gallery", "smal", "-o", tmp_path / "other", "--project", root).returncode == 2
