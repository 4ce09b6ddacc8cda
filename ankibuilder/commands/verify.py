"""`ankibuilder verify`: whether packages are whole. Does not know what makes one whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankibuilder.commands import Said, print_result
from ankibuilder.commands._completion import files
from ankibuilder.commands._progress import watched
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.reading import Package


@dataclass(frozen=True)
class Verdict:
    """What was found in one file; `package` is None where it could not be read at all."""

    file: str
    package: Package | None
    faults: list[str]
    notices: list[str]


@click.command("verify")
@click.argument("files", nargs=-1, required=True, metavar="FILE.apkg...", shell_complete=files)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell.")
@click.option("--no-color", is_flag=True, help="No colours, of which there are none yet.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result.")
def command(files: tuple[str, ...], form: str, no_color: bool, verbose: bool, quiet: bool) -> None:
    """Tell whether each FILE is a whole package: zip, database, notes, cards, media; and fail if one is not.

    Anybody's packages are read, under limits, and nothing in them is trusted. Where the Anki engine is installed
    (`pip install anki` in the same environment), each is imported into an empty collection, which Anki then checks.

    \b
    ankibuilder verify dist/closeness.apkg
    ankibuilder verify ~/Downloads/*.apkg --format json
    """
    from ankibuilder.engine.soundness import engine_version

    said = Said(quiet, verbose)
    for file in files:
        if not Path(file).exists():
            raise AnkibuilderError(f"there is no file {file}", status=2)
    engine = engine_version()
    verdicts = [_verdict(Path(file), engine, said) for file in watched(files, "verifying", len(files), said)]
    if form == "json":
        print_result(_as_json(verdicts, engine))
    else:
        print_result("".join(_as_text(verdict, engine) for verdict in verdicts))
    if engine is None:
        said.note("not tried in Anki: the engine is not installed (`.venv/bin/pip install anki`)")
    click.get_current_context().exit(1 if any(verdict.faults for verdict in verdicts) else 0)


def _verdict(path: Path, engine: str | None, said: Said) -> Verdict:
    """Look at the file by itself; Anki is shown only what is whole so far."""
    from ankibuilder.engine.soundness import import_faults
    from ankibuilder.reading import faults, notices, read_all_of

    try:
        package = read_all_of(path)
    except AnkibuilderError as fault:
        if fault.status != 1:
            raise
        return Verdict(str(path), None, [fault.message.removeprefix(f"{path.name}: ")], [])
    found = faults(package)
    if engine is not None and not found:
        said.detail(f"{path.name}: importing into Anki {engine}")
        cards = sum(len(note.cards) for note in package.notes)
        found = import_faults(path, len(package.notes), cards, frozenset(package.media))
    return Verdict(str(path), package, found, notices(package))


def _as_text(verdict: Verdict, engine: str | None) -> str:
    if verdict.faults:
        return "".join(f"{verdict.file}: FAULT: {fault}\n" for fault in verdict.faults)
    held = ", ".join(_many(number, what) for what, number in _held(verdict).items())
    tried = f"; imports into Anki {engine}" if engine else ""
    return "".join(f"{verdict.file}: {line}\n" for line in (f"whole: {held}{tried}", *verdict.notices))


def _held(verdict: Verdict) -> dict[str, int]:
    package = verdict.package
    if package is None:
        return {}
    cards = sum(len(note.cards) for note in package.notes)
    return {"note": len(package.notes), "card": cards, "note type": len(package.note_types),
            "media file": len(package.media)}  # fmt: skip


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _as_json(verdicts: list[Verdict], engine: str | None) -> str:
    import json

    from ankibuilder.decode import spelt_out

    listed: list[dict[str, Any]] = [
        {"file": verdict.file, "faults": verdict.faults, "notices": verdict.notices,
         **{f"{what.replace(' ', '_')}s": number for what, number in _held(verdict).items()}}
        for verdict in verdicts
    ]  # fmt: skip
    told = {"packages": listed, "engine": engine, "faults": sum(len(verdict.faults) for verdict in verdicts)}
    return spelt_out(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"
