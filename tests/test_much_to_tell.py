"""Where a rule finds more than anybody reads, it tells enough, and says that there is more."""

from __future__ import annotations

from pathlib import Path

from support import SMALL, write

from ankibuilder.check import check
from ankibuilder.diagnostics import Diagnostic

STANDARD = """words: [{name: gendered word, words: [he, he goes], except: [he said], why: Anyone can be.}]
alike: {similarity: 85}
"""
HEAD = "module: example\ntitle: Example\ncards:\n"


def found(folder: Path, rule: str, *questions: str) -> list[Diagnostic]:
    cards = "".join(
        f"  - id: card-{at}\n    kind: concept\n    question: {question}\n    answer: {at}\n"
        for at, question in enumerate(questions)
    )
    settings = SMALL["ankibuilder.yaml"] + "standard: cards/standard.yaml\n"
    files = {"ankibuilder.yaml": settings, "cards/standard.yaml": STANDARD, "cards/example.yaml": HEAD + cards}
    checked = check(write(folder, SMALL | files), lambda name: name == rule)
    return [diagnostic for diagnostic in checked.diagnostics if diagnostic.rule == rule]


def test_of_one_entry_fifty_places_in_a_text_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    told = found(tmp_path, "unwanted-word", "What does " + "he, " * 1_259 + "do?")
    assert [diagnostic.span.column for diagnostic in told] == [25 + 4 * at for at in range(50)]
    assert {diagnostic.message for diagnostic in told[:-1]} == {"`he` (gendered word): Anyone can be."}
    assert told[-1].message == "`he` (gendered word): Anyone can be. (1,209 more in this text)"


def test_of_fifty_places_none_is_left_to_count(tmp_path: Path) -> None:
    told = found(tmp_path, "unwanted-word", "What does " + "he, " * 50 + "do?")
    assert len(told) == 50
    assert "more" not in told[-1].message


def test_of_phrases_that_overlap_the_longest_is_told_once(tmp_path: Path) -> None:
    told = found(tmp_path, "unwanted-word", """'What if he goes, he said, and "he" he goes?'""")
    assert [(one.message[:9], one.span.column) for one in told] == [("`he goes`", 24), ("`he goes`", 51)]


def test_of_a_module_a_thousand_pairs_are_told(tmp_path: Path) -> None:
    told = found(tmp_path, "near-duplicate", *(f"What is the name of this part, number {at}?" for at in range(60)))
    assert len(told) == 1_001
    assert sum("pairs of this module that are alike are told" in one.message for one in told) == 1


def test_of_long_texts_the_beginnings_are_compared(tmp_path: Path) -> None:
    same, other = "closeness comes and goes " * 90, "distance helps at times " * 90
    told = found(tmp_path, "near-duplicate", f"0 {same}", f"1 {same}{other}")
    assert [one.message.split(" (")[0] for one in told] == [
        "the first 2,000 characters of this prompt are 100 % like those of `card-0`"
    ]


def test_a_prompt_that_is_a_word_apart_from_many_is_told_once(tmp_path: Path) -> None:
    same = [f"What do people fear most in form {at}{at}{at}{at}{at}{at}{at}?" for at in range(1, 10)]
    assert len(found(tmp_path, "interference", *same)) == 8
