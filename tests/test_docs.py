"""The documents tell the truth: what they name is there, and every command, rule and kind is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import REPOSITORY, project, run, write

from ankibuilder.difference import harms
from ankibuilder.kinds import common_fields, read_kinds
from ankibuilder.kinds.common import EVERY_CARD
from ankibuilder.load.card_keys import card_keys
from ankibuilder.rules import active, judging, manual, names

DOCUMENTS = sorted(path for folder in (".", "docs") for path in (REPOSITORY / folder).glob("*.md"))
COMMANDS = sorted(path.stem for path in (REPOSITORY / "ankibuilder/commands").glob("[a-z]*.py"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)#:\s]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / link).exists(), link


def test_every_stage_is_on_the_map() -> None:
    words = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for path in (REPOSITORY / "ankibuilder").iterdir():
        if not path.name.startswith("__"):
            assert f"`{path.name}{'/' if path.is_dir() else ''}`" in words, path.name


def test_every_command_is_in_the_readme() -> None:
    words = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`ankibuilder {command}" in words


def test_what_identity_names_exists() -> None:
    words = (REPOSITORY / "docs/identity.md").read_text(encoding="utf-8")
    tests = (REPOSITORY / "tests/test_identity.py").read_text(encoding="utf-8")
    named = set(re.findall(r"test_(?!identity)\w+", words))
    assert len(named) > 7
    for name in named:
        assert f"def {name}(" in tests, name


def test_the_readmes_finding_is_what_check_says(tmp_path: Path) -> None:
    shown = re.search(
        r"```console\n\$ \.venv/bin/ankibuilder check\n(.*?)```", (REPOSITORY / "README.md").read_text(), re.S
    )
    assert shown
    place = re.match(r"(cards/\S+?):(\d+):", shown[1])
    assert place
    for name in ("cards", "decks"):
        (tmp_path / name).mkdir()
        for path in (REPOSITORY / name).glob("*.yaml"):
            (tmp_path / name / path.name).write_bytes(path.read_bytes())
    (tmp_path / "ankibuilder.yaml").write_bytes((REPOSITORY / "ankibuilder.yaml").read_bytes())
    lines = (tmp_path / place[1]).read_text(encoding="utf-8").split("\n")
    lines[int(place[2]) - 1] = lines[int(place[2]) - 1].replace("answer:", "anwser:")
    (tmp_path / place[1]).write_text("\n".join(lines), encoding="utf-8")
    assert run("check", "--project", tmp_path).stdout == shown[1]


def test_the_readmes_own_deck_builds(tmp_path: Path) -> None:
    files = re.findall(r"```yaml\n# (\S+)\n(.*?)```", (REPOSITORY / "README.md").read_text(encoding="utf-8"), re.S)
    assert [name for name, _ in files] == ["ankibuilder.yaml", "cards/010-europe.yaml", "decks/rivers.yaml"]
    write(tmp_path, dict(files))
    assert run("build", cwd=tmp_path).stdout == f"{Path('dist/rivers.apkg')}\n"


def test_every_kinds_example_is_a_good_card(tmp_path: Path) -> None:
    examples = sorted((REPOSITORY / "ankibuilder/kinds").glob("*/example.yaml"))
    assert len(examples) == 3
    cards = "module: example\ntitle: E\ncards:\n" + "".join(path.read_text(encoding="utf-8") for path in examples)
    assert run("check", "--strict", "--project", project(tmp_path, cards__example=cards)).returncode == 0


def rules_page() -> str:
    """All manuals on one page, generated: `pytest tests/test_docs.py --update` writes it."""
    head = (
        "# Rules\n\nWhat `ankibuilder check` looks for. Errors stop a build. Rules that judge texts are silenced\n"
        "by `# ankibuilder: allow <rule>` at the end of a line, and a project weighs them otherwise or turns them off\n"
        "in its [standard](standard.md); errors of form can only be mended. Generated from `ankibuilder/rules/`:\n"
        "change the rules, not this page.\n"
    )
    weights = dict.fromkeys(judging(), "warning") | {name: str(rule.SEVERITY) for name, rule in active()}
    parts = [f"## {name} ({weights.get(name, 'error')})\n\n{manual(name)}\n" for name in names()]
    return "\n".join([head, *parts])


def kinds_page() -> str:
    """The built-in kinds and what a card may say, generated from the declarations that the loader reads."""
    kinds = read_kinds(REPOSITORY, [], set())
    parts = ["# Kinds of cards\n\nGenerated from `ankibuilder/kinds/` and the loader: change those, not this page.\n"]
    for kind in kinds.values():
        example = (REPOSITORY / f"ankibuilder/kinds/{kind.id}/example.yaml").read_text(encoding="utf-8")
        needed = {field.id: "yes" if field.required else f"default: {field.default}" for field in kind.fields}
        rows = [f"| `{field.id}` | {field.name} | {needed[field.id]} | {field.about} |" for field in kind.fields]
        table = "\n".join(["| a card writes | in Anki | needed | |", "|---|---|---|---|", *rows])
        parts.append(f"## {kind.name} (`{kind.id}`)\n\n{kind.about}\n\n{table}\n\n```yaml\n{example}```\n")
    rows = [f"| `{key.name}` | {'yes' if key.required else ''} | {key.about} |" for key in card_keys(None, ("self",))]
    parts.append("\n".join(["## Every card", "", "| a card writes | needed | |", "|---|---|---|", *rows, ""]))
    rows = [f"| {field.name} | {field.about} |" for field in (*common_fields().first, *common_fields().last)]
    parts.append("\n".join(["## In every note", "", "| field in Anki | |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def updates_page() -> str:
    """What is written by hand, and behind it the manual of every class of harm."""
    by_hand, mark, _ = (
        (REPOSITORY / "docs/updates.md").read_text(encoding="utf-8").partition("change those files. -->\n")
    )
    assert mark
    return "\n".join([by_hand + mark, *(f"### {name}\n\n{harms.manual(name)}\n" for name in harms.names())])


@pytest.mark.parametrize(
    ("name", "page"), [("rules.md", rules_page), ("kinds.md", kinds_page), ("updates.md", updates_page)]
)
def test_a_generated_page_is_current(name: str, page: Callable[[], str], request: pytest.FixtureRequest) -> None:
    path = REPOSITORY / "docs" / name
    if request.config.getoption("--update"):
        path.write_text(page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == page()


def test_no_kinds_field_can_be_named_like_what_every_card_may_say() -> None:
    assert {key.name for key in card_keys(None, ("self",))} == EVERY_CARD


def test_every_rule_has_one_line_that_explains_it() -> None:
    listed = run("explain").stdout
    for rule in names():
        assert re.search(rf"^{rule} +\S.*\.$", listed, re.M)
