"""`build --ankiweb` and `build --open`: what is pasted fits, and the package reaches the Anki that is installed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from support import REPOSITORY, SMALL, project, run

from ankibuilder.ankiweb import MOST

MANIFEST = SMALL["decks/example.yaml"]


def sheet(root: Path) -> dict[str, str]:
    done = run("build", "--ankiweb", cwd=root)
    assert done.stdout == f"{Path('dist/example.apkg')}\n{Path('dist/example.ankiweb.txt')}\n", done.stderr
    _, *parts = (root / "dist/example.ankiweb.txt").read_text(encoding="utf-8").split("----- ")
    return {part.partition(" (")[0]: part.partition("\n\n")[2].strip() for part in parts}


def test_the_sheet_has_what_the_form_asks_for(tmp_path: Path) -> None:
    settings = SMALL["ankibuilder.yaml"] + "help: Some help.\nlicence: CC0\nreport: https://example.org/new?card={id}\n"
    manifest = (
        MANIFEST.replace("{module: example}", "{module: example, subdeck: 010 One}") + "keywords: [love, trust]\n"
    )
    told = sheet(project(tmp_path, ankibuilder=settings, decks__example=manifest))
    assert (told["title"], told["tags"], told["support page"]) == ("Example", "love trust", "https://example.org/new")
    for words in ("An example.", "**Cards.** 2:\n\n- 010 One: 2", "Some help.", "**Updating.**", "**Licence.** CC0"):
        assert words in told["description"]
    assert "text files" not in told["description"], "AnkiWeb has none"


def test_what_is_not_said_is_made_or_left_empty(tmp_path: Path) -> None:
    manifest = MANIFEST.replace("title: Example", "title: The long and winding rivers of southern Central Europe")
    told = sheet(project(tmp_path, decks__example=manifest))
    assert told["tags"] == "example winding rivers southern central europe"
    assert told["support page"] == ""
    assert "**Cards.** 2.\n" in told["description"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            MANIFEST.replace("title: Example", f"title: {'x' * 61}"),
            "decks/example.yaml:2:8: the title has 61 characters",
        ),
        (MANIFEST + f"keywords: [{'a' * 50}, {'b' * 10}]\n", "the tags has 61 characters, and AnkiWeb takes 60"),
    ],
)
def test_what_is_too_long_is_told_and_nothing_is_written(tmp_path: Path, changed: str, words: str) -> None:
    done = run("build", "--ankiweb", cwd=project(tmp_path, decks__example=changed))
    assert (done.returncode, done.stdout, words in done.stderr) == (1, "", True), done.stderr
    assert not (tmp_path / "dist").exists()


def test_this_repositorys_decks_fit(tmp_path: Path) -> None:
    assert run("build", "--ankiweb", "-o", tmp_path).returncode == 0
    assert len(list(tmp_path.glob("*.ankiweb.txt"))) == len(list((REPOSITORY / "decks").glob("*.yaml")))
    assert MOST["title"] == MOST["tags"] == 60


def program(folder: Path, name: str, does: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def opened(folder: Path) -> str:
    """What the program that was started wrote down; it need not be done when the command is."""
    for _ in range(100):
        if (folder / "got").exists() and (folder / "got").read_text(encoding="utf-8").endswith("\n"):
            return (folder / "got").read_text(encoding="utf-8").strip()
        time.sleep(0.05)
    raise AssertionError("nothing was started")


def test_the_package_is_handed_to_anki(tmp_path: Path) -> None:
    program(tmp_path / "bin", "anki", f'echo "$1" >> "{tmp_path}/got"')
    done = run("build", "--open", cwd=project(tmp_path / "p"), PATH=f"{tmp_path}/bin{os.pathsep}{os.environ['PATH']}")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "handed example.apkg to Anki")
    assert opened(tmp_path) == str(tmp_path / "p/dist/example.apkg")


@pytest.mark.parametrize(("registered", "status"), [("anki.desktop", 0), ("org.gnome.FileRoller.desktop", 3), ("", 3)])
def test_the_desktops_opener_is_used_where_anki_is_registered(tmp_path: Path, registered: str, status: int) -> None:
    program(tmp_path / "bin", "xdg-mime", f"echo {registered}")
    program(tmp_path / "bin", "xdg-open", f'echo "$1" >> "{tmp_path}/got"')
    done = run("build", "--open", cwd=project(tmp_path / "p"), PATH=f"{tmp_path}/bin{os.pathsep}/usr/bin:/bin")
    assert (done.returncode, (tmp_path / "p/dist/example.apkg").exists()) == (status, True)
    if status:
        assert "there is no Anki here that could open the package\n   hint: get it from https://apps" in done.stderr
    else:
        assert opened(tmp_path).endswith("example.apkg")


def test_what_does_not_go_together_is_told(tmp_path: Path) -> None:
    root = project(tmp_path, decks__second=MANIFEST.replace("name: Example", "name: Second"))
    for options, words in {
        ("--open",): "name one deck: example, second",
        ("--ankiweb", "--format", "text", "--since", "1"): "--ankiweb goes with packages",
        ("--open", "--format", "text", "--since", "1"): "--open goes with packages",
    }.items():
        done = run("build", *options, cwd=root)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "dist").exists()
