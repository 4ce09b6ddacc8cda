"""`ankibuilder diff`: which packages it compares, how it ends, and what it says on which stream."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import CASES, EPOCH, run_here


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))


def released(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, case: str = "update"
) -> Path:
    """A project with a release 0.1.0 of all its decks; the clock has gone on since."""
    root = folder / "project"
    shutil.copytree(CASES / case, root)
    status, _, said = run_here(capsys, "release", "0.1.0", "--no-rehearse", "--project", root)
    assert status == 0, said
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + 1000))
    return root


def test_without_a_release_there_is_nothing_to_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "project"
    shutil.copytree(CASES / "update", root)
    status, told, said = run_here(capsys, "diff", "--project", root)
    assert (status, told) == (0, "")
    assert "nothing has been released yet" in said


@pytest.mark.parametrize("old", [[], ["0.1.0"], ["decks/releases/rivers-0.1.0.apkg"]])
def test_the_latest_release_or_a_named_one(
    old: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(released(tmp_path, capsys, monkeypatch))
    status, told, said = run_here(capsys, "diff", *old)
    assert (status, told, said) == (0, "rivers: rivers-0.1.0.apkg → now\nnothing changed\n", "0 harms in 1 deck\n")
    assert run_here(capsys, "diff", "-q", *old)[2] == ""
    assert "comparing rivers-0.1.0.apkg with rivers" in run_here(capsys, "diff", "-v", *old)[2]


def test_every_deck_of_a_release_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = released(tmp_path, capsys, monkeypatch, "good/two-decks-share-notes")
    status, told, said = run_here(capsys, "diff", "--project", root)
    assert (status, said) == (0, "0 harms in 2 decks\n")
    assert told == "all: all-0.1.0.apkg → now\nnothing changed\n\nsome: some-0.1.0.apkg → now\nnothing changed\n"
    assert run_here(capsys, "diff", "--deck", "some", "--project", root)[1].startswith("some: ")
    (root / "decks/some.yaml").rename(root / "decks/other.yaml")
    status, _, said = run_here(capsys, "diff", "--project", root)
    assert (status, "some: in 0.1.0, and there is no decks/some.yaml" in said) == (1, True)
    assert "other: not in 0.1.0, so all of it is new" in said
    (root / "decks/all.yaml").rename(root / "decks/every.yaml")
    assert "all: in 0.1.0, and there is no decks/all.yaml" in run_here(capsys, "diff", "--project", root)[2]
    assert "every: not in 0.1.0, so all of it is new" in run_here(capsys, "diff", "--project", root)[2]


def test_a_released_package_that_is_missing_is_not_called_new(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = released(tmp_path, capsys, monkeypatch, "good/two-decks-share-notes")
    (root / "decks/releases/some-0.1.0.apkg").unlink()
    status, told, said = run_here(capsys, "diff", "--project", root)
    assert (status, told) == (3, "")
    assert "decks/releases/some-0.1.0.apkg is missing" in said
    assert run_here(capsys, "diff", "--deck", "all", "--project", root)[0] == 0


def test_a_file_is_compared_with_the_deck_it_is_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = released(tmp_path, capsys, monkeypatch, "good/two-decks-share-notes")
    shutil.copy(root / "decks/releases/some-0.1.0.apkg", tmp_path / "downloaded.apkg")
    shutil.copy(root / "decks/releases/some-0.1.0.apkg", tmp_path / "some-of-mine.apkg")
    assert run_here(capsys, "diff", tmp_path / "some-of-mine.apkg", "--project", root)[1].startswith("some: ")
    status, told, said = run_here(capsys, "diff", tmp_path / "downloaded.apkg", "--project", root)
    if status == 2:
        assert "--deck some" in said
        _, told, _ = run_here(capsys, "diff", tmp_path / "downloaded.apkg", "--deck", "some", "--project", root)
    assert told.startswith("some: downloaded.apkg → now\n")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["9.9.9"], 2, "there is no package of a release 9.9.9"),
        (["none.apkg"], 2, "there is no file none.apkg"),
        (["0.1.0", "--deck", "river"], 2, "did you mean `rivers`?"),
        (["0.1.0", "--format", "yaml"], 2, "yaml"),
        (["."], 2, "no ordinary file"),
        (["ankibuilder.yaml"], 1, "no zip file"),
    ],
)
def test_what_cannot_be_compared_is_told(
    arguments: list[str], status: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(released(tmp_path, capsys, monkeypatch))
    ended, told, said = run_here(capsys, "diff", *arguments)
    assert (ended, told) == (status, "")
    assert words in said
    assert "Traceback" not in said


def test_a_project_with_errors_is_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = released(tmp_path, capsys, monkeypatch)
    (root / "cards/020-asia.yaml").write_text("module: asia\ntitle: A\ncards:\n  - id: a\n    kind: concept\n")
    status, told, said = run_here(capsys, "diff", "--project", root)
    assert (status, told) == (1, "")
    assert "cards/020-asia.yaml:4:5: error:" in said
    assert "nothing was compared" in said


def test_markdown_has_a_heading_for_each_deck(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = released(tmp_path, capsys, monkeypatch)
    status, told, _ = run_here(capsys, "diff", "--format", "markdown", "--project", root)
    assert (status, told) == (0, "## Rivers\n\nNothing changed on the cards.\n")


def test_verbose_names_all_that_is_affected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = released(tmp_path, capsys, monkeypatch)
    cards = "".join(f"  - {{id: r{at}, kind: pair, front: River {at}, back: Sea {at}}}\n" for at in range(12))
    (root / "cards/030-more.yaml").write_text(f"module: more\ntitle: M\ncards:\n{cards}")
    deck = root / "decks/rivers.yaml"
    before = deck.read_text()
    deck.write_text(before + "  - {module: more, subdeck: 030 More}\n")
    run_here(capsys, "build", "--project", root)
    deck.write_text(before)
    (root / "cards/030-more.yaml").unlink()
    _, told, _ = run_here(capsys, "diff", root / "dist/rivers.apkg", "--project", root)
    assert "affected: 12: r0, r1, r2, r3, r4, r5, r6, r7 and 4 more\n" in told
    _, told, _ = run_here(capsys, "diff", "-v", root / "dist/rivers.apkg", "--project", root)
    assert "r10, r11\n" in told


def test_what_cannot_even_be_packed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A released note has ids for as many cards as its kind had templates."""
    root = released(tmp_path, capsys, monkeypatch)
    shutil.copytree(CASES / "harm/template-added/new", root, dirs_exist_ok=True)
    status, told, said = run_here(capsys, "build", "--project", root)
    assert (status, told) == (1, "")
    assert "more templates than when its cards were released" in said
    assert "[template-added]" in run_here(capsys, "diff", "--project", root)[1]
