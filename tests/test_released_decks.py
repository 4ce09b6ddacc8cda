"""The releases of this repository's deck are whole, and what the lock lists."""

from __future__ import annotations

import hashlib
import re

from support import REPOSITORY, run

from ankibuilder import __version__
from ankibuilder.lock import read_lock


def test_the_releases_of_this_deck_are_those_that_the_lock_lists() -> None:
    lock = read_lock(REPOSITORY)
    folder = REPOSITORY / "decks/releases"
    listed = {name: known for release in lock.releases for name, known in release.packages.items()}
    assert listed == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.apkg")}
    assert {release.version for release in lock.releases} == set(
        re.findall(r"^## (\S+)", (folder / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    )


def test_what_is_released_still_builds_to_the_same_bytes_while_nothing_changed() -> None:
    lock = read_lock(REPOSITORY)
    built = run("build", "-o", REPOSITORY / "dist/again", "-v")
    assert built.returncode == 0, built.stderr
    for release in lock.releases[-1:]:
        for name, known in release.packages.items():
            raw = (REPOSITORY / "dist/again" / f"{name.removesuffix(f'-{release.version}.apkg')}.apkg").read_bytes()
            same = hashlib.sha256(raw).hexdigest() == known
            unchanged = "nothing changed" in run("diff", release.version).stdout and lock.tool == __version__
            assert same or not unchanged
