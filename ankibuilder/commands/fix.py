"""`ankibuilder fix`: the edits that are safe to make. Does not know which these are, nor how they are made."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder.commands import (
    Said,
    as_seen_from_here,
    common,
    places,
    print_result,
    project_root,
    wants_colour,
    within,
)
from ankibuilder.commands._completion import files

if TYPE_CHECKING:
    from ankibuilder.fix import Draft

_NOT_CERTAIN = "nothing that is certain enough to mend; `ankibuilder check` tells what is wrong"
_COLOURS = {"---": "1", "+++": "1", "@@": "36", "-": "31", "+": "32"}


@click.command("fix")
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files)
@click.option("--diff", "only_show", is_flag=True, help="Write nothing; show what would change, and fail if anything.")
@common
def command(
    paths: tuple[str, ...], only_show: bool, project: str | None, no_color: bool, verbose: bool, quiet: bool
) -> None:
    """Make the edits that are safe to make, in all YAML files or those in PATH; comments and layout stay.

    Mended are names of fields with a slip that can mean one name alone, letters not in Unicode's NFC form, the order of
    tags, white space at line ends, and the end of the file. No text changes otherwise, and no id ever.

    \b
    ankibuilder fix --diff
    ankibuilder fix cards/010-start-here.yaml
    """
    from ankibuilder.fix import fix

    said = Said(quiet, verbose)
    root = project_root(project)
    asked = places(paths, root)
    mended = fix(root, lambda path: within(path, asked))
    for why in mended.left:
        said.note(f"{why.span.place}: left alone: {why.message}")
    if only_show:
        colour = wants_colour(no_color, sys.stdout)
        print_result("".join(line for draft in mended.drafts for line in _diff(draft, colour)))
        said.note(_summary("would mend", mended.drafts, mended.errors_remain))
    else:
        written = [draft for draft in mended.drafts if _written(draft, root, said)]
        said.note(_summary("mended", written, mended.errors_remain))
    click.get_current_context().exit(1 if only_show and mended.drafts else 0)


def _written(draft: Draft, root: Path, said: Said) -> bool:
    """Write a file, unless somebody else has written it since it was read."""
    from ankibuilder.files import MOST_BYTES, read_bytes
    from ankibuilder.writing import write_whole

    if read_bytes(root, draft.path, MOST_BYTES, []) != draft.before:
        said.note(f"{draft.path}: left alone: it has just been changed by somebody else")
        return False
    write_whole(root / draft.path, draft.raw)
    print_result(f"{as_seen_from_here(root / draft.path)}\n")
    return True


def _summary(did: str, drafts: tuple[Draft, ...] | list[Draft], errors_remain: bool) -> str:
    from ankibuilder.report import count

    if not drafts:
        return _NOT_CERTAIN if errors_remain else "nothing to mend"
    edits: dict[str, int] = {}
    for draft in drafts:
        for what, number in draft.edits.items():
            edits[what] = edits.get(what, 0) + number
    return f"{did} {count(len(drafts), 'file')}: {', '.join(count(number, what) for what, number in edits.items())}"


def _diff(draft: Draft, colour: bool) -> Iterator[str]:
    """Give a unified diff that `patch` and `git apply` take."""
    old, new = (_lines(raw.decode("utf-8")) for raw in (draft.before, draft.raw))
    for line in difflib.unified_diff(old, new, f"a/{draft.path}", f"b/{draft.path}"):
        yield _painted(line.removesuffix("\n"), colour) + "\n"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Split at line feeds alone, as everywhere in sources."""
    *ended, last = text.split("\n")
    return [*(f"{line}\n" for line in ended), *filter(None, [last])]


def _painted(line: str, colour: bool) -> str:
    code = next((code for sign, code in _COLOURS.items() if line.startswith(sign)), None)
    return f"\x1b[{code}m{line}\x1b[0m" if colour and code else line
