"""What a stranger may call a file: nothing steers a terminal or a workflow, and every name is a file's everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import SMALL, project, run

HIDDEN = [
    "\x1b[31m",
    "\x1b]0;title\x07",
    "\n::error::forged",
    "\r",
    "\t",
    "\x9b31m",
    "\u202egnp",
    "\u200b",
    "\ue000",
    "\udcff",
]
PLACES = ["cards/{}.yaml", "cards/{}/more.yaml", "decks/{}.yaml", "kinds/{}/kind.yaml", "cards/media/{}.png"]
COMMANDS = [("check",), ("check", "--format", "github"), ("build",), ("fix", "--diff"), ("schema", "-o", "schema")]


@pytest.mark.parametrize("place", PLACES)
def test_a_name_that_nobody_can_read_is_told_and_never_printed(place: str, tmp_path: Path) -> None:
    project(tmp_path)
    for sign in HIDDEN:
        path = tmp_path / place.format(f"a{sign}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    for command in COMMANDS:
        done = run(*command, cwd=tmp_path)
        told = done.stdout + done.stderr
        assert all(sign not in told for sign in HIDDEN if sign not in "\n\t"), command
        assert not any(line.startswith("::") and command[-1] != "github" for line in told.splitlines()), command
        assert "Traceback" not in told
    found = json.loads(run("check", "--format", "json", cwd=tmp_path).stdout)["diagnostics"]
    assert sum("hidden character U+" in finding["message"] for finding in found) == len(HIDDEN)


@pytest.mark.parametrize("name", ["con", "NUL", "com1.x", "a:b", "a?", "a|b", 'a"b', "a<b", "a\\b", "a.", "a "])
def test_a_deck_is_not_called_what_windows_takes_for_no_file(name: str, tmp_path: Path) -> None:
    project(tmp_path, decks__example=None)
    (tmp_path / f"decks/{name}.yaml").write_text(SMALL["decks/example.yaml"], encoding="utf-8")
    done = run("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "no package can have this name" in done.stdout


@pytest.mark.parametrize("name", ["con", "a b", "Flüsse", "a.b", "%2e%2e", "console", "日本"])
def test_other_names_are_as_good(name: str, tmp_path: Path) -> None:
    project(tmp_path, decks__example=None)
    name = name + "x" if name == "con" else name
    (tmp_path / f"decks/{name}.yaml").write_text(SMALL["decks/example.yaml"], encoding="utf-8")
    done = run("build", "-o", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{name}.apkg"]
