"""`# ankibuilder: allow <rule>`: silences a rule where it stands, is told when it does not, and is text inside text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support import project

from ankibuilder.check import check

HEAD = "module: example\ntitle: E\ncards:\n  - id: a\n    kind: concept\n    question: Q?\n"


def told(folder: Path, card: str) -> list[tuple[str, str, int, int]]:
    root = project(folder, cards__example=HEAD + card)
    return [(d.rule, str(d.severity), d.span.line, d.span.column) for d in check(root).diagnostics]


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("    answer: One #two\n", [("cut-off-text", "warning", 7, 17)]),
        ("    answer: One #two # ankibuilder: allow cut-off-text\n", []),
        ("    answer: One #two # ankibuilder: allow cut-off-text, it is meant\n", [("unused-allow", "warning", 7, 57)]),
        ("    answer: One #two # ankibuilder: allow cut-off-text - it is meant so\n", []),
        ("    # ankibuilder: allow cut-off-text\n    answer: One #two\n",
         [("unused-allow", "warning", 7, 26), ("cut-off-text", "warning", 8, 17)]),
        ("    answer: One # ankibuilder: allow cut-off-text\n", [("unused-allow", "warning", 7, 38)]),
        ("    answer: One # ankibuilder: allow cut-of-text\n", [("unused-allow", "warning", 7, 38)]),
        ('    answer: "One # ankibuilder: allow cut-off-text"\n', []),
        ("    answer: |\n      One\n      # ankibuilder: allow cut-off-text\n", []),
        ("    anwser: One # ankibuilder: allow unknown-field\n",
         [("unknown-field", "error", 7, 5), ("unused-allow", "warning", 7, 38)]),
        ("    answer: One # ankibuilder: allow duplicate-key\n    answer: Two\n",
         [("unused-allow", "warning", 7, 38), ("duplicate-key", "error", 8, 5)]),
        ("    answer: One #two # ankibuilder: allow: cut-off-text\n",
         [("cut-off-text", "warning", 7, 17), ("unused-allow", "warning", 7, 22)]),
        ("    answer: One #two #ankibuilder: allow cut-off-text\n",
         [("cut-off-text", "warning", 7, 17), ("unused-allow", "warning", 7, 22)]),
        ("    answer: One  # Ankibuilder allow cut-off-text\n", [("unused-allow", "warning", 7, 18)]),
        ("    answer: One  # ankibuilder: allow me to say so\n", [("unused-allow", "warning", 7, 39)]),
        ("    answer: One  # ankibuilder allow it, please\n", []),
        ("    answer: One  # ankibuilder: allows nothing of it\n", []),
        ('    answer: "One # ankibuilder: allow: cut-off-text"\n', []),
    ],
)  # fmt: skip
def test_allow(card: str, expected: list[tuple[str, str, int, int]], tmp_path: Path) -> None:
    assert told(tmp_path, card) == expected


def test_a_misspelt_rule_is_guessed(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=HEAD + "    answer: One # ankibuilder: allow cut-of-text\n")
    assert check(root).diagnostics[0].hint == "did you mean `cut-off-text`?"


STANDARD = "words: [{name: a, words: [toxic], why: It hurts.}]\n"


def with_standard(folder: Path, card: str) -> list[tuple[str, int]]:
    settings = "namespace: example\nname: Example\nstandard: cards/standard.yaml\n"
    root = project(folder, ankibuilder=settings, cards__standard=STANDARD, cards__example=HEAD + card)
    return [(d.rule, d.span.line) for d in check(root).diagnostics]


def test_the_line_of_a_block_text_is_no_text(tmp_path: Path) -> None:
    text = "    answer: >-  # ankibuilder: allow unwanted-word\n      A toxic thing.\n"
    assert with_standard(tmp_path / "a", text) == []
    assert with_standard(tmp_path / "b", text.replace("toxic", "hard")) == [("unused-allow", 7)]
    assert with_standard(tmp_path / "c", "    answer: >-\n      A toxic thing.\n") == [("unwanted-word", 8)]


def test_many_comments_take_no_longer_each(tmp_path: Path) -> None:
    cards = "".join(
        f"  - id: a{at}\n    kind: concept\n    question: Question {at}?\n"
        f"    answer: One #{at} # ankibuilder: allow cut-off-text\n"
        for at in range(2_000)
    )
    start = time.process_time()
    assert check(project(tmp_path, cards__example=f"module: example\ntitle: E\ncards:\n{cards}")).diagnostics == []
    assert time.process_time() - start < 10  # seconds; it once took hours


@pytest.mark.parametrize(
    "comment",
    ["# ankibuilder: allow: too-long", "#ankibuilder: allow too-long", "# ankibuilder:allow too-long",
     "# ANKIBUILDER: Allow too-long", "# ankibuilder allow too-long", "# ankibuilder: allow [too-long]"],
)  # fmt: skip
def test_how_it_is_written_is_told(comment: str, tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=HEAD + f"    answer: One  {comment}\n")
    found = [d for d in check(root).diagnostics if d.rule == "unused-allow"]
    assert [d.hint for d in found] == ["write `# ankibuilder: allow too-long`"]
