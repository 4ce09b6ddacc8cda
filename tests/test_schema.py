"""The schemas agree with `check`: an independent validator takes what is good, and refuses what form alone shows."""

from __future__ import annotations

import contextlib
import json
import re
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match
from support import CASES, REPOSITORY, SMALL, project, run, run_here

from ankibuilder.load import outline
from ankibuilder.schema import schemas

GOOD = sorted(path for path in (CASES / "good").iterdir() if path.is_dir())
BAD = sorted(path for path in (CASES / "bad").iterdir() if path.is_dir())
FORMS = {
    "ankibuilder.yaml": "project",
    "cards/references.yaml": "references",
    "cards/objectives.yaml": "objectives",
    "cards/standard.yaml": "standard",
    "cards/**/*.yaml": "card",
    "decks/*.yaml": "deck",
    "kinds/*/kind.yaml": "kind",
}

# What no schema can say, by the name of the case, and why.
BEYOND = {
    "circular-order-*": "the order of several entries",
    "duplicate-id-*": "an id that stands elsewhere, too",
    "duplicate-key-*": "readers keep one of the two before a schema sees them",
    "empty-field-adopted-fronts": "what a template shows",
    "empty-field-only-a-*": "text that is empty only once it is HTML",
    "invalid-value-card-of-another-module": "what another file holds",
    "invalid-value-card-twice-in-deck": "the same name in several entries",
    "invalid-value-cloze-without-gaps-on-the-back": "what a template holds",
    "invalid-value-empty-front": "what a template holds",
    "invalid-value-include-selects-nothing": "what another file holds",
    "invalid-value-module-twice-in-deck": "the same name in several entries",
    "invalid-value-newer-tool": "the version of this program",
    "invalid-value-no-such-day": "the calendar",
    "invalid-value-presets-differ": "what another file holds",
    "invalid-value-sort-in-kind": "a name that another entry declares",
    "invalid-value-standard-better-above-limit": "two numbers that must fit each other",
    "invalid-value-standard-field-of-another-kind": "which kind has which fields",
    "invalid-value-subdeck-order": "the order of several entries",
    "invalid-value-template-names-no-field": "what a template holds",
    "lost-identity-*": "what was released",
    "missing-field-no-cards": "a file that is not there",
    "missing-field-no-deck": "a file that is not there",
    "missing-field-standard-openings": "that one name needs another",
    "missing-field-standard-share": "that one of two names is needed",
    "missing-media-*": "a file that is not there",
    "not-text-*": "bytes, and characters inside a text",
    "too-complex-*": "YAML's own devices, gone before a schema sees them",
    "unknown-card-*": "what another file holds",
    "unknown-module-*": "what another file holds",
    "unknown-objective-*": "what another file holds",
    "unknown-source-*": "what another file holds",
    "unsafe-content-*": "what a text, a picture or a style holds",
    "yaml-syntax-*": "no YAML, so that there is nothing to look at",
}
WITHIN_ALL_THE_SAME = {
    "not-text-hidden-in-key", "not-text-zero-width-in-id", "too-complex-deep-list", "yaml-syntax-no-break-spaces",
}  # fmt: skip
# An editor cannot tell these two from a value that was forgotten.
NOTHING_IN_WORDS = [("cards", 2, "answer"), ("cards", 3, "question")]


class Core(yaml.CSafeLoader):
    """Reads plain scalars as YAML 1.2's core schema does, and so as editors do."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way


for tag, form in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}.items():
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{form})$"), None)


@cache
def faults(root: Path) -> dict[str, list[ValidationError]]:
    """What the validator finds in each file of a project, by the project's own schemas; leaves out what is no YAML."""
    forms = schemas(outline(root)[0])
    found: dict[str, list[ValidationError]] = {}
    for pattern, form in FORMS.items():
        for path in root.glob(pattern):
            name = path.relative_to(root).as_posix()
            if name not in found and path.is_file():
                with contextlib.suppress(yaml.YAMLError):
                    value = yaml.load(path.read_bytes(), Core)
                    found[name] = list(Draft202012Validator(forms[form]).iter_errors(value))
    return found


def refused(root: Path) -> set[str]:
    return {name for name, errors in faults(root).items() if errors}


def reason(case: str) -> str:
    return "" if case in WITHIN_ALL_THE_SAME else next((why for name, why in BEYOND.items() if fnmatch(case, name)), "")


def places(root: Path) -> set[str]:
    """The files that `check` finds something in (test_cases.py holds it to that)."""
    told = (root / "expected.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^(\S[^:\n]*):\d+:\d+: error: ", told, re.M))


def test_the_schemas_are_schemas() -> None:
    for schema in schemas(outline(REPOSITORY)[0]).values():
        Draft202012Validator.check_schema(schema)


