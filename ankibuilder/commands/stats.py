"""`ankibuilder stats`: what a deck holds. Does not know how it is counted."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from ankibuilder.commands import Said, chosen_deck, common, print_json, print_result, project_root, wants_colour
from ankibuilder.commands._completion import deck_names
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.figures import Figures
    from ankibuilder.model import Project

_MOST = 10  # sources that are listed unless more is asked for


@click.command("stats")
@click.argument("deck", required=False, shell_complete=deck_names)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell.")
@common
def command(deck: str | None, form: str, project: str | None, no_color: bool, verbose: bool, quiet: bool) -> None:
    """Count what DECK holds, or the whole project: cards by module, kind, view and sureness; words and reading grade;
    objectives, sources, reviews.

    Retired cards are left out of all counts. -v lists every source, and what is not covered.

    \b
    ankibuilder stats
    ankibuilder stats closeness --format json
    """
    from ankibuilder.figures import figures

    loaded = _read(project, no_color)
    chosen = chosen_deck(deck, loaded)
    found = figures(loaded, chosen)
    if form == "json":
        print_json(_as_values(found))
    else:
        print_result("".join(f"{line}\n" for line in _as_text(found, verbose)))
    Said(quiet, verbose).detail("counted as the sources are now; `ankibuilder diff` tells what is not released yet")


def _read(project: str | None, no_color: bool) -> Project:
    """Read all cards; what could not be read would be missing in every figure."""
    from ankibuilder.check import check
    from ankibuilder.report import as_text, summary

    checked = check(project_root(project), wanted=lambda rule: False)
    if checked.errors:
        click.echo(as_text(checked.diagnostics, wants_colour(no_color, sys.stderr)), err=True, nl=False)
        raise AnkibuilderError(f"nothing was counted: {summary(checked.diagnostics)}", status=1)
    return checked.project


def _as_values(found: Figures) -> dict[str, Any]:
    told = asdict(found)
    return {"by": told.pop("counts"), **told}


def _as_text(found: Figures, verbose: bool) -> Iterator[str]:
    from ankibuilder.report import count

    yield count(found.cards, "card") + (f", and {count(found.retired, 'retired one')}" if found.retired else "")
    for name, counts in found.counts.items():
        if any(counts):  # not where no card says it
            yield from ("", f"by {name}", *_shares(counts, found.cards))
    yield ""
    answers = found.answer_words
    told = f"; an answer has {answers.usual:g} usually, {answers.highest:g} at most" if answers.highest else ""
    yield f"words: {found.words:,}{told}"
    for kind, grade in found.grades.items():
        yield f"reading grade of {kind}: {grade.usual:.1f} on average, {grade.highest:.1f} at most"
    if found.objectives:
        yield f"objectives: {found.objectives - len(found.uncovered)} of {found.objectives} covered"
    yield from (f"  no card covers {name}" for name in found.uncovered if verbose)
    yield f"reviewed: {found.reviewed} of {found.cards}"
    yield from (f"  {number:>5}  {who}" for who, number in found.reviewers.items())
    yield from _sources(found, verbose)


def _shares(counts: Mapping[str, int], cards: int) -> Iterator[str]:
    width = max(12, *map(len, counts))
    for name, number in counts.items():
        yield f"  {name or '(not said)':<{width}}  {number:>5}  {number / max(1, cards):>4.0%}"


def _sources(found: Figures, verbose: bool) -> Iterator[str]:
    seen = ", ".join(f"{how} {number}" for how, number in found.checked.items())
    yield f"sources: {len(found.sources)} used{f' (seen of them: {seen})' if seen else ''}"
    shown = list(found.sources.items())[: None if verbose else _MOST]
    yield from (f"  {number:>5}  {name}" for name, number in shown)
    if len(found.sources) > len(shown):
        yield f"  and {len(found.sources) - len(shown)} more; -v lists them all"
    if found.unused:
        yield f"  not used by any card: {', '.join(found.unused)}"
