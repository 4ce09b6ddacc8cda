"""What several tests share: small projects, the command line here or as a process, and packages taken apart."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases"
EPOCH = 1_790_000_000


def examples(few: int, many: int) -> int:
    """Say how many examples are drawn by lot: few every day, many where ANKIBUILDER_EXAMPLES is `many`, as in CI."""
    return many if os.environ.get("ANKIBUILDER_EXAMPLES") == "many" else few


SMALL = {
    "ankibuilder.yaml": "namespace: example\nname: Example\n",
    "cards/references.yaml": "- {id: bowlby-1988, type: book, title: A Secure Base}\n",
    "cards/objectives.yaml": "[]\n",
    "cards/example.yaml": (
        "module: example\ntitle: Example\ncards:\n"
        "  - id: secure-base\n    kind: concept\n    question: What is a secure base?\n    answer: A safe point.\n"
        "  - id: kinder\n    kind: reframe\n    thought: I am too much.\n    reframe: I have needs, as people do.\n"
    ),
    "decks/example.yaml": "name: Example\ntitle: Example\ndescription: An example.\ninclude:\n  - {module: example}\n",
}


def project(folder: Path, **changed: str | None) -> Path:
    """Write the small project with some files changed: `cards__example` is cards/example.yaml, None leaves it out."""
    return write(folder, SMALL | {name.replace("__", "/") + ".yaml": text for name, text in changed.items()})


def write(folder: Path, files: dict[str, str | None]) -> Path:
    """Write files below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8", newline="")
    return folder


def run(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line inside this process; SOURCE_DATE_EPOCH is set unless it is given.

    What only a process of its own has is tested with `run_apart`: streams, signals, and what Python reads as it starts.
    """
    from ankibuilder.cli import run as run_command_line

    out, told = (io.TextIOWrapper(io.BytesIO(), "utf-8", each) for each in ("strict", "backslashreplace"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["ankibuilder", *map(str, arguments)])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", told)
        patch.chdir(cwd or REPOSITORY)
        for name, value in _around(arguments, cwd, environment).items():
            patch.setenv(name, value) if value else patch.delenv(name, raising=False)
        with pytest.raises(SystemExit) as left:
            run_command_line()
    texts = [stream.detach().getvalue().decode("utf-8") for stream in (out, told)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(arguments, int(left.value.code or 0), *texts)


def run_apart(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would, as a process of its own, which takes longer."""
    return subprocess.run(
        [sys.executable, "-m", "ankibuilder", *map(str, arguments)],
        cwd=cwd or REPOSITORY,
        env={
            name: value for name, value in {**os.environ, **_around(arguments, cwd, environment)}.items() if value != ""
        },
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def _around(arguments: tuple[str | Path, ...], cwd: Path | None, environment: dict[str, str]) -> dict[str, str]:
    """The variables of a run; an empty one is taken away. This repository's own deck was released after EPOCH."""
    ours = "--project" not in arguments and cwd in (None, REPOSITORY)
    epoch = next_epoch(REPOSITORY) if ours else EPOCH
    return {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONIOENCODING": "utf-8", **environment}


def next_epoch(root: Path) -> int:
    """Give a moment in which what a project changed since its last release can be built."""
    from ankibuilder.lock import read_lock

    return max([EPOCH, *(release.time + 1 for release in read_lock(root).releases)])


def run_here(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Run the command line inside this process, which is faster; gives exit status, stdout and stderr."""
    from ankibuilder.cli import run as run_command_line

    before = sys.argv
    sys.argv = ["ankibuilder", *map(str, arguments)]
    capsys.readouterr()
    try:
        run_command_line()
    except SystemExit as left:
        shown = capsys.readouterr()
        return int(left.code or 0), shown.out, shown.err
    finally:
        sys.argv = before
    raise AssertionError("the command line ended without an exit status")


def decoded(package: Path) -> dict[str, Any]:
    """Take a package apart into what a learner gets: note types, notes, cards, decks, presets, media."""
    with zipfile.ZipFile(package) as archive:
        media = json.loads(archive.read("media"))
        database = sqlite3.connect(":memory:")
        database.deserialize(archive.read("collection.anki2"))
    models, decks, presets = (
        json.loads(text) for text in database.execute("SELECT models, decks, dconf FROM col").fetchone()
    )
    names = {int(number): deck["name"] for number, deck in decks.items()}
    cards: dict[int, list[list[Any]]] = {}
    for note, deck, ordinal, due in database.execute("SELECT nid, did, ord, due FROM cards ORDER BY nid, ord"):
        cards.setdefault(note, []).append([names[deck], ordinal, due])
    notes = []
    for note, guid, model, time, tags, fields in database.execute("SELECT id, guid, mid, mod, tags, flds FROM notes"):
        field_names = [field["name"] for field in models[str(model)]["flds"]]
        filled = {name: value for name, value in zip(field_names, fields.split("\x1f"), strict=True) if value}
        notes.append({"guid": guid, "id": note, "time": time, "note type": models[str(model)]["name"],
                      "fields": filled, "tags": tags.split(), "cards": cards.get(note, [])})  # fmt: skip
    database.close()
    return {
        "decks": {deck["name"]: deck["desc"] for deck in decks.values() if deck["name"] != "Default"},
        "media": sorted(media.values()),
        "note types": [_note_type(model) for model in sorted(models.values(), key=lambda model: model["name"])],
        "notes": notes,
        "presets": [
            {"name": p["name"], "new": p["new"]["perDay"], "reviews": p["rev"]["perDay"]}
            for p in presets.values()
            if p["name"] != "Default"
        ],
    }


def _note_type(model: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": int(model["id"]),
        "name": model["name"],
        "time": model["mod"],
        "fields": [[field["name"], field.get("id")] for field in model["flds"]],
        "templates": [[template["name"], template.get("id")] for template in model["tmpls"]],
        "sort": model["sortf"],
    }
