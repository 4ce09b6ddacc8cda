"""The editor's settings lead every file to the schema that describes it."""

from __future__ import annotations

import json
import re

from support import REPOSITORY


def test_the_settings_of_the_editor_lead_every_file_to_its_schema() -> None:
    globs = json.loads((REPOSITORY / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    forms = {re.fullmatch(r"\./schema/(\w+)\.schema\.json", path)[1]: patterns for path, patterns in globs.items()}
    assert {f"{name}.schema.json" for name in forms} == {path.name for path in (REPOSITORY / "schema").iterdir()}

    def chosen(path: str) -> list[str]:
        return [name for name, patterns in forms.items() if _leads(path, patterns)]

    named = {
        "ankibuilder.yaml": "project",
        "cards/references.yaml": "references",
        "cards/objectives.yaml": "objectives",
        "cards/standard.yaml": "standard",
    }
    for path in (REPOSITORY / folder for folder in ("cards", "decks")):
        for file in path.glob("*.yaml"):
            name = file.relative_to(REPOSITORY).as_posix()
            assert chosen(name) == [named.get(name, "card" if path.name == "cards" else "deck")]
    assert chosen("ankibuilder.yaml") == ["project"]
    assert chosen("cards/deeper/still/one.yaml") == ["card"]
    assert chosen("ankibuilder/kinds/concept/kind.yaml") == ["kind"]
    assert chosen("tests/cases/good/minimal/cards/example.yaml") == []


def test_the_settings_for_a_project_of_ones_own_are_ours_without_what_is_ours() -> None:
    ours = json.loads((REPOSITORY / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    (shown,) = re.findall(r"```json\n(.*?)```", (REPOSITORY / "docs/editors.md").read_text(encoding="utf-8"), re.S)
    without = {schema: [glob for glob in globs if glob != "!tests/**"] for schema, globs in ours.items()}
    assert json.loads(shown) == {"yaml.schemas": without}


def _leads(path: str, patterns: list[str]) -> bool:
    """As yaml-language-server matches: anywhere in the path, and not what begins with `!`."""

    def fits(pattern: str) -> bool:
        form = re.escape(pattern).replace(r"\*\*/", "(.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
        return re.fullmatch(f"(.*/)?{form}", path) is not None

    return any(fits(p) for p in patterns if p[0] != "!") and not any(fits(p[1:]) for p in patterns if p[0] == "!")


def test_the_first_line_of_a_file_leads_to_the_schema_that_the_settings_choose() -> None:
    globs = json.loads((REPOSITORY / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    files = [
        REPOSITORY / "ankibuilder.yaml",
        *(p for name in ("cards", "decks") for p in (REPOSITORY / name).glob("*.yaml")),
    ]
    assert len(files) > 7
    for file in files:
        first = file.read_text(encoding="utf-8").partition("\n")[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert named, file
        schema = (file.parent / named[1]).resolve().relative_to(REPOSITORY).as_posix()
        assert _leads(file.relative_to(REPOSITORY).as_posix(), globs[f"./{schema}"])
