"""The tutorial is true: each of its commands says what the page shows, and its package arrives in Anki."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support import REPOSITORY
from transcript import fits, told

TUTORIAL = REPOSITORY / "docs/tutorial.md"
ANKI = """#!{python}
import pathlib, sys
from ankibuilder.engine import collection, import_package
with collection() as opened:
    log = import_package(opened, pathlib.Path(sys.argv[1]))
    pathlib.Path({result!r}).write_text(f"{{log.new}} new, {{opened.card_count()}} cards\\n")
"""


def test_what_the_tutorial_shows_is_what_is_said(tmp_path: Path) -> None:
    """`anki` is stood in for by a program that imports what it is handed into Anki's own engine."""
    programs, work = tmp_path / "programs", tmp_path / "work"
    programs.mkdir()
    work.mkdir()
    (programs / "anki").write_text(ANKI.format(python=sys.executable, result=str(tmp_path / "arrived")), "utf-8")
    (programs / "anki").chmod(0o755)
    count = 0
    for command, shown, said in told(TUTORIAL, work, programs):
        assert fits(shown, said), f"$ {command}\n{said}"
        count += 1
    assert count > 14
    assert (tmp_path / "arrived").read_text(encoding="utf-8") == "3 new, 3 cards\n"
    assert sorted(path.name for path in (work / "capitals/decks/releases").iterdir()) == [
        "CHANGELOG.md",
        "capitals-of-europe-0.1.0.apkg",
        "capitals-of-europe-0.2.0.apkg",
    ]


@pytest.mark.parametrize(
    ("shown", "said", "same"),
    [
        ("a\n", "a\n", True),
        ("a\n", "b\n", False),
        ("…\nz\n", "a\nb\nz\n", True),
        ("…\n", "", True),
        ("5 … more\n", "5 or 6 more\n", True),
        ("5 … more\n", "5 or\n6 more\n", False),
    ],
)
def test_what_is_left_out_stands_for_anything(shown: str, said: str, same: bool) -> None:
    assert fits(shown, said) is same
