"""`rehearse`: what it tells of a good update, what it catches in bad ones, and how it fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import EPOCH, REPOSITORY, SMALL, project, run

from ankibuilder.check import check
from ankibuilder.engine.rehearsal import rehearsals, rehearse
from ankibuilder.lock import Lock
from ankibuilder.package import package
from ankibuilder.package.content import content, stamp

CARD = "  - {{id: card-{at}, kind: concept, question: 'Question {at}?', answer: 'Answer {at}.', extra: '{extra}'}}\n"


def module(cards: int, extra: str = "Extra.") -> str:
    head = "module: example\ntitle: Example\ncards:\n"
    return head + "".join(CARD.format(at=at, extra=extra) for at in range(cards))


@pytest.fixture(scope="module")
def closeness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    assert run("build", "-o", folder).returncode == 0
    return folder / "closeness.apkg"


def test_the_deck_itself_as_one_release_after_the_other(closeness: Path) -> None:
    """The same package twice: nothing is new, so nothing at all may change."""
    for rehearsal in rehearsals([closeness], closeness):
        assert rehearsal.faults == ()
        old, new = rehearsal.updates
        assert (new.log.new, new.log.updated, new.log.conflicting) == (1, 0, 0)
        assert old.studied.met > old.log.new / 2
        for standing in (old.studied.never, old.studied.learning, old.studied.review, old.studied.relearning):
            assert standing > 0
        assert old.studied.lapsed > 0
        assert new.reviews == old.studied.answers
        assert len(new.returned) == new.done[0].counts["delete"] == 1
        assert all(new.done[0].counts.values())
        for words in (
            f"closeness.apkg arrives: {old.log.new} new",
            "came back though the learner deleted it",
            "nothing lost",
        ):
            assert words in rehearsal.text
        assert f"{new.log.new} new (1 had been deleted), " in rehearsal.line


def test_a_fresh_import_alone(tmp_path: Path) -> None:
    told = run("rehearse", "--weeks", "2", cwd=project(tmp_path))
    assert told.returncode == 0, told.stdout
    assert "a fresh import alone is rehearsed" in told.stderr
    assert told.stdout.splitlines()[0].startswith("example.apkg (FSRS off): 2 new notes, ")
    assert told.stdout.splitlines()[-1] == "2 rehearsals of 2 weeks: nothing of the learner's was lost"


def released(root: Path, version: str, epoch: int) -> Path:
    """Build the first deck into decks/releases, without a lock."""
    checked = check(root)
    assert not checked.errors, checked.diagnostics
    deck = checked.project.decks[0]
    path = root / f"decks/releases/{deck.manifest}-{version}.apkg"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(package(content(deck, stamp(checked.project, checked.notes, Lock(), epoch))))
    return path


def lives_alike(made: Path) -> None:
    """The same seed is the same life, and another another."""
    first = rehearse([made], made, fsrs=True, weeks=3)
    assert rehearse([made], made, fsrs=True, weeks=3) == first
    assert rehearse([made], made, fsrs=True, weeks=3, seed=1) != first


def test_the_same_seed_is_the_same_life(tmp_path: Path) -> None:
    lives_alike(released(project(tmp_path, cards__example=module(40)), "0.1.0", EPOCH))


@pytest.mark.long
def test_the_same_seed_is_the_same_life_with_the_deck_itself(closeness: Path) -> None:
    lives_alike(closeness)


def test_releases_are_rehearsed_alone_and_in_order_of_version(tmp_path: Path) -> None:
    root = project(tmp_path)
    for version, extra, at in (("0.9.0", "One.", -300), ("0.10.0", "Two.", -200), ("0.10.0-rc.1", "Three.", -250)):
        project(root, cards__example=module(9, extra))
        released(root, version, EPOCH + at)
    project(root, cards__example=module(9, "Four."))
    told = run("rehearse", "--weeks", "2", cwd=root)
    assert told.returncode == 0, told.stdout
    lines = [line.partition(" (FSRS off)")[0] for line in told.stdout.splitlines() if " (FSRS off)" in line]
    old = [f"example-{version}.apkg" for version in ("0.9.0", "0.10.0-rc.1", "0.10.0")]
    assert lines == [*(f"{name} → example.apkg" for name in old), " → ".join([*old, "example.apkg"])]


def test_a_learners_edit_newer_than_the_release_is_kept_and_told(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=module(24))
    old = released(root, "0.1.0", EPOCH - 5000)
    project(root, cards__example=module(24, "Said better."))
    rehearsal = rehearse([old], released(root, "0.2.0", EPOCH))
    assert rehearsal.faults == ()
    assert rehearsal.kept
    assert rehearsal.updates[-1].overwritten
    assert not set(rehearsal.kept) & set(rehearsal.updates[-1].overwritten)
    assert "kept, as the learner's edit is newer than the release: card-" in rehearsal.text
    assert "own words or tags gone with a change of ours, as Anki does: card-" in rehearsal.text


def test_an_update_that_rewrites_what_did_not_change_is_caught(tmp_path: Path) -> None:
    """What a build without a lock does: a later time on every note."""
    root = project(tmp_path, cards__example=module(30))
    old = released(root, "0.1.0", EPOCH - 5000)
    told = run("rehearse", old, "--weeks", "2", cwd=root)
    assert told.returncode == 1
    assert "rewritten although it did not change: " in told.stdout
    assert "more; -v tells them all" in told.stdout
    assert "more; -v tells" not in run("rehearse", old, "-v", "--weeks", "2", cwd=root).stdout


def test_a_package_older_than_what_learners_have_is_caught(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=module(9))
    old = released(root, "0.1.0", EPOCH + 5000)
    project(root, cards__example=module(9, "Said better."))
    (fault,) = rehearse([old], released(root, "0.2.0", EPOCH), weeks=2).faults
    assert str(fault) == "example-0.1.0.apkg is newer than the new package, which cannot update it"


def test_two_decks_each_have_their_own_releases(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=module(9))
    first = released(root, "1.0", EPOCH)
    (root / "decks/example-2.yaml").write_text(SMALL["decks/example.yaml"].replace("name: Ex", "name: Other Ex"))
    first.with_name("example-2-1.0.apkg").write_bytes(first.read_bytes())
    told = run("rehearse", "--weeks", "1", cwd=root)
    assert told.returncode == 0, told.stdout
    assert [line.partition(" (FSRS off)")[0] for line in told.stdout.splitlines() if " (FSRS off)" in line] == [
        "example-1.0.apkg → example.apkg",
        "example-2-1.0.apkg → example-2.apkg",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nowhere.apkg"], 2, "there is no file nowhere.apkg"),
        (["ankibuilder.yaml"], 3, "Anki cannot import ankibuilder.yaml: "),
        (["--weeks", "0"], 2, "--weeks"),
    ],
)
def test_what_cannot_be_rehearsed_is_told_why(tmp_path: Path, arguments: list[str], status: int, words: str) -> None:
    told = run("rehearse", *arguments, cwd=project(tmp_path))
    assert (told.returncode, told.stdout) == (status, "")
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_a_project_with_errors_is_not_rehearsed(tmp_path: Path) -> None:
    told = run("rehearse", cwd=project(tmp_path, cards__example=SMALL["cards/example.yaml"] + "    x: y\n"))
    assert (told.returncode, told.stdout) == (1, "")
    assert "nothing was rehearsed: 1 error" in told.stderr


def test_without_the_engine_it_says_how_to_get_it(tmp_path: Path) -> None:
    """An `anki` that cannot be imported stands before the real one."""
    (tmp_path / "anki").mkdir()
    (tmp_path / "anki/__init__.py").write_text("raise ImportError\n")
    told = subprocess.run(
        [sys.executable, "-m", "ankibuilder", "rehearse", "--project", str(project(tmp_path / "project"))],
        env={**os.environ, "PYTHONPATH": str(tmp_path)}, cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (3, "")
    assert "the Anki engine is not installed" in told.stderr
    assert "pip install anki" in told.stderr
