"""What a stranger's package or project says never steers the terminal, nor begins a line of its own."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from hostile import members, packed, with_media
from support import SMALL, project, run

EVIL = "a\x1b[31mb\x1b]0;t\x07c\x9b2Jd\n::error::forged\re\u202ef"
SIGNS = ("\x1b", "\x07", "\x9b", "\r", "\u202e")


def evil(good: bytes, *media: str) -> bytes:
    """A package in which every name and text holds what steers a terminal."""
    held = members(with_media(good, *media))
    database = sqlite3.connect(":memory:")
    database.deserialize(held["collection.anki2"])
    models, decks = (json.loads(text) for text in database.execute("SELECT models, decks FROM col").fetchone())
    for model in models.values():
        model["name"] = EVIL + model["name"]
        for each in (*model["flds"][2:], *model["tmpls"]):
            each["name"] = EVIL.replace("::", "") + each["name"]
    for deck in decks.values():
        deck["name"] = deck["desc"] = EVIL.replace("::", "") + deck["name"]
    database.execute("UPDATE col SET models = ?, decks = ?", (json.dumps(models), json.dumps(decks)))
    database.execute("UPDATE notes SET flds = replace(flds, 'safe', ?), tags = ' ' || ? || ' '", (EVIL, EVIL))
    database.execute("UPDATE notes SET guid = ? WHERE id = (SELECT max(id) FROM notes)", (EVIL,))
    database.commit()
    held["collection.anki2"] = database.serialize()
    database.close()
    return packed(held)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project, and beside it `evil.apkg`."""
    root = project(tmp_path_factory.mktemp("terminal"))
    assert run("build", "-o", root / "dist", cwd=root).returncode == 0
    good = (root / "dist/example.apkg").read_bytes()
    (root / "evil.apkg").write_bytes(evil(good))
    (root / "media.apkg").write_bytes(evil(good, EVIL + ".png"))
    return root


@pytest.mark.parametrize(
    "command",
    [
        ("diff", "evil.apkg"),
        ("diff", "media.apkg"),
        ("verify", "media.apkg"),
        ("diff", "evil.apkg", "--format", "markdown"),
        ("diff", "evil.apkg", "--format", "json"),
        ("verify", "evil.apkg"),
        ("verify", "evil.apkg", "--format", "json"),
        ("rehearse", "evil.apkg"),
    ],
)
def test_a_package(command: tuple[str, ...], made: Path) -> None:
    done = run(*command, cwd=made)
    told = done.stdout + done.stderr
    assert told
    assert "Traceback" not in told
    assert [sign for sign in SIGNS if sign in told] == []
    assert not any(line.startswith("::") for line in told.splitlines())


def test_words_that_are_spelt_with_entities(tmp_path: Path) -> None:
    text = SMALL["cards/example.yaml"].replace("A safe point.", "A &#x202e;safe&#x2028; &shy;point, 👩‍💻.")
    project(tmp_path)
    (tmp_path / "cards/example.yaml").write_text(text, encoding="utf-8")
    for command in (("show", "secure-base"), ("show", "secure-base", "-v")):
        done = run(*command, cwd=tmp_path)
        assert done.returncode == 0
        assert [sign for sign in (*SIGNS, "\u2028", "\xad") if sign in done.stdout] == []
        assert "👩‍💻" in done.stdout


def test_words_of_a_card(tmp_path: Path) -> None:
    """YAML can spell what no editor shows: it is refused, and told without being printed."""
    text = SMALL["cards/example.yaml"].replace("A safe point.", json.dumps(EVIL))
    for path in ("cards/example.yaml", "cards/\u202ex.yaml"):
        project(tmp_path)
        (tmp_path / path).write_text(text, encoding="utf-8")
        for command in (
            ("check",),
            ("build",),
            ("show", "secure-base"),
            ("diff", "dist/example.apkg"),
            ("fix", "--diff"),
        ):
            done = run(*command, cwd=tmp_path)
            told = done.stdout + done.stderr
            assert [sign for sign in SIGNS if sign in told] == [], command
            assert not any(line.startswith("::") for line in told.splitlines()), command
