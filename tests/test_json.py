"""Every command that knows JSON prints one object, and docs/json.md shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from json_page import PAGE, SECTIONS, page, pages_project, printed, shape
from support import REPOSITORY

COMMANDS = (REPOSITORY / "ankibuilder/commands").glob("[a-z]*.py")


def test_the_page_shows_what_is_printed(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    made = printed(pages_project(tmp_path))
    if request.config.getoption("--update"):
        PAGE.write_text(page(made), encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    shown = dict(re.findall(r"```console\n\$ ankibuilder (.*?) --format json\n(.*?)\n```", text, re.S))
    assert list(shown) == [command for command, _ in SECTIONS]
    for command, told in shown.items():
        assert shape(json.loads(told)) == shape(made[command]), f"{command}: run pytest tests/test_json.py --update"
    assert all(about in text for _, about in SECTIONS)


def test_every_command_that_knows_json_is_on_the_page_or_has_its_own() -> None:
    for path in COMMANDS:
        name = path.stem.strip("_")
        if re.search(r'Choice\(\[[^\]]*"json"', path.read_text(encoding="utf-8")):
            own = REPOSITORY / f"docs/{name}.md"
            assert name in {command.split()[0] for command, _ in SECTIONS} or "json" in own.read_text(encoding="utf-8")
