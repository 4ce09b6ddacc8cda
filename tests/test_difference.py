"""Differences: words, fields and order compared; packages of others; and what `diff` finds to compare."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from foreign import FOREIGN, note, packed
from hypothesis import given, strategies
from support import CASES, EPOCH, run, run_here

from ankibuilder.difference import compare
from ankibuilder.difference.changes import _longest_rising
from ankibuilder.difference.markdown import as_markdown
from ankibuilder.difference.slots import slots
from ankibuilder.difference.text import as_text
from ankibuilder.difference.words import compared, pieces, plain
from ankibuilder.reading import Field, read_file


def marked(old: str, new: str) -> str:
    signs = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[piece.how].format(piece.text) for piece in compared(old, new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("A safe point.", "A safe point to explore from.", "A safe point{+ to explore from+}."),
        ("one two three", "four five three", "[-one two-]{+four five+} three"),
        ("Said <b>so</b>.", "Said <i>so</i>.", "Said <[-b-]{+i+}>so</[-b-]{+i+}>."),
        ("a &lt;b&gt;", "a<br>&lt;c&gt;", "a <[-b-]{+c+}>"),
        ("", "new", "{+new+}"),
        ('<img src="a.png" alt="A &quot;map&quot;">', "", '[-[picture: A "map"]-]'),
        ("[sound:a.mp3]", "[sound:b.mp3]", "[sound:[-a-]{+b+}.mp3]"),
        ("α β", "α γ", "α [-β-]{+γ+}"),
    ],
)
def test_texts_are_compared_word_by_word(old: str, new: str, told: str) -> None:
    assert marked(old, new) == told


@given(strategies.text(alphabet="ab .<", max_size=60), strategies.text(alphabet="ab .<", max_size=60))
def test_pieces_hold_both_texts(old: str, new: str) -> None:
    told = pieces(old, new)
    assert "".join(piece.text for piece in told if piece.how != "added") == old
    assert "".join(piece.text for piece in told if piece.how != "removed") == new
    assert all(one.how != other.how for one, other in pairwise(told))


def test_very_long_texts_are_told_as_replaced() -> None:
    assert [piece.how for piece in pieces("a " * 9_000, "b " * 9_000)] == ["removed", "added"]


def test_plain_leaves_out_style() -> None:
    assert plain("<style>a { b }</style><div>One</div><div>two&nbsp;three</div>") == "One two three"


@given(strategies.lists(strategies.integers(0, 9), max_size=9))
def test_what_kept_its_order_is_as_much_as_can_be(numbers: list[int]) -> None:
    stay = sorted(_longest_rising(numbers))
    kept = [numbers[at] for at in stay]
    assert kept == sorted(kept)
    best = [1] * len(numbers)
    for at in range(len(numbers)):
        best[at] = 1 + max((best[i] for i in range(at) if numbers[i] <= numbers[at]), default=0)
    assert len(kept) == max(best, default=0)


def named(*names: str) -> list[Field]:
    """Fields as stock packages have them; `Name#7` has an id."""
    parted = [name.partition("#") for name in names]
    return [Field(name, int(number) if number else None) for name, _, number in parted]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (["A", "B"], ["A", "B"], ""),
        (["A#1", "B#2"], ["A#1", "C#2"], ""),
        (["A", "B"], ["A#1", "B#2"], ""),
        (["A", "B"], ["A", "C"], "broken"),
        (["A#1", "B#2"], ["A#1", "B#3"], "broken"),
        (["A", "B"], ["B", "A"], "reordered"),
        (["A#1", "B#2"], ["B#1", "A#2"], ""),
        (["A", "B"], ["A", "X", "B"], "added"),
        (["A", "X", "B"], ["A", "B"], "removed"),
        (["A#1", "B#2"], ["A#1", "C#3"], "added removed"),
    ],
)
def test_fields_are_paired_as_anki_pairs_them(old: list[str], new: list[str], told: str) -> None:
    known = slots(named(*old), named(*new))
    assert " ".join(what for what in ("added", "removed", "broken", "reordered") if getattr(known, what)) == told


WORDS = {
    "cloze-dropped": "harm: card `g1` lost its gap c2 [cloze-dropped]",
    "guid-doubled": "harm: 2 notes have the GUID g1 [guid-doubled]",
    "media-replaced": "harm: files have other content under their old names [media-replaced]",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_harms_of_others(name: str, tmp_path: Path) -> None:
    old, new = (read_file(path) for path in FOREIGN[name](tmp_path, EPOCH + 10))
    difference = compare(old, new)
    assert [harm.id for harm in difference.harms] == [name]
    assert WORDS[name] in as_text(difference)


def test_stock_genanki_gives_a_card_another_identity_with_its_text(tmp_path: Path) -> None:
    old = packed(tmp_path / "old.apkg", [note("g1", "Where does the Volga flow?", "To the Caspian Sea")], EPOCH)
    new = packed(tmp_path / "new.apkg", [note("g2", "Where does the Volga flow?", "To the Caspian Sea.")], EPOCH + 10)
    (harm,) = compare(read_file(old), read_file(new)).harms
    assert (harm.id, harm.affected) == ("identity-lost", ("g1",))
    assert harm.cure == "keep the identity it has: give the card `guid: g1`"


def test_a_package_does_not_differ_from_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for case in (CASES / "good").iterdir():
        assert run_here(capsys, "build", "--project", case, "-o", tmp_path)[0] == 0
    for path in tmp_path.glob("*.apkg"):
        assert compare(read_file(path), read_file(path)).empty


def test_escape_sequences_do_not_reach_the_terminal(tmp_path: Path) -> None:
    old = packed(tmp_path / "old.apkg", [note("g1", "a", "b")], EPOCH)
    new = packed(tmp_path / "new.apkg", [note("g1", "\x1b[2Ja", "\x07b"), note("\x1b[1m", "c", "d")], EPOCH + 1)
    told = as_text(compare(read_file(old), read_file(new)))
    assert "\x1b" not in told
    assert "\x07" not in told


def test_colours_only_add_to_the_signs(tmp_path: Path) -> None:
    old = packed(tmp_path / "old.apkg", [note("g1", "a b", "b")], EPOCH)
    new = packed(tmp_path / "new.apkg", [note("g1", "a c", "b")], EPOCH + 1)
    assert "    Q: a \x1b[31m[-b-]\x1b[0m\x1b[32m{+c+}\x1b[0m\n" in as_text(
        compare(read_file(old), read_file(new)), True
    )


def test_markdown_is_for_learners_and_cannot_be_broken_out_of(tmp_path: Path) -> None:
    old = [note("g1", "What *is* <b>it</b>?", "A thing"), note("g2", "Old", "x")]
    new = [note("g1", "What *is* <b>it</b>?", "A thing to [see](http://x.example)"), note("g2", "Old", "x"),
           note("g3", "# New &lt;script&gt;", "y")]  # fmt: skip
    paths = packed(tmp_path / "a.apkg", old, EPOCH), packed(tmp_path / "b.apkg", new, EPOCH + 1)
    assert as_markdown(compare(*map(read_file, paths))) == (
        "### New cards\n\n- \\# New \\<script\\>\n\n"
        "### Corrected cards\n\n- What \\*is\\* it?\n  - A: A thing **to \\[see\\](http://x.example)**\n"
    )


@pytest.mark.parametrize("build", FOREIGN.values())
def test_what_learners_must_do_stands_first_in_markdown(
    build: Callable[..., tuple[Path, Path]], tmp_path: Path
) -> None:
    difference = compare(*(read_file(path) for path in build(tmp_path, EPOCH + 1)))
    told = as_markdown(difference, 4)
    assert told.startswith(f"#### Before you import this version\n\n- {difference.harms[0].settings}\n")


def test_json_holds_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "project"
    shutil.copytree(CASES / "update", root)
    run("build", "--project", root)
    (root / "decks/rivers.yaml").write_text((root / "decks/rivers.yaml").read_text().replace("020 Asia", "020 Azia"))
    status, told, _ = run_here(capsys, "diff", root / "dist/rivers.apkg", "--project", root, "--format", "json")
    read = json.loads(told)
    assert (status, read["harms"]) == (1, 1)
    (deck,) = read["decks"]
    assert (deck["deck"], deck["old"], deck["harms"][0]["id"]) == ("rivers", "rivers.apkg", "deck-renamed")
    assert set(deck["harms"][0]) == {"id", "what", "affected", "why", "cure", "settings"}
