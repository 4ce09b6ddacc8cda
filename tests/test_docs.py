"""The documents tell the truth: what they name is there, and every command, rule and kind is named."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click import Context
from commands_page import commands_page
from pages import files_page, kinds_page, rules_page, updates_page
from support import REPOSITORY, project, run, write

from ankibuilder.difference import harms
from ankibuilder.kinds import KIND_KEYS, common_fields, read_kinds
from ankibuilder.kinds.common import EVERY_CARD
from ankibuilder.load.bibliography import OBJECTIVE_KEYS, REFERENCE_KEYS
from ankibuilder.load.card_keys import MODULE_KEYS, card_keys
from ankibuilder.load.decks import deck_keys
from ankibuilder.load.settings import project_keys
from ankibuilder.load.standard_keys import standard_keys
from ankibuilder.rules import names
from ankibuilder.shape import NEVER
from ankibuilder.subcommands import main

DOCUMENTS = sorted(path for folder in (".", "docs") for path in (REPOSITORY / folder).glob("*.md"))
COMMANDS = sorted(path.stem.removesuffix("_") for path in (REPOSITORY / "ankibuilder/commands").glob("[a-z]*.py"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^):\s]+)\)", document.read_text(encoding="utf-8")):
        path, _, heading = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not heading or heading in headings(target), link


def headings(document: Path) -> set[str]:
    """What a page's headings are called in links: lower case, no signs, hyphens for spaces."""
    found = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


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
    own_deck(tmp_path)
    lines = (tmp_path / place[1]).read_text(encoding="utf-8").split("\n")
    lines[int(place[2]) - 1] = lines[int(place[2]) - 1].replace("answer:", "anwser:")
    (tmp_path / place[1]).write_text("\n".join(lines), encoding="utf-8")
    assert run("check", "--project", tmp_path).stdout == shown[1]


def own_deck(folder: Path) -> Path:
    """A copy of this repository's deck, to be changed."""
    shutil.copytree(REPOSITORY / "cards", folder / "cards")
    (folder / "decks").mkdir()
    for path in (REPOSITORY / "decks").glob("*.yaml"):
        (folder / "decks" / path.name).write_bytes(path.read_bytes())
    (folder / "ankibuilder.yaml").write_bytes((REPOSITORY / "ankibuilder.yaml").read_bytes())
    return folder


def pasteable(beginning: str) -> list[str]:
    """What CONTRIBUTING gives to copy."""
    blocks = re.findall(r"```yaml\n(.*?)```", (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S)
    return [block for block in blocks if re.match(beginning, block)]


def test_what_contributing_gives_to_copy_passes_where_it_is_pasted(tmp_path: Path) -> None:
    cards = pasteable("  - id: ")
    assert {card.split("kind: ")[1].split()[0] for card in cards} == {"concept", "reframe", "warning-sign"}
    (source,) = pasteable("- id: .*\n  type: ")
    (objective,) = pasteable("- id: .*\n  statement: ")
    covered = cards[-1].replace("covers: [", f"covers: [{objective.split()[2]}, ")
    rests = covered.replace("sureness: lore", f"sureness: lore\n    sources: [{source.split()[2]}]")
    pasted = {"040-intimacy-avoidance": "".join([*cards[:-1], rests]), "references": source, "objectives": objective}
    root = own_deck(tmp_path)
    for name, text in pasted.items():
        with (root / f"cards/{name}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    assert run("check", "--strict", "--project", root).stdout == ""


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


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("commands.md", commands_page),
        ("rules.md", rules_page),
        ("kinds.md", kinds_page),
        ("files.md", files_page),
        ("updates.md", updates_page),
    ],
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


def test_everything_has_a_name_in_the_docs() -> None:
    """Commands, rules, kinds, harms, fields as Anki names them, and all that cards and files may say.

    It comes last, so that `--update` has written the pages before they are read.
    """
    words = "\n".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "docs").glob("*.md"))
    sections = {heading.split()[0] for heading in re.findall(r"^#+ (.*)$", words, re.M)}
    assert {*main.list_commands(Context(main)), *names(), *harms.names()} <= sections
    kinds = read_kinds(REPOSITORY, [], set())
    assert [kind for kind in kinds if f"(`{kind}`)" not in words] == []
    own = [field for kind in kinds.values() for field in kind.fields]
    shown = [field.name for field in (*common_fields().first, *common_fields().last, *own)]
    assert [name for name in shown if f"| {name} |" not in words] == []
    said = [*project_keys(kinds), *deck_keys(("self",), kinds), *standard_keys(kinds, ("self",)), *MODULE_KEYS,
            *card_keys(None, ("self",)), *REFERENCE_KEYS, *OBJECTIVE_KEYS, *KIND_KEYS]  # fmt: skip
    named = [field.id for field in own] + [key.name for key in said if key.shape.name != NEVER]
    assert [name for name in named if f"`{name}`" not in words] == []
