"""Shell completion: bash really completes, with what `completion bash` prints; the other shells get their scripts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support import REPOSITORY, project, run

from ankibuilder.lock import read_lock

COMPLETE = """
source <(ankibuilder completion bash)
function=$(complete -p ankibuilder | grep -oE -- '-F [^ ]+' | cut -c4-)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
$function ankibuilder
printf '%s\\n' "${COMPREPLY[@]}"
"""


def completed(folder: Path, *typed: str) -> list[str]:
    """What bash offers for the last word, asked through its own variables as it does when TAB is pressed."""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    command = ["bash", "--norc", "-c", COMPLETE, "bash", "ankibuilder", *typed]
    done = subprocess.run(command, cwd=folder, env={"PATH": path}, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("bu",), ["build"]),
        (("build", "--op"), ["--open"]),
        (("explain", "duplicate-"), ["duplicate-id", "duplicate-key", "duplicate-prompt"]),
        (("check", "--ignore", "too-long,duplicate-k"), ["too-long,duplicate-key"]),
        (("check", "--format", "j"), ["json"]),
        (("show", ""), ["secure-base", "kinder"]),
        (("new", "w"), ["warning-sign"]),
        (("build", "ex"), ["example"]),
        (("stats", "ex"), ["example"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
        (("gallery", "-o", "site", "--changed-since", "l"), ["latest"]),
    ],
)
def test_bash_completes(tmp_path: Path, typed: tuple[str, ...], offered: list[str]) -> None:
    assert completed(project(tmp_path), *typed) == offered


def test_versions_are_those_that_were_released() -> None:
    assert completed(REPOSITORY, "diff", "0.1") == ["0.1.0"]
    released = [release.version for release in read_lock(REPOSITORY).releases]
    assert completed(REPOSITORY, "build", "--since", "") == released[::-1]


def test_where_there_is_no_project_nothing_is_offered_and_nothing_said(tmp_path: Path) -> None:
    assert completed(tmp_path, "show", "") == []
    assert completed(project(tmp_path, cards__example="cards: ["), "show", "") == []
    assert completed(tmp_path, "show", "--project", str(project(tmp_path / "there")), "sec") == ["secure-base"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_its_script(shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"_ANKIBUILDER_COMPLETE={shell}_complete" in done.stdout
    assert run("completion", "tcsh").returncode == 2
