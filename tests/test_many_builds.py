"""Builds in every circumstance give the same bytes, and a thousand of them leave nothing behind.

ANKIBUILDER_PYTHONS names more interpreters, with colons between, in which this program is installed.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import CASES, EPOCH, REPOSITORY, next_epoch, project

MANY = int(os.environ.get("ANKIBUILDER_BUILDS", "20"))
SEED = int(os.environ.get("ANKIBUILDER_SEED", "20261124"))
PYTHONS = [sys.executable, *filter(None, os.environ.get("ANKIBUILDER_PYTHONS", "").split(":"))]
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Niue", "Nonsense/Zone")
LOCALES = ("C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.eucJP")
FOLDERS = ("plain", "with space", "ünïcode-ß", "deep/er/and/deeper", "UPPER", "x" * 200)


def copied(source: Path, folder: Path, chance: random.Random) -> Path:
    """The project elsewhere, written in another order and with other times and rights."""
    files = [path for path in source.rglob("*") if path.is_file() and path.relative_to(source).parts[0] in
             ("cards", "decks", "kinds", "ankibuilder.yaml", "ankibuilder.lock")]  # fmt: skip
    chance.shuffle(files)
    for path in files:
        there = folder / path.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
        there.chmod(chance.choice((0o600, 0o644, 0o444, 0o755)))
        os.utime(there, (chance.randrange(2**31), chance.randrange(2**31)))
    return folder


def build(python: str, root: Path, output: Path, chance: random.Random) -> None:
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "SOURCE_DATE_EPOCH": str(next_epoch(root)),
        "PYTHONHASHSEED": str(chance.randrange(2**32)), "TZ": chance.choice(ZONES), "LC_ALL": chance.choice(LOCALES),
        "HOME": str(root), "USER": chance.choice(("root", "nobody", "ä")), "PYTHONUTF8": chance.choice("01"),
        "PYTHONOPTIMIZE": chance.choice(("", "1", "2")), "TMPDIR": str(root), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    cwd = chance.choice((root, root / "cards", Path("/")))
    mask = os.umask(chance.choice((0, 0o022, 0o027, 0o077)))
    try:
        command = [python, "-m", "ankibuilder", "build", "--project", str(root), "-o", str(output), "-q"]
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)
    finally:
        os.umask(mask)
    assert done.returncode == 0, done.stderr


def varied(source: Path, folder: Path, count: int, seed: int) -> set[tuple[str, ...]]:
    """Build a project in so many circumstances, with each Python in turn."""
    chance, hashes = random.Random(seed), set()
    for at in range(count):
        root = copied(source, folder / str(at) / chance.choice(FOLDERS), chance)
        build(PYTHONS[at % len(PYTHONS)], root, folder / str(at) / "out", chance)
        packages = sorted((folder / str(at) / "out").iterdir())
        hashes.add(tuple(hashlib.sha256(package.read_bytes()).hexdigest() for package in packages))
        shutil.rmtree(folder / str(at))
    return hashes


@pytest.mark.parametrize("case", ["everything-a-card-may-say", "two-decks-share-notes"])
def test_a_few_builds_of_small_projects_give_one_hash(tmp_path: Path, case: str) -> None:
    assert len(varied(CASES / "good" / case, tmp_path, 2, SEED)) == 1


@pytest.mark.long
def test_many_builds_give_one_hash(tmp_path: Path) -> None:
    hashes = varied(REPOSITORY, tmp_path, MANY, SEED + 1)
    hashes_of_small = varied(CASES / "good/everything-a-card-may-say", tmp_path, MANY, SEED + 2)
    print(len(PYTHONS), "Pythons", hashes, hashes_of_small)
    assert len(hashes) == len(hashes_of_small) == 1


@pytest.mark.long
def test_a_thousand_builds_leave_nothing(tmp_path: Path) -> None:
    """In one process, each of other content."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom ankibuilder.cli import run\n"
        "card, count = Path('cards/example.yaml'), int(sys.argv[1])\ntext = card.read_text()\n"
        "for at in range(count):\n"
        "    card.write_text(text.replace('A safe point', f'A safe point {at}'))\n"
        "    sys.argv = ['ankibuilder', 'build', '-q']\n"
        "    try:\n        run()\n    except SystemExit as left:\n        assert left.code == 0\n"
    )
    root, temporary = project(tmp_path / "project"), tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "SOURCE_DATE_EPOCH": str(EPOCH),
                   "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
    count = str(10 * MANY)
    subprocess.run([sys.executable, "-c", code, count], cwd=root, env=environment, check=True, capture_output=True)
    assert list(temporary.iterdir()) == []
    assert [path.name for path in (root / "dist").iterdir()] == ["example.apkg"]
    assert {path.name for path in root.iterdir()} == {"ankibuilder.yaml", "cards", "decks", "dist"}