def test_the_deck_itself_is_taken() -> None:
    found = faults(REPOSITORY)
    assert refused(REPOSITORY) == set()
    for name in (
        "ankibuilder.yaml",
        "cards/references.yaml",
        "cards/standard.yaml",
        "cards/objectives.yaml",
        "decks/closeness.yaml",
    ):
        assert name in found
    for path in (REPOSITORY / "ankibuilder/kinds").glob("*/kind.yaml"):
        kind = yaml.load(path.read_bytes(), Core)
        assert Draft202012Validator(schemas(outline(REPOSITORY)[0])["kind"]).is_valid(kind)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_a_good_case_is_taken(case: Path) -> None:
    errors = [tuple(error.absolute_path) for found in faults(case).values() for error in found]
    assert errors == (NOTHING_IN_WORDS if case.name == "text-stays-what-was-typed" else [])


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_bad_case_is_refused_where_form_alone_shows_it(case: Path) -> None:
    assert bool(refused(case) & places(case)) is not bool(reason(case.name)), reason(case.name)
    if not outline(case)[1]:
        assert refused(case) <= places(case), "nothing else is called wrong"


def test_most_kinds_of_slips_are_within_a_schema() -> None:
    assert len([case for case in BAD if not reason(case.name)]) >= 90
    for pattern in BEYOND:
        assert any(fnmatch(case.name, pattern) for case in BAD), pattern


def best(root: Path, name: str = "cards/example.yaml") -> tuple[list[str | int], str]:
    error = best_match(faults(root)[name])
    return list(error.absolute_path), error.message


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("answer:", "anwser:", ["cards", 0], "'anwser' was unexpected"),
        ("answer: A safe point.", "answer: A safe point.\n    scene: S", ["cards", 0], "'scene' was unexpected"),
        ("kind: concept", "kind: concpet", ["cards", 0, "kind"], "'concpet' is not one of"),
        ("kind: concept", "knid: concept", ["cards", 0], "'knid' was unexpected"),
        ("    answer: A safe point.\n", "", ["cards", 0], "'answer' is a required property"),
        ("title: Example", "titel: Example", [], "'titel' was unexpected"),
        ("answer: A safe point.", "answer:", ["cards", 0, "answer"], "None is not of type"),
        ("answer: A safe point.", "answer: A.\n    sources: a", ["cards", 0, "sources"], "'a' is not of type 'array'"),
    ],
)
def test_the_first_error_names_the_real_fault(
    tmp_path: Path, old: str, new: str, place: list[str | int], words: str
) -> None:
    found, message = best(project(tmp_path, cards__example=SMALL["cards/example.yaml"].replace(old, new, 1)))
    assert found == place
    assert words in message


def test_a_projects_own_views_and_kinds_are_known(tmp_path: Path) -> None:
    case = CASES / "good/own-kind-with-two-templates"
    kinds = [path.name for path in (case / "kinds").iterdir()]
    card = schemas(outline(case)[0])["card"]["properties"]["cards"]["items"]
    assert set(kinds) < set(card["properties"]["kind"]["enum"])
    assert "view" not in card["properties"]
    viewed = outline(project(tmp_path, ankibuilder=SMALL["ankibuilder.yaml"] + "views: [mine, yours]\n"))[0]
    card = schemas(viewed)["card"]["properties"]["cards"]["items"]
    assert card["properties"]["view"]["enum"] == ["mine", "yours"]
    assert "view" in card["required"]


def test_every_pattern_is_one_that_editors_can_read() -> None:
    """JavaScript knows fewer escapes than Python, and stops at one it does not know."""
    patterns = re.findall(r'"pattern": (".*")', json.dumps(schemas(outline(REPOSITORY)[0]), indent=0))
    assert len(patterns) > 50
    for pattern in map(json.loads, patterns):
        assert set(re.findall(r"\\(.)", pattern)) <= set("sSdn.{}[]*\\"), pattern
        assert not re.search(r"\(\?[^:!=]", pattern)


def test_the_committed_schemas_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(capsys, "schema", "--check", "--project", REPOSITORY)[:2] == (0, "")


def test_a_stale_schema_is_told(tmp_path: Path) -> None:
    root = project(tmp_path)
    written = run("schema", "-o", "schema", cwd=root)
    names = ["card", "deck", "project", "kind", "references", "objectives", "standard"]
    assert written.stdout.split() == [str(Path(f"schema/{name}.schema.json")) for name in names]
    assert run("schema", "--check", cwd=root).returncode == 0
    (root / "ankibuilder.yaml").write_text(SMALL["ankibuilder.yaml"] + "views: [mine]\n", encoding="utf-8")
    (root / "schema/kind.schema.json").unlink()
    stale = run("schema", "--check", cwd=root)
    assert stale.returncode == 1
    assert [line.partition(": ")[0] for line in stale.stdout.splitlines()] == [
        str(Path(f"schema/{name}.schema.json")) for name in ("card", "deck", "kind", "standard")
    ]
    assert "run `ankibuilder schema -o schema`" in stale.stderr
    assert not (root / "schema/kind.schema.json").exists()


def test_all_of_them_go_to_stdout(tmp_path: Path) -> None:
    printed = run("schema", cwd=project(tmp_path))
    assert (printed.returncode, printed.stderr) == (0, "")
    assert json.loads(printed.stdout) == schemas(outline(tmp_path)[0])


def test_nothing_is_made_of_half_a_project(tmp_path: Path) -> None:
    root = project(tmp_path, ankibuilder="namespace: Example\nname: Example\n")
    failed = run("schema", "-o", "schema", cwd=root)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "ankibuilder.yaml:1:12: error:" in failed.stderr
    assert not (root / "schema").exists()
