"""docs/standard.md tells the truth: its tables are made from what the loader reads by, and its examples can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import inside, key_rows
from support import REPOSITORY, project

from ankibuilder.kinds import read_kinds
from ankibuilder.load import load
from ankibuilder.load.standard_keys import standard_keys
from ankibuilder.rules import active

PAGE = REPOSITORY / "docs/standard.md"


def standard_page() -> str:
    """The page on standards with its tables made anew: what stands between `<!-- keys: … -->` and `<!-- end -->`."""
    keys = {key.name: key for key in standard_keys(read_kinds(REPOSITORY, [], set()), ("self", "partner"))}
    written = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"<!-- keys: (\w+) -->", written)
    assert set(named) == keys.keys()

    def table(found: re.Match[str]) -> str:
        rows = "\n".join(key_rows(inside(keys[found[1]].shape)))
        heading = "| key | needed | |\n|---|---|---|\n"
        if found[1] == "levels":
            heading, rows = "| rule | usually |\n|---|---|\n", "\n".join(_usual())
        return f"<!-- keys: {found[1]} -->\n{keys[found[1]].about}\n\n{heading if rows else ''}{rows}\n<!-- end -->"

    return re.sub(r"<!-- keys: (\w+) -->\n.*?<!-- end -->", table, written, flags=re.S)


def _usual() -> Iterator[str]:
    for name, rule in active():
        yield f"| [`{name}`](rules.md#{name}-{rule.SEVERITY}) | {rule.SEVERITY} |"


def test_the_tables_are_current(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        PAGE.write_text(standard_page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == standard_page()


def test_every_example_of_a_standard_can_be_read(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    settings = "namespace: example\nname: Example\nviews: [self, partner]\nstandard: cards/standard.yaml\n"
    examples = re.findall(r"```yaml\n(.*?)```", page, re.S)
    assert len(examples) > 12
    for at, example in enumerate(examples):
        references = "- {id: grossman-2023, type: article-journal, title: Fundamental challenges}\n"
        files = {
            "cards__standard": example,
            "cards__references": references,
            "cards__example": "module: a\ntitle: A\ncards: []\n",
        }
        root = project(tmp_path / str(at), ankibuilder=settings, **files, decks__example=None)
        found = load(root)[1]
        assert [d.message for d in found if d.span.source.path == "cards/standard.yaml"] == [], example
