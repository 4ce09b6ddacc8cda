"""`ankibuilder import`: an existing deck becomes a project. Does not know how."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankibuilder.commands import Said, now, print_json, print_result
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.importing import Plan


_TEXTS = (".txt", ".csv", ".tsv")


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", metavar="DIR", help="The folder of the new project: not there yet, or empty.")
@click.option("--dry-run", is_flag=True, help="Show the plan, and write nothing.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell.")
@click.option("--no-color", is_flag=True, help="No colours, of which there are none yet.")
@click.option("-v", "--verbose", is_flag=True, help="Say more.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result.")
def command(
    file: str, output: str | None, dry_run: bool, form: str, no_color: bool, verbose: bool, quiet: bool
) -> None:
    """Make a project of FILE, an .apkg of anybody's or a text that Anki exported.

    Notes keep their GUIDs, note types, decks, tags, media and times, so that the package you build updates the deck
    that learners have, and no review is lost. Whatever may not be in a card is listed card by card, and left out;
    then the exit status is 1.

    \b
    ankibuilder import rivers.apkg -o rivers --dry-run
    ankibuilder import rivers.apkg -o rivers
    """
    from ankibuilder.importing import make_plan, read_text, try_project, write_project
    from ankibuilder.reading import read_file

    if output is None and not dry_run:
        raise AnkibuilderError("-o DIR is missing: the folder of the new project", "or --dry-run, to see", status=2)
    path = Path(file)
    is_text = path.suffix.lower() in _TEXTS
    where = None if is_text else path
    plan = make_plan(read_text(path) if is_text else read_file(path), where, path.stem)
    if plan.cards and output is not None and not dry_run:
        told = write_project(Path(output), plan, where, now())
    else:
        told = try_project(plan, where) if plan.cards else []
    plan = replace(plan, remarks=(*plan.remarks, *told))
    print_json(_told(plan)) if form == "json" else print_result(_as_text(plan))
    said = Said(quiet, verbose)
    if not plan.cards:
        raise AnkibuilderError("nothing was written: no card of it can be kept", status=1)
    said.note("nothing was written" if dry_run else f"wrote {output}: go there, and run `ankibuilder build`")
    click.get_current_context().exit(1 if plan.refused else 0)


def _as_text(plan: Plan) -> str:
    from ankibuilder.difference.text import visible
    from ankibuilder.report import count

    lines = [
        f"kept: {count(len(plan.cards), 'card')}, {count(len(plan.kinds), 'kind')}, "
        f"{count(len(plan.decks), 'deck')}, {count(len(plan.media), 'media file')}",
        *(f"kind `{kind.id}`: {kind.note_type_name} ({count(len(kind.templates), 'template')})" for kind in plan.kinds),
        *(f"deck `{name}`" for name in plan.decks),
        *plan.remarks,
    ]
    if plan.refused:
        lines.append(f"left out: {count(len(plan.refused), 'card')}")
        causes = Counter(refused.reason for refused in plan.refused)
        lines += [f"  {count(many, 'card')}: {reason}" for reason, many in causes.most_common()]
        lines += [f"left out: {refused.label} ({refused.guid}): {refused.reason}" for refused in plan.refused]
    return "".join(f"{visible(line)}\n" for line in lines)


def _told(plan: Plan) -> dict[str, object]:
    return {
        "cards": [{"id": card.id, "guid": card.note.guid, "kind": card.kind, "deck": card.deck} for card in plan.cards],
        "kinds": [{"id": kind.id, "note_type": kind.note_type_name} for kind in plan.kinds],
        "decks": list(plan.decks),
        "media": sorted(plan.media),
        "remarks": list(plan.remarks),
        "left_out": [{"card": r.label, "guid": r.guid, "reason": r.reason} for r in plan.refused],
    }
