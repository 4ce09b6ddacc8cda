"""`stats`: what is counted is what is there, as text and as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path

from support import CASES, REPOSITORY, project, run, write

CARDS = """module: {module}
title: T
cards:
  - id: {module}-one
    kind: concept
    view: self
    question: What is a cat?
    answer: A small animal that lives with people and hunts at night when they are asleep in bed.
    sources: [two, one]
    sureness: established
    covers: [first]
    reviewed: [{{by: Ada, date: 2026-01-01}}]
  - id: {module}-two
    kind: concept
    view: both
    question: What is a dog?
    answer: Another.
    extra: Three more words.
    sources: [two]
  - id: {module}-three
    kind: reframe
    view: self
    thought: T.
    reframe: R.
    covers: [second]
    retired: {{because: Wrong.}}
"""
FILES: dict[str, str | None] = {
    "ankibuilder.yaml": "namespace: n\nname: N\nviews: [self, both]\n",
    "cards/1.yaml": CARDS.format(module="a"),
    "cards/2.yaml": CARDS.format(module="b"),
    "cards/references.yaml": "".join(f"- {{id: {name}, type: book, title: T, checked: {how}}}\n" for name, how in
                                     [("one", "record"), ("two", "abstract"), ("three", "record")]),
    "cards/objectives.yaml": "- {id: first, statement: S, module: a}\n- {id: second, statement: S, module: b}\n",
    "decks/all.yaml": "name: A\ntitle: A\ndescription: D\n"
                      "include: [{module: a, subdeck: 1}, {module: b, subdeck: 2}]\n",
    "decks/b.yaml": "name: B\ntitle: B\ndescription: D\ninclude: [{module: b}]\n",
}  # fmt: skip


def counted(root: Path, *options: str) -> dict[str, object]:
    done = run("stats", "--format", "json", *options, cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_everything_is_counted(tmp_path: Path) -> None:
    assert counted(write(tmp_path, FILES)) == {
        "cards": 4,
        "retired": 2,
        "words": 2 * (4 + 17 + 4 + 1 + 3),
        "answer_words": {"usual": 9, "highest": 17},
        "grades": {"concept": {"usual": 2.6, "highest": 2.6}},
        "objectives": 2,
        "uncovered": ["second"],
        "sources": {"two": 4, "one": 2},
        "unused": ["three"],
        "checked": {"record": 1, "abstract": 1},
        "reviewed": 2,
        "reviewers": {"Ada": 2},
        "by": {
            "module": {"a": 2, "b": 2},
            "kind": {"concept": 4},
            "view": {"self": 2, "both": 2},
            "sureness": {"established": 2, "": 2},
            "deck": {"all": 4, "b": 2},
        },
    }


def test_one_deck(tmp_path: Path) -> None:
    told = counted(write(tmp_path, FILES), "b")
    assert (told["cards"], told["retired"], told["objectives"], told["uncovered"]) == (2, 1, 1, ["second"])
    assert (told["sources"], told["unused"]) == ({"two": 2, "one": 1}, [])
    unknown = run("stats", "c", cwd=tmp_path)
    assert (unknown.returncode, "there is no deck `c`" in unknown.stderr) == (2, True)


def test_as_text(tmp_path: Path) -> None:
    shown = run("stats", "-v", cwd=write(tmp_path, FILES)).stdout
    for line in ("4 cards, and 2 retired ones", "  b                 2   50%", "  (not said)        2   50%",
                 "words: 58; an answer has 9 usually, 17 at most", "objectives: 1 of 2 covered",
                 "  no card covers second",
                 "reviewed: 2 of 4", "sources: 2 used (seen of them: record 1, abstract 1)", "      4  two",
                 "  not used by any card: three"):  # fmt: skip
        assert line in shown.splitlines()


def test_what_is_not_said_anywhere_is_no_line(tmp_path: Path) -> None:
    shown = run("stats", cwd=project(tmp_path)).stdout
    assert "by view" not in shown
    assert "by sureness" not in shown


def test_answers_are_left_out_where_no_card_has_one(tmp_path: Path) -> None:
    told = run("stats", cwd=CASES / "good/own-cloze").stdout
    assert re.search(r"^words: \d+$", told, re.M)


def test_another_language_has_no_grade(tmp_path: Path) -> None:
    german = {"ankibuilder.yaml": "namespace: n\nname: N\nlanguage: de\nviews: [self, both]\n"}
    assert counted(write(tmp_path, FILES | german))["grades"] == {}


def test_nothing_is_counted_that_could_not_be_read(tmp_path: Path) -> None:
    done = run("stats", cwd=write(tmp_path, FILES | {"cards/2.yaml": "module: [\n"}))
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing was counted: 1 error" in done.stderr


def test_this_deck() -> None:
    told = counted(REPOSITORY)
    assert isinstance(told["by"], dict)
    assert told["cards"] == sum(told["by"]["module"].values()) == told["by"]["deck"]["closeness"]
