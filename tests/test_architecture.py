"""The pipeline is one-way, outside libraries have one home each, and files stay small."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from support import REPOSITORY

PACKAGE = REPOSITORY / "ankibuilder"

# A module imports only from lines above its own (within a line: only the package's own parts).
ORDER = [
    "__init__",
    "signals",
    "streams",
    "kept",
    "beside",
    "source",
    "diagnostics",
    "decode",
    "syntax",
    "parse",
    "files",
    "suggest",
    "shape",
    "standard",
    "manuals",
    "model",
    "kinds",
    "load",
    "schema",
    "blank",
    "starting",
    "lock",
    "render",
    "telephone",
    "note_type",
    "description",
    "ankiweb",
    "drawn",
    "phrases",
    "syllables",
    "wording",
    "prompts",
    "alike",
    "rules",
    "allow",
    "check",
    "figures",
    "fix",
    "package",
    "reading",
    "difference",
    "changelog",
    "writing",
    "watching",
    "opening",
    "recall",
    "engine",
    "releasing",
    "importing",
    "shown",
    "standalone",
    "plot",
    "report",
    "preview",
    "gallery",
    "commands",
    "subcommands",
    "cli",
    "__main__",
]
HOME = {
    "yaml": {"parse", "syntax"},
    "genanki": {"package"},
    "click": {"cli", "commands", "subcommands"},
    "anki": {"engine"},
    "markdown_it": {"render"},
    "nh3": {"render"},
    "rapidfuzz": {"suggest", "alike"},
    "zstandard": {"reading"},
    "time": {"commands", "preview"},  # a server waits for nobody for ever
}
STANDARD_ONLY_AT_TOP = {"genanki", "anki", "markdown_it", "nh3", "rapidfuzz", "zstandard"}


def stage(path: Path) -> str:
    """The line of the architecture that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(source: str) -> list[tuple[str, int]]:
    """Every module that a file names in an import, with how deep the import stands (0: at the top)."""
    found = []
    for parent in ast.walk(ast.parse(source)):
        for node in ast.iter_child_nodes(parent):
            depth = 0 if isinstance(parent, ast.Module) else 1
            if isinstance(node, ast.Import):
                found += [(alias.name, depth) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, "imports are absolute"
                if node.module == "ankibuilder":
                    found += [(f"ankibuilder.{alias.name}", depth) for alias in node.names]
                else:
                    found.append((node.module or "", depth))
    return found


def violations(name: str, source: str) -> list[str]:
    """What a file of a stage imports against the architecture."""
    wrong = []
    for module, depth in imported(source):
        first, _, rest = module.partition(".")
        if first == "ankibuilder":
            other = rest.partition(".")[0]
            other = other if other in ORDER else "__init__"
            if ORDER.index(other) > ORDER.index(name):
                wrong.append(f"{name} imports {module}, which comes later")
        elif first in HOME and name not in HOME[first]:
            wrong.append(f"{name} imports {first}")
        elif first in STANDARD_ONLY_AT_TOP and depth == 0 and "package" not in name:
            wrong.append(f"{name} imports {first} at the top: heavy imports belong where they are needed")
    return wrong


def test_imports_go_one_way() -> None:
    found = {path: violations(stage(path), path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    assert {str(path): wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("parse", "from ankibuilder.model import Card"),
        ("load", "def f():\n    from ankibuilder import check"),
        ("load", "import yaml"),
        ("render", "from genanki import Note"),
        ("report", "import click"),
        ("package", "import anki.collection"),
        ("render", "import nh3"),
        ("writing", "import time"),
    ],
)
def test_a_planted_violation_is_caught(name: str, source: str) -> None:
    assert violations(name, source) != []


WRITES = re.compile(r"\.write_(?:bytes|text)\(|\bopen\([^)]*[\"'][rb]?[wax+]|\btempfile\.")


def _writes(path: Path) -> bool:
    """But for packages in a private folder, which the engine imports from there."""
    source = path.read_text(encoding="utf-8")
    if stage(path) == "writing" or "with private_folder() as" in source.replace("collection() as opened, ", ""):
        return False
    return WRITES.search(source) is not None


def test_files_are_written_by_writing_alone() -> None:
    assert [str(path) for path in sorted(PACKAGE.rglob("*.py")) if _writes(path)] == []


def test_what_goes_from_stage_to_stage_never_changes() -> None:
    """And has no room for a misspelt name: projects, what is remembered of releases, what is packed."""
    stages = ("standard", "model", "kinds", "lock", "render", "package", "difference", "releasing")
    for path in (path for path in PACKAGE.rglob("*.py") if stage(path) in stages and path.name != "pair.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for made in map(ast.unparse, node.decorator_list if isinstance(node, ast.ClassDef) else ()):
                assert "dataclass" not in made or made.startswith("dataclass(frozen=True, slots=True"), path


OURS = [path for folder in ("ankibuilder", "tests") for path in sorted((REPOSITORY / folder).rglob("*.py"))]


def test_files_stay_below_250_lines() -> None:
    assert [str(path) for path in OURS if len(path.read_text(encoding="utf-8").splitlines()) > 250] == []


def test_every_module_says_what_it_does_and_does_not_know() -> None:
    for path in PACKAGE.rglob("*.py"):
        words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert words, path
        if stage(path) not in ("rules", "__main__") or path.name == "__init__.py":
            assert any(sign in words for sign in ("not", "nothing", "no ")), path
