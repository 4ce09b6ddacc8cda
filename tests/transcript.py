"""Runs a page: its console blocks in a shell, its YAML blocks as the files they name. Knows no one page.

`…` in what is shown stands for anything; a line of it alone, for any lines.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from support import EPOCH

_BLOCK = re.compile(r"```(yaml|console)\n(.*?)```", re.S)
_NAMED = re.compile(r"# (\S+?\.yaml)(, at the end)?\n(.*)", re.S)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)


def told(page: Path, folder: Path, programs: Path) -> Iterator[tuple[str, str, str]]:
    """Do what a page says; give each command with what the page shows and what was said."""
    for language, text in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "yaml":
            _write(text, folder)
            continue
        for command, shown in _COMMAND.findall(text):
            if command.startswith("cd "):
                folder = folder / command.removeprefix("cd ")
                yield command, shown, ""
            else:
                yield command, shown, _said(command, folder, programs)


def fits(shown: str, said: str) -> bool:
    """Tell whether what was said is what is shown."""
    form = re.escape(shown).replace("…\n", "(?:.*\n)*").replace("…\\\n", "(?:.*\n)*").replace("…", ".*")
    return re.fullmatch(form, said) is not None


def _write(text: str, folder: Path) -> None:
    named = _NAMED.fullmatch(text)
    if named is None:
        return
    path = folder / named[1]
    with path.open("a" if named[2] else "w", encoding="utf-8") as file:
        file.write(named[3])


def _said(command: str, folder: Path, programs: Path) -> str:
    """Run a command as somebody in a terminal would see it: both streams in their order."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "HOME": str(programs),
        "SOURCE_DATE_EPOCH": str(EPOCH + _STEP * len(list(folder.glob("decks/releases/*.apkg")))),
        **{f"GIT_{who}_{what}": "learner@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=120,
                          check=False)  # fmt: skip
    return done.stdout


_STEP = 86_400
