"""Every rule's docstring is its manual and its test: failing examples are told where they say, passing ones are not."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from support import REPOSITORY, SMALL, run, write

from ankibuilder.check import check
from ankibuilder.load import standard_of
from ankibuilder.manuals import readable
from ankibuilder.rules import asked, judging, manual, names

RULES = REPOSITORY / "ankibuilder/rules"
STANDARD = "cards/standard.yaml"
ASKED_BY_LEVEL = {"duplicate-prompt", "uncovered-objective"}
OBJECTIVES = "- {id: safe-point-to-explore, statement: Know the safe point., module: example}\n"
_MODULE = "module: example\ntitle: Example\ncards:\n"
_MARK = re.compile(r'  # error: (\d+) "(.*)"$')


class Expected(NamedTuple):
    path: str
    line: int
    column: int
    message: str


def examples(rule: str, heading: str) -> list[str]:
    """The indented blocks below a heading of a manual."""
    return [
        "\n".join(line[4:] for line in block.rstrip().splitlines()) + "\n"
        for block in re.findall(rf"^{heading}:\n\n((?:    .*\n|\n)+)", manual(rule) + "\n", re.M)
    ]


def files(example: str) -> tuple[dict[str, str], list[Expected]]:
    """Make project files of an example, and find what it says is wrong; a bare list of cards stands in one module."""
    if example.startswith("- "):
        example = _MODULE + "".join(f"  {line}\n" for line in example.splitlines())
    parts = re.split(r"^# file: (\S+)\n", example, flags=re.M)
    found = dict(zip(parts[1::2], parts[2::2], strict=True)) or {"cards/example.yaml": example}
    expected = []
    for path, text in found.items():
        for number, line in enumerate(text.splitlines(), start=1):
            if mark := _MARK.search(line):
                expected.append(Expected(path, number, int(mark[1]), mark[2]))
        found[path] = "".join(_MARK.sub("", line) + "\n" for line in text.splitlines())
    return found, expected


def told(folder: Path, changed: dict[str, str]) -> list[tuple[str, Expected]]:
    modules = re.findall(r"^module: (\S+)$", "".join(changed.values()), re.M)
    include = "".join(f"  - {{module: {module}}}\n" for module in modules)
    deck = {"decks/example.yaml": SMALL["decks/example.yaml"].replace("  - {module: example}\n", include)}
    settings = SMALL["ankibuilder.yaml"] + ("standard: cards/standard.yaml\n" if STANDARD in changed else "")
    objectives = {"cards/objectives.yaml": OBJECTIVES} if "covers:" in "".join(changed.values()) else {}
    write(folder, {**SMALL, **(deck if modules else {}), "ankibuilder.yaml": settings, **objectives, **changed})
    return [
        (d.rule, Expected(d.span.source.path, d.span.line, d.span.column, d.message)) for d in check(folder).diagnostics
    ]


def test_every_file_of_the_rules_is_one() -> None:
    files = {path.stem.replace("_", "-") for path in RULES.glob("*.py") if not path.stem.startswith("_")}
    assert set(names()) == files


@pytest.mark.parametrize("rule", names())
def test_manual_has_its_parts(rule: str) -> None:
    fault, _, rest = manual(rule).partition("\n\n")
    assert fault.endswith(".")
    assert "\n" not in fault
    assert rest.partition("\n\nFails:")[0].strip(), "why a learner suffers"
    assert examples(rule, "Fails")
    assert examples(rule, "Passes")


@pytest.mark.parametrize("rule", names())
def test_failing_examples_are_told(rule: str, tmp_path: Path) -> None:
    for at, example in enumerate(examples(rule, "Fails")):
        changed, expected = files(example)
        assert expected, f"a failing example of {rule} marks no error"
        found = told(tmp_path / str(at), changed)
        assert [(name, place[:3]) for name, place in found] == [(rule, place[:3]) for place in sorted(expected)]
        for (_, place), wanted in zip(found, sorted(expected), strict=True):
            assert place.message.startswith(wanted.message)


@pytest.mark.parametrize("rule", names())
def test_passing_examples_are_clean(rule: str, tmp_path: Path) -> None:
    for at, example in enumerate(examples(rule, "Passes")):
        changed, expected = files(example)
        assert not expected
        assert told(tmp_path / str(at), changed) == []


def test_explain_prints_the_manual() -> None:
    assert run("explain", "duplicate-id").stdout == f"duplicate-id\n\n{readable('duplicate-id')}\n"


@pytest.mark.parametrize("rule", names())
def test_a_readable_manual_points_at_what_is_wrong(rule: str) -> None:
    """Arrows stand where the marks say; nothing else changes."""
    marks = [_MARK.search(line) for line in manual(rule).splitlines()]
    arrows = [line for line in readable(rule).splitlines() if re.match(r" +\^ ", line)]
    assert [arrow.partition("^ ")[2] for arrow in arrows] == [mark[2] for mark in marks if mark]
    kept = [line for line in readable(rule).splitlines() if line not in arrows]
    assert kept == [_MARK.sub("", line) for line in manual(rule).splitlines()]


def test_an_arrow_stands_below_the_column_that_a_mark_gives() -> None:
    assert "      answer: A safe point #1 to explore from.\n                           ^ everything" in readable(
        "cut-off-text"
    )
    assert "        question: List the signs of avoidance.\n                  ^ `List`" in readable("asks-for-a-set")


def test_explain_takes_what_every_command_takes(tmp_path: Path) -> None:
    write(tmp_path, {**SMALL, "ankibuilder.yaml": SMALL["ankibuilder.yaml"] + f"standard: {STANDARD}\n"})
    write(tmp_path, {STANDARD: "levels: {early-term: off}\n"})
    told = run("explain", "early-term", "-q", "--no-color", "--project", tmp_path)
    assert told.stdout.endswith("In this project:\n\n- This rule is off.\n")
    assert (told.stderr, told.returncode) == ("", 0)


def test_explain_tells_where_all_rules_are_listed() -> None:
    unknown = run("explain", "nope")
    assert unknown.returncode == 2
    assert "hint: `ankibuilder explain` alone lists all rules" in unknown.stderr
    assert "did you mean `too-long`? `ankibuilder explain` alone" in run("explain", "to-long").stderr


def test_explain_tells_what_the_standard_around_says(tmp_path: Path) -> None:
    write(tmp_path / "in", {**SMALL, "ankibuilder.yaml": SMALL["ankibuilder.yaml"] + f"standard: {STANDARD}\n"})
    words = "words:\n  - {name: type noun, words: [avoidants, toxic], why: No kinds of people., fields: [answer]}\n"
    write(tmp_path / "in", {STANDARD: "levels: {unwanted-word: error, early-term: off}\n" + words})
    outside = run("explain", "unwanted-word", cwd=tmp_path).stdout
    assert outside == f"unwanted-word\n\n{readable('unwanted-word')}\n"
    inside = run("explain", "unwanted-word", cwd=tmp_path / "in/cards").stdout
    assert inside.removeprefix(outside) == (
        "\nIn this project:\n\n- What it finds is an error.\n"
        "- type noun (warning), in `answer`: `avoidants` or `toxic`. No kinds of people.\n"
    )
    assert run("explain", "early-term", cwd=tmp_path / "in").stdout.endswith(
        "In this project:\n\n- This rule is off.\n"
    )


@pytest.mark.parametrize(
    ("rule", "standard", "expected"),
    [
        ("hard-to-read", "reading: {card: 10, average: 7}\n",
         "- nothing is graded: the grade is made for English, and this project's language is `de`\n"),
        ("asks-for-a-set", "questions: {fields: [question], sets: {openings: [name, which]}}\n",
         "- `name` or `which` before a number asks for a set\n"),
        ("unbalanced", "balance: {from: 200, shares: [{among: reframe, least: 9}]}\n",
         "- at least 9 % of the cards of kind `reframe`, from 200 cards on\n"),
    ],
)  # fmt: skip
def test_explain_tells_no_more_than_is_done(rule: str, standard: str, expected: str, tmp_path: Path) -> None:
    settings = SMALL["ankibuilder.yaml"] + f"language: de\nstandard: {STANDARD}\n"
    write(tmp_path, {**SMALL, "ankibuilder.yaml": settings, STANDARD: standard})
    assert run("explain", rule, cwd=tmp_path).stdout.partition("In this project:\n\n")[2] == expected


@pytest.mark.parametrize("rule", sorted(judging()))
def test_what_a_rule_goes_by_is_told(rule: str) -> None:
    """The standard of the deck itself speaks to every rule that needs one."""
    goes_by = re.search(r"project\.standard|standard = ", (RULES / f"{rule.replace('-', '_')}.py").read_text("utf-8"))
    assert bool(list(asked(rule, standard_of(REPOSITORY)))) is (bool(goes_by) or rule in ASKED_BY_LEVEL)


def suite_on(copy: Path) -> subprocess.CompletedProcess[str]:
    """Run the tests of the manuals in a copy of this repository."""
    tests = ("manual_has_its_parts", "failing_examples_are_told", "passing_examples_are_clean")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-k",
        " or ".join(tests),
        "tests/test_rules.py",
    ]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(copy)})


@pytest.mark.long
@pytest.mark.parametrize("missing", ["Fails", "Passes"])
def test_a_planted_rule_without_an_example_fails(missing: str, tmp_path: Path) -> None:
    for folder in ("ankibuilder", "tests"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=shutil.ignore_patterns("cases", "__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    assert suite_on(tmp_path).returncode == 0
    planted = (RULES / "duplicate_prompt.py").read_text(encoding="utf-8").replace(f"{missing}:\n", "Else:\n")
    (tmp_path / "ankibuilder/rules/planted.py").write_text(planted, encoding="utf-8")
    suite = suite_on(tmp_path)
    assert suite.returncode == 1
    assert "test_manual_has_its_parts[planted]" in suite.stdout


def test_explain_lists_all_and_guesses() -> None:
    listed = run("explain")
    assert sorted(re.findall(r"^([a-z-]+) +\S.*\.$", listed.stdout, re.M)) == list(names())
    forms, _, judges = listed.stdout.partition("\nRules that judge\n")
    assert forms.startswith("Errors of form\n")
    assert set(re.findall(r"^([a-z-]+) +\S", judges, re.M)) == judging()
    unknown = run("explain", "dupicate-id")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "did you mean `duplicate-id`?" in unknown.stderr
