"""Damaged sources by the thousand: whatever is done to a file, there is a finding or a card, never an exception."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from support import CASES, REPOSITORY

from ankibuilder.check import check
from ankibuilder.decode import decode
from ankibuilder.parse import parse
from ankibuilder.report import as_json, as_text

pytestmark = pytest.mark.long
SEED, FILES, PROJECTS = 20261123, 20_000, 1_500
SCRAPS = [
    b":", b": ", b"- ", b"\n", b"\n  ", b"\t", b'"', b"'", b"#", b"&a ", b"*a", b"!x ", b"[", b"]", b"{", b"}", b"|\n",
    b">\n", b"---\n", b"...\n", b"%", b"@", b"`", b"\\", b"\xff", b"\x00", b"\xe2\x80\xae", b"\xc2\x85",
    b"\xef\xbb\xbf", b"? ", b"<<: ", b"<script>", b"<b>", b"$", b"$$", b"{{", b"[sound:x]", b"id: a\n",
    b"kind: concept\n", b"cards:\n", b"null", b"~", b"1e9",
]  # fmt: skip


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """Cut, double, swap or sprinkle."""
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(raw) + 1) for _ in range(2))
        to = min(to, at + chance.choice((1, 3, 30, 300)))
        cut, doubled = raw[:at] + raw[to:], raw[:to] + raw[at:]
        sprinkled, turned = raw[:at] + chance.choice(SCRAPS) + raw[at:], raw[:at] + raw[at:to][::-1] + raw[to:]
        raw = chance.choice((cut, doubled, sprinkled, turned))
    return raw


def test_no_damaged_file_raises() -> None:
    chance = random.Random(SEED)
    originals = [path.read_bytes() for path in sorted(CASES.rglob("*.yaml")) if path.is_file()]
    originals += [path.read_bytes() for path in sorted((REPOSITORY / "cards").glob("*.yaml"))]
    read = 0
    for _ in range(FILES):
        source, found = decode("a.yaml", damaged(chance.choice(originals), chance))
        if not found:
            node, told = parse(source)
            assert (
                node is not None or told or not source.text.strip() or source.text.lstrip().startswith(("#", "-", "."))
            )
            read += node is not None
            as_text(told)
    assert read > FILES * 0.2


def test_no_damaged_project_raises(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    projects = [path for path in sorted((CASES / "good").iterdir()) if path.is_dir()]
    for at in range(PROJECTS):
        root = tmp_path / "project"
        shutil.copytree(chance.choice(projects), root)
        files = [path for path in sorted(root.rglob("*")) if path.is_file() and path.suffix != ".json"]
        for path in chance.sample(files, min(len(files), chance.randint(1, 2))):
            path.write_bytes(damaged(path.read_bytes(), chance))
        if (root / "ankibuilder.yaml").exists():
            diagnostics = check(root).diagnostics
            as_text(diagnostics)
            as_json(diagnostics)
        shutil.rmtree(root)
        assert at < PROJECTS
