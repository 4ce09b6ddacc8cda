"""`release` and `diff` go by what was really released, whoever moved, swapped, lost or wrote files meanwhile."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

import pytest
from support import EPOCH, SMALL, project, run
from test_release import CARDS, DAY, package, released, root

from ankibuilder.changelog import with_section
from ankibuilder.lock import read_lock

__all__ = ["root"]
BETTER = CARDS.replace("A safe point.", "A safe place.")
BEST = BETTER.replace("too much", "too little")


def test_what_a_major_release_let_go_is_not_asked_for_again(root: Path) -> None:
    without = CARDS[: CARDS.index("  - id: kinder")]
    assert released(root, "0.2.0", 1, cards__example=without).returncode == 1
    assert released(root, "1.0.0", 1, "--major").returncode == 0
    assert read_lock(root).notes["kinder"].gone == "1.0.0"
    assert run("check", "--project", root).returncode == 0
    assert "nothing changed" in released(root, "1.1.0", 2).stderr
    made = released(root, "1.1.0", 2, cards__example=without.replace("A safe point.", "A safe place."))
    assert made.returncode == 0, made.stderr
    assert released(root, "1.2.0", 3, cards__example=CARDS).returncode == 0, "and may come back"
    assert (read_lock(root).notes["kinder"].gone, read_lock(root).notes["kinder"].since) == ("", "0.1.0")


def test_what_a_major_release_cost_does_not_stop_the_next(root: Path) -> None:
    moved = SMALL["ankibuilder.yaml"].replace("namespace: example", "namespace: other")
    assert released(root, "1.0.0", 1, "--major", ankibuilder=moved).returncode == 0
    made = released(root, "1.0.1", 2, "--rehearse", cards__example=BETTER, ankibuilder=moved)
    assert made.returncode == 0, made.stderr
    assert "not rehearsed over example-0.1.0.apkg: a major release came after it" in made.stderr
    assert made.stderr.count("example-1.0.0.apkg → example-1.0.1.apkg (FSRS o") == 2


@pytest.mark.parametrize("command", [("diff",), ("release", "0.3.0", "--no-rehearse", "--dry-run")])
def test_another_file_in_place_of_a_released_package_is_told(root: Path, command: tuple[str, ...]) -> None:
    assert released(root, "0.2.0", 1, cards__example=BETTER).returncode == 0
    project(root, cards__example=BEST)
    package(root, "0.2.0").write_bytes(package(root, "0.1.0").read_bytes())
    told = run(*command, "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + 2 * DAY))
    assert (told.returncode, told.stdout) == (1, "")
    assert "decks/releases/example-0.2.0.apkg is not the file that was released" in told.stderr
    package(root, "0.2.0").unlink()
    told = run(*command, "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + 2 * DAY))
    assert (told.returncode, told.stdout) == (3, "")
    assert "decks/releases/example-0.2.0.apkg is missing" in told.stderr


def test_an_earlier_release_that_was_swapped_is_told_too(root: Path) -> None:
    assert released(root, "0.2.0", 1, cards__example=BETTER).returncode == 0
    package(root, "0.1.0").write_bytes(package(root, "0.2.0").read_bytes())
    told = released(root, "0.3.0", 2, cards__example=BEST)
    assert (told.returncode, "example-0.1.0.apkg is not the file that was released" in told.stderr) == (1, True)


def test_a_lost_lock_does_not_cost_the_packages(root: Path) -> None:
    assert released(root, "0.2.0", 1, cards__example=BETTER).returncode == 0
    (root / "ankibuilder.lock").unlink()
    told = released(root, "0.3.0", 2, cards__example=BEST)
    assert (told.returncode, told.stdout) == (1, "")
    assert "holds packages of 0.1.0, 0.2.0, and there is no ankibuilder.lock" in told.stderr
    assert package(root, "0.1.0").exists()


def test_a_release_that_was_cut_off_before_its_lock_is_made_anew(root: Path) -> None:
    (root / "ankibuilder.lock").unlink()
    assert released(root, "0.1.0", 1).returncode == 0
    assert list(read_lock(root).releases[0].packages) == ["example-0.1.0.apkg"]


def put_back(root: Path, line: str, older: str = "") -> None:
    """Take a line out of the lock, or put an older one in its place, as a merge by hand may."""
    path = root / "ankibuilder.lock"
    lines = [each.rstrip(",") for each in path.read_text().splitlines()]
    found = [at for at, each in enumerate(lines) if each.startswith(f'"{line}": {{"hash"')]
    lines[found[0] : found[0] + 1] = [older] if older else []
    path.write_text("\n".join(f"{one}{'' if one.endswith('{') or two.startswith('}') else ','}"
                              for one, two in zip(lines, [*lines[1:], "}"], strict=True)) + "\n")  # fmt: skip
    read_lock(root)


@pytest.mark.parametrize("cards", [BETTER, BETTER[: BETTER.index("  - id: kinder")], BEST])
def test_a_line_that_a_merge_lost_is_told(root: Path, cards: str) -> None:
    assert released(root, "0.2.0", 1, cards__example=BETTER).returncode == 0
    put_back(root, "kinder")
    project(root, cards__example=cards)
    message = "ankibuilder.lock has no line, or an older one, of what decks/releases/example-{}.apkg holds: `kinder`"
    for command, version in ((("diff",), "0.2.0"), (("diff", "0.1.0"), "0.1.0"), (("release", "0.3.0"), "0.1.0")):
        told = run(*command, "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + 2 * DAY))
        assert (told.returncode, told.stdout) == (1, "")
        assert message.format(version) in told.stderr
    elsewhere = package(root, "0.2.0").rename(root / "theirs.apkg")
    assert "has no line" not in run("diff", elsewhere, "--project", root).stderr


@pytest.mark.parametrize("name", ["secure-base", "concept"])
def test_an_older_line_that_a_merge_took_is_told(root: Path, name: str) -> None:
    before = (root / "ankibuilder.lock").read_text().splitlines()
    (older,) = (line.rstrip(",") for line in before if line.startswith(f'"{name}": '))
    footer = SMALL["ankibuilder.yaml"] + "footer: {all: For learning.}\n"
    assert released(root, "0.2.0", 1, cards__example=BETTER, ankibuilder=footer).returncode == 0
    put_back(root, name, older)
    project(root, cards__example=BEST)
    for command in (("diff",), ("release", "0.3.0")):
        told = run(*command, "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + 2 * DAY))
        assert (told.returncode, told.stdout) == (1, "")
        assert f"of what decks/releases/example-0.2.0.apkg holds: `{name}`\n" in told.stderr
        assert "take the file back from git, whole" in told.stderr


def test_a_deck_whose_manifest_is_gone_needs_a_major_release(root: Path) -> None:
    (root / "decks/example.yaml").rename(root / "decks/other.yaml")
    told = released(root, "0.2.0", 1)
    assert (told.returncode, told.stdout) == (1, "")
    assert "deck `example` was released, and there is no decks/example.yaml any more" in told.stderr
    assert run("diff", "--project", root).returncode == 1
    assert released(root, "1.0.0", 1, "--major").returncode == 0
    assert released(root, "1.1.0", 2, cards__example=BETTER).returncode == 0


def test_two_releases_at_once_are_kept_apart(root: Path) -> None:
    folder = os.open(root / "decks/releases", os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    told = released(root, "0.2.0", 1, cards__example=BETTER)
    os.close(folder)
    assert (told.returncode, "another process writes into" in told.stderr) == (3, True)
    assert not package(root, "0.2.0").exists()
    assert released(root, "0.2.0", 1).returncode == 0


def test_a_release_in_the_future_is_refused(root: Path) -> None:
    project(root, cards__example=BETTER)
    later = str(int(time.time()) + 3600)
    told = run("release", "0.2.0", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH=later)
    assert (told.returncode, "is in the future" in told.stderr) == (2, True)


def test_released_cards_that_another_deck_takes_in_are_a_change(root: Path) -> None:
    both = (
        SMALL["decks/example.yaml"]
        .replace("Example", "Few")
        .replace("module: example", "module: example, kinds: [concept]")
    )
    assert released(root, "0.2.0", 1, decks__few=both).returncode == 0
    assert "nothing changed" in released(root, "0.3.0", 2).stderr
    assert released(root, "0.3.0", 2, decks__few=both.replace("concept", "concept, reframe")).returncode == 0


def test_a_changelog_that_is_no_text_stops_a_release_before_it_writes(root: Path) -> None:
    (root / "decks/releases/CHANGELOG.md").write_bytes(b"caf\xe9\n")
    told = released(root, "0.2.0", 1, cards__example=BETTER)
    assert (told.returncode, "CHANGELOG.md is not UTF-8 text" in told.stderr) == (1, True)
    assert not package(root, "0.2.0").exists()


def test_what_people_wrote_into_the_changelog_stays() -> None:
    old = "# Ours\n\nHello.\n\n## 0.3.0 (cut off)\n\nx\n\n## 0.2.0 (then)\n\ny\n\n## Thanks\n\nall\n"
    new = "# Ours\n\nHello.\n\n## 0.4.0\n\n## 0.2.0 (then)\n\ny\n\n## Thanks\n\nall\n"
    assert with_section(old, "## 0.4.0\n", {"0.2.0"}) == new
