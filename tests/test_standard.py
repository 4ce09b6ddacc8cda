"""A project's standard weighs rules, holds the deck itself, and points at the very words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import REPOSITORY, SMALL, project, run

from ankibuilder.check import check
from ankibuilder.load import standard_of
from ankibuilder.rules import active, asked

WITH = SMALL["ankibuilder.yaml"] + "standard: cards/standard.yaml\n"
TWICE = SMALL["cards/example.yaml"].replace("id: secure-base", "id: one").split("  - id: kinder")[0] + (
    "  - {id: two, kind: concept, question: What is a secure base?, answer: A person.}\n"
)


def told(root: Path) -> list[tuple[str, str]]:
    return [(d.rule, str(d.severity)) for d in check(root).diagnostics]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("{}", [("duplicate-prompt", "warning")]),
        ("{duplicate-prompt: error}", [("duplicate-prompt", "error")]),
        ("{duplicate-prompt: off}", []),
    ],
)
def test_a_standard_weighs_rules(tmp_path: Path, levels: str, expected: list[tuple[str, str]]) -> None:
    standard = f"levels: {levels}\n"
    assert told(project(tmp_path, ankibuilder=WITH, cards__standard=standard, cards__example=TWICE)) == expected


def test_an_entry_keeps_its_own_weight(tmp_path: Path) -> None:
    standard = (
        "levels: {unwanted-word: error, too-long: warning}\nlimits: [{fields: [question], words: 3}]\n"
        "words: [{name: word, words: [secure], why: No.}, {name: word, words: [person], why: No., level: error}]\n"
    )
    root = project(tmp_path, ankibuilder=WITH, cards__standard=standard, cards__example=TWICE)
    found = set(told(root)) - {("duplicate-prompt", "warning")}
    assert found == {("unwanted-word", "warning"), ("unwanted-word", "error"), ("too-long", "warning")}


@pytest.mark.parametrize(
    ("standard", "expected"),
    [
        ("limits: [{fields: [answer], words: 2}]\n", []),
        ("limits: [{fields: [answer], words: 9}]\n", [("unused-allow", "warning")]),
        ("limits: [{fields: [answer], words: two}]\n", [("invalid-value", "error")]),
    ],
)
def test_what_silences_a_rule_of_a_broken_standard_is_not_called_unused(
    tmp_path: Path, standard: str, expected: list[tuple[str, str]]
) -> None:
    cards = SMALL["cards/example.yaml"].replace("A safe point.", "A safe point. # ankibuilder: allow too-long")
    assert told(project(tmp_path, ankibuilder=WITH, cards__standard=standard, cards__example=cards)) == expected


_FULL = {
    "limits": "{fields: [answer], kinds: [concept], words: 1}",
    "words": "{name: word, why: No., words: [safe], fields: [answer], kinds: [concept], except: [unsafe],"
    " unless_sources: [none]}",
    "shapes": '{field: answer, kinds: [concept], begins: [No], never_begins: [A], ends: ["?"], never_ends: ["."]}',
    "lines": "{tag: safety, field: extra, any: [help]}",
    "numbers": '{number: "988", near: [US], also: [help]}',
}
_LISTS = [(name, key) for name, entry in _FULL.items() for key in re.findall(r"(\w+): \[", entry)]


@pytest.mark.parametrize("bad", ['[""]', '["* *"]', "[[a]]", '""', "{a: b}"])
@pytest.mark.parametrize(("name", "key"), _LISTS)
def test_an_entry_whose_list_holds_nothing_that_fits_is_left_out(tmp_path: Path, name: str, key: str, bad: str) -> None:
    standard = f"{name}:\n  - " + re.sub(rf"\b{key}: \[[^]]*\]", f"{key}: {bad}", _FULL[name]) + "\n"
    if bad == '["* *"]' and key not in ("words", "except", "fields", "kinds"):
        return  # a text like any other
    cards = SMALL["cards/example.yaml"].replace("A safe point.", "Safe, by 988.\n    tags: [safety]")
    root = project(tmp_path, ankibuilder=WITH, cards__standard=standard, cards__example=cards)
    assert {d.span.source.path for d in check(root).diagnostics} == {"cards/standard.yaml"}
    standing = standard_of(root)
    for rule in active():
        list(asked(rule[0], standing))


@pytest.mark.parametrize("key", ["fields", "yes_no", "lead_ins", "always", "openings", "numbers"])
def test_a_list_of_questions_may_hold_nothing_that_fits(tmp_path: Path, key: str) -> None:
    questions = (
        "{fields: [question], yes_no: [is], lead_ins: [in], sets: {always: [list], openings: [which], numbers: [two]}}"
    )
    standard = "questions: " + re.sub(rf"\b{key}: \[[^]]*\]", f'{key}: [""]', questions) + "\n"
    root = project(tmp_path, ankibuilder=WITH, cards__standard=standard, cards__example=SMALL["cards/example.yaml"])
    assert {(d.rule, d.span.source.path) for d in check(root).diagnostics} == {("empty-field", "cards/standard.yaml")}
    standing = standard_of(root)
    for rule in active():
        list(asked(rule[0], standing))


@pytest.mark.parametrize(
    ("questions", "question", "expected"),
    [
        ("yes_no: [is it, tell*]", "Is it late?", "yes-no-question"),
        ("yes_no: [is it, tell*]", "Telling, or not?", "yes-no-question"),
        ("yes_no: [is it, tell*]", "Is that late?", None),
        ("yes_no: [is]", "They said „Nein.“ Is it late?", "yes-no-question"),
        ("yes_no: [is]", 'What "No." is may be what?', None),
        ("yes_no: [is]", "Is-ness is what?", None),
        ("marks: 1", "What does «Quoi ?» or „Was?“ ask for?", None),
        ("sets: {always: [enumerat*]}", "Enumerating signs, what comes to mind?", "asks-for-a-set"),
        ("sets: {openings: [which], numbers: [sever*]}", "Which several signs are there?", "asks-for-a-set"),
    ],
)
def test_questions_are_told_by_phrases(tmp_path: Path, questions: str, question: str, expected: str | None) -> None:
    standard = f"questions: {{fields: [question], {questions}}}\n"
    cards = SMALL["cards/example.yaml"].split("  - id: kinder")[0].replace("What is a secure base?", f"'{question}'")
    assert question in cards
    root = project(tmp_path, ankibuilder=WITH, cards__standard=standard, cards__example=cards)
    assert [rule for rule, _ in told(root)] == ([expected] if expected else [])


def test_a_standard_may_stand_anywhere(tmp_path: Path) -> None:
    settings = SMALL["ankibuilder.yaml"] + "standard: cards/deeper/mine.yaml\n"
    root = project(tmp_path, ankibuilder=settings, cards__deeper__mine="levels: {duplicate-prompt: error}\n")
    (root / "cards/example.yaml").write_text(TWICE, encoding="utf-8")
    assert told(root) == [("duplicate-prompt", "error")]


def test_the_deck_itself_holds_its_standard() -> None:
    checked = run("check", "--strict", cwd=REPOSITORY)
    assert (checked.returncode, checked.stdout) == (0, "")


# Cards that the deck's guide calls weak, and what was said of them there.
WEAK = [
    ("concept", {"question": "List the signs of avoidance.", "answer": "Distance."}, ["asks-for-a-set"]),
    ("concept", {"question": "Which four patterns are there?", "answer": "Secure and others."}, ["asks-for-a-set"]),
    ("concept", {"question": "Is avoidance caused by childhood?", "answer": "In part."}, ["yes-no-question"]),
    ("concept", {"question": "What are three signs of it?", "answer": "Distance."}, ["asks-for-a-set"]),
    ("concept", {"question": "In this scene, is a way out kept open?", "answer": "In part."}, ["yes-no-question"]),
    ("concept", {"question": "Isn’t a wall a shelter?", "answer": "In part."}, ["yes-no-question"]),
    ("concept", {"question": "They left. May *it* help?", "answer": "In part."}, ["yes-no-question"]),
    ("concept", {"question": "They left. And were you calm?", "answer": "In part."}, ["yes-no-question"]),
    ("concept", {"question": "Which are the four patterns?", "answer": "Many."}, ["asks-for-a-set"]),
    ("concept", {"question": "What are the signs of distance?", "answer": "Many."}, ["asks-for-a-set"]),
    ("concept", {"question": "Please list what helps.", "answer": "Many."}, ["asks-for-a-set"]),
    ("concept", {"question": "Name both ends of the scale.", "answer": "Many."}, ["asks-for-a-set"]),
    ("concept", {"question": "Which eight habits help?", "answer": "Many."}, ["asks-for-a-set"]),
    ("concept", {"question": "Which two-minute habit helps?", "answer": "A pause."}, []),
    ("concept", {"question": "'List-making at night: what helps?'", "answer": "A pause."}, []),
    ("concept", {"question": "What do dads do?", "answer": "They re-wire."}, ["unwanted-word"] * 2),
    ("concept", {"question": "'True/false: it fades.'", "answer": "In part."}, ["unwanted-word"]),
    ("concept", {"question": "What may make them miss you?", "answer": "A pause."}, ["unwanted-word"]),
    ("concept", {"question": "What comes next?", "answer": "They *will* come back."}, ["unwanted-word"]),
    ("concept", {"question": "What comes next?", "answer": "They won’t leave."}, ["unwanted-word"]),
    ("concept", {"question": "What comes next?", "answer": "They’re going to stay."}, ["unwanted-word"]),
    ("concept", {"question": "What comes next?", "answer": "Your partner soon will call."}, ["unwanted-word"]),
    ("concept", {"question": "What is it?", "answer": "one—two " * 8 + "three"}, ["too-long"]),
    ("concept", {"question": "What may a guy do?", "answer": "Ask the lady."}, ["unwanted-word"] * 2),
    ("concept", {"question": "What do avoidant people do?", "answer": "They may retreat."}, ["unwanted-word"]),
    ("concept", {"question": "What does an avoidant partner do?", "answer": "Retreat."}, ["unwanted-word"]),
    ("concept", {"question": "What do avoidants do?", "answer": "They may retreat."}, ["unwanted-word"]),
    ("concept", {"question": "What is an avoidant?", "answer": "A myth."}, ["unwanted-word"]),
    ("concept", {"question": "What does the mother do?", "answer": "She soothes."}, ["unwanted-word"] * 2),
    ("concept", {"question": "What happens in the brain?", "answer": "Oxytocin drops."}, ["unwanted-word"]),
    ("concept", {"question": "What shuts down?", "answer": "The vagal brake."}, ["unwanted-word"]),
    ("concept", {"question": "What does it show?", "answer": "It proves a wound."}, ["unwanted-word"]),
    ("concept", {"question": "Who can you call?", "answer": "Call 988."}, ["number-without-country"]),
    ("concept", {"question": "Who can you call?", "answer": "Text 741741."}, ["number-without-country"]),
    ("concept", {"question": "Who can you call?", "answer": "The Samaritans, on 116 123."}, ["number-without-country"]),
    ("concept", {"question": "Who can you call?", "answer": "Lifeline is 13 11 14."}, ["number-without-country"]),
    ("concept", {"question": "Who can you call?", "answer": "Ring 01 42 68 53 00."}, ["number-without-country"]),
    ("concept", {"question": "It fades. True or false?", "answer": "In part."}, ["unwanted-word"]),
    ("concept", {"question": "What is it? And why?", "answer": "A habit."}, ["several-questions"]),
    ("concept", {"question": "What is it?", "answer": "word " * 19}, ["too-long"]),
    ("concept", {"question": "What is it?", "answer": "word " * 17}, ["too-long"]),
    ("concept", {"question": "word " * 25 + "what?", "answer": "A habit."}, ["too-long"]),
    ("reframe", {"thought": "Give space.", "reframe": "Then they will return."}, ["unwanted-word"]),
    ("reframe", {"thought": "'\"I am too much.\"'", "reframe": "I have needs."}, ["misshapen"]),
    ("reframe", {"thought": "I am bad.", "reframe": "I am enough."}, ["unwanted-word"]),
    ("reframe", {"thought": "They went.", "reframe": "No contact makes them call."}, ["unwanted-word"]),
    ("warning-sign", {"scene": "Dinner, then silence", "question": "What now?", "answer": "Rest."}, ["misshapen"]),
    ("warning-sign", {"scene": "They left.", "question": "word " * 23 + "w?", "answer": "Rest."}, ["too-long"]),
]


@pytest.mark.parametrize(("kind", "texts", "rules"), WEAK, ids=lambda value: str(value)[:40])
def test_what_the_guide_calls_weak_is_told(tmp_path: Path, kind: str, texts: dict[str, str], rules: list[str]) -> None:
    lines = "".join(f"    {name}: {text}\n" for name, text in texts.items())
    good = "    extra: Many clinicians see it so.\n    sureness: lore\n    covers: [all]\n    view: self\n"
    cards = f"module: example\ntitle: Example\ncards:\n  - id: weak\n    kind: {kind}\n{lines}{good}"
    root = project(
        tmp_path,
        ankibuilder=WITH + "views: [self, partner]\n",
        cards__standard=(REPOSITORY / "cards/standard.yaml").read_text(encoding="utf-8"),
        cards__references=(REPOSITORY / "cards/references.yaml").read_text(encoding="utf-8"),
        cards__objectives="- {id: all, statement: All., module: example}\n",
        cards__example=cards,
    )
    assert [rule for rule, _ in told(root)] == rules
