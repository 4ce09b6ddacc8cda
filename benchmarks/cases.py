"""What is timed: this program and its peers on the same cards. Does not know the bounds."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from measure import Case

from ankibuilder.manuals import judging

HERE = Path(__file__).parent
_PEERS = HERE / "peers"
LOAD = "yaml.load(CSafeLoader) alone"
CHECK, STANDARD = "check: structural rules and gate", "check: with the standard of Closeness"
NAIVE, NAIVE_SAFE, TOOL, ANKI = (
    "script: CSafeLoader",
    "script: yaml.safe_load",
    "anki-yaml-tool 0.4.0",
    "Anki's library",
)
BUILD, AGAIN, EDITED, DIFF = "build", "build: nothing changed", "build: one card edited", "diff"
IMPORT, IMPORT_GENANKI = "import: our package", "import: genanki's package"
HELP, CLICK, CLOSENESS = "ankibuilder --help", "import click", "build of Closeness"


def cases_of(cards: int, folder: Path, tool: Path | None) -> list[Case]:
    """Write a project of so many cards, and give what is timed on it."""
    plain, standard = folder / "plain", folder / "standard"
    for project, more in ((plain, []), (standard, ["--standard"])):  # apart: what this process holds counts for others
        subprocess.run([sys.executable, str(HERE / "generate.py"), str(cards), str(project), *more], check=True)
    return [*_ours(plain, standard, folder), *_peers(plain, folder, tool)]


def small_cases(folder: Path) -> list[Case]:
    """Give what is timed without a generated project: how long it takes to start, and the deck itself."""
    click = [sys.executable, "-c", "import click"]
    repository = str(HERE.parent)
    closeness = _command("build", "-q", "--project", repository, "-o", str(folder / "closeness"))
    env = _env(folder, "closeness-cache")
    return [
        Case(CLICK, click),
        Case(HELP, _command("--help")),
        Case(CLOSENESS, closeness, lambda _: _remove(folder / "closeness", folder / "closeness-cache"), env),
    ]


def import_cases(cards: int, folder: Path) -> list[Case]:
    """Give the imports of the package that `build` left, and of the same notes as genanki writes them."""
    ours, theirs = folder / "dist/large.apkg", folder / "genanki.apkg"
    write = [sys.executable, str(_PEERS / "same_notes.py"), str(ours), str(theirs)]
    imports = [sys.executable, str(_PEERS / "import_package.py")]
    return [
        Case("genanki writes the same notes", write),
        Case(IMPORT, [*imports, str(ours), str(cards)]),
        Case(IMPORT_GENANKI, [*imports, str(theirs), str(cards)]),
    ]


def _ours(plain: Path, standard: Path, folder: Path) -> list[Case]:
    dist, cache = folder / "dist", folder / "cache"
    env = _env(folder, "cache")
    build = _command("build", "-q", "--project", str(plain), "-o", str(dist))
    check = _command("check", "-q", "--project")
    structural = [*check, str(plain), "--ignore", ",".join(sorted(judging()))]
    diff = _command("diff", "-q", str(dist / "large.apkg"), "--project", str(plain))
    return [
        Case(LOAD, [sys.executable, str(HERE / "naive.py"), str(plain)]),
        Case(CHECK, structural, env=env),
        Case(STANDARD, ["sh", "-c", '"$@" || test $? = 1', "sh", *check, str(standard)], env=env),
        Case(BUILD, build, lambda _: _remove(dist, cache), env),
        Case(AGAIN, build, env=env),
        Case(EDITED, build, lambda number: _edit(plain, number), env),
        Case(DIFF, diff, env=env),
    ]


def _peers(plain: Path, folder: Path, tool: Path | None) -> list[Case]:
    script = [sys.executable, str(_PEERS / "naive_build.py"), str(plain), str(folder / "naive.apkg")]
    found = [
        Case(NAIVE, [*script, "CSafeLoader"]),
        Case(NAIVE_SAFE, [*script, "SafeLoader"]),
        Case(ANKI, [sys.executable, str(_PEERS / "with_anki.py"), str(plain), str(folder / "anki.apkg")]),
    ]
    if tool:
        deck = folder / "deck.yaml"
        write = [sys.executable, str(_PEERS / "for_yaml_tool.py"), str(plain), str(deck)]
        run = [str(tool), "-q", "build", "--file", str(deck), "--output", str(folder / "tool.apkg")]
        found.append(Case(TOOL, run, lambda number: _written(write) if not number else None))
    return found


def _command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).parent / "ankibuilder"), *arguments]


def _env(folder: Path, cache: str) -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": "1700000000", "XDG_CACHE_HOME": str(folder / cache)}


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _written(command: list[str]) -> None:
    subprocess.run(command, check=True)


def _edit(project: Path, number: int) -> None:
    """Change the first answer of the file in the middle that fits on its line."""
    files = sorted((project / "cards").glob("0*.yaml"))
    path = files[len(files) // 2]
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^    (answer|reframe): .*$", rf"    \1: Answer number {number}.", text, count=1)
    path.write_text(changed, encoding="utf-8")
