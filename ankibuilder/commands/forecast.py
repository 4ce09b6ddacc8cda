"""`ankibuilder forecast`: what a deck will ask of a learner. Does not know how that is simulated or drawn."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ankibuilder.commands import (
    Said,
    as_seen_from_here,
    chosen_deck,
    common,
    now,
    print_json,
    print_result,
    project_root,
    wants_colour,
)
from ankibuilder.commands._completion import deck_names, files
from ankibuilder.commands._progress import watched
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.engine.forecast import Pace
    from ankibuilder.model import Deck

_USUAL = (3, 5, 10, 20)
_RECALLED = 90
_OTHERS = (80, 85, 95)
_WEEK = 7


@dataclass(frozen=True)
class Forecast:
    """A deck, and what it takes at each pace; `own` is the pace of its preset, where it has one."""

    deck: Deck
    paces: list[Pace]
    own: Pace | None

    @property
    def over(self) -> str:
        """Say that the preset asks for more than the budget; empty where it does not."""
        budget, own = self.deck.budget, self.own
        if budget is None or own is None or own.meanwhile <= budget:
            return ""
        return (
            f"{self.deck.manifest}: its preset, {own.new_per_day} new cards a day, takes {own.meanwhile:.0f} minutes a"
            f" day; the budget is {budget}"
        )


@click.command("forecast")
@click.argument("decks", nargs=-1, metavar="[DECK]...", shell_complete=deck_names)
@click.option("--new", "new", type=click.IntRange(1, 999), multiple=True, help="New cards a day; may be repeated.")
@click.option(
    "--retention", type=click.IntRange(70, 97), multiple=True, help="Percent that is recalled; may be repeated."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How to tell it."
)
@click.option("--svg", metavar="FILE", shell_complete=files, help="Draw minutes a day over a year, too; for one DECK.")
@click.option("--strict", is_flag=True, help="Fail where a preset passes its deck's budget.")
@common
def command(
    decks: tuple[str, ...], new: tuple[int, ...], retention: tuple[int, ...], form: str, svg: str | None, strict: bool,
    project: str | None, no_color: bool, verbose: bool, quiet: bool,
) -> None:  # fmt: skip
    """Tell minutes a day, reviews a day and days to finish, for each DECK (all of them otherwise), at several paces.

    The simulator of Anki's own scheduler tells (`pip install anki` in the same environment). It takes FSRS with its
    defaults, study every day, and the speed of the average user of Anki: it knows neither these cards nor who studies.

    Where a manifest has a `budget` of minutes a day, a preset that passes it is told.

    \b
    ankibuilder forecast
    ankibuilder forecast closeness --new 4 --retention 85 --svg forecast.svg
    """
    from ankibuilder.engine import require

    said = Said(quiet, verbose)
    require()
    found = list(_forecasts(decks, new, retention, project, no_color, svg is not None, said))
    if form == "json":
        print_json(_as_values(found))
    else:
        print_result("\n".join(_as_markdown(found) if form == "markdown" else _as_text(found)) + "\n")
    for forecast in found:
        if forecast.over:
            click.echo(f"warning: {forecast.over}", err=True)
    if svg is not None:
        _draw(Path(svg), found[0], said)
    said.note("simulated with the speed of Anki's average user; who reads slowly may need twice as long")
    click.get_current_context().exit(1 if strict and any(forecast.over for forecast in found) else 0)


def _forecasts(
    names: tuple[str, ...], new: tuple[int, ...], retention: tuple[int, ...],
    project: str | None, no_color: bool, drawn: bool, said: Said,
) -> Iterator[Forecast]:  # fmt: skip
    """Build each deck as `build` does, and let the engine study it."""
    from ankibuilder.check import check
    from ankibuilder.engine.forecast import forecasts
    from ankibuilder.lock import read_lock
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp
    from ankibuilder.report import as_text, summary
    from ankibuilder.writing import private_folder

    root, moment = project_root(project), now()
    checked = check(root, wanted=lambda rule: False)
    if checked.errors:
        click.echo(as_text(checked.diagnostics, wants_colour(no_color, sys.stderr)), err=True, nl=False)
        raise AnkibuilderError(f"nothing was forecast: {summary(checked.diagnostics)}", status=1)
    chosen = [deck for name in names if (deck := chosen_deck(name, checked.project))] or checked.project.decks
    if drawn and len(chosen) != 1:
        hint = f"name it, as in `ankibuilder forecast {chosen[0].manifest} --svg forecast.svg`" if chosen else ""
        raise AnkibuilderError("--svg draws one deck", hint, status=2)
    stamped = stamp(checked.project, checked.notes, read_lock(root), moment)
    for deck in chosen:
        with private_folder() as folder:
            path = folder / f"{deck.manifest}.apkg"
            path.write_bytes(package(content(deck, stamped)))
            asked = _asked(deck, new, retention)
            paces = list(dict.fromkeys([*asked, *_own(deck)]))
            running = forecasts(path, deck.name.value, paces)
            simulated = list(watched(running, f"forecasting {deck.manifest}", len(paces), said))
        told = [pace for pace in simulated if (pace.new_per_day, pace.retention) in asked]
        own = [pace for pace in simulated if (pace.new_per_day, pace.retention) in _own(deck)]
        yield Forecast(deck, told, own[0] if own else None)


def _own(deck: Deck) -> list[tuple[int, int]]:
    """Give the pace of a deck's preset, unless it has none or brings no new cards."""
    return [(deck.preset.new_per_day, _RECALLED)] if deck.preset and deck.preset.new_per_day else []


def _asked(deck: Deck, new: tuple[int, ...], retention: tuple[int, ...]) -> list[tuple[int, int]]:
    """Give the paces to tell: what was asked for; or else the usual ones, and other retentions at the deck's own."""
    own = deck.preset.new_per_day if deck.preset and deck.preset.new_per_day else 5
    counts = new or sorted({*_USUAL, own})
    main = [(count, recalled) for recalled in retention or (_RECALLED,) for count in counts]
    return main if new or retention else [*main, *((own, recalled) for recalled in _OTHERS)]


def _as_values(found: Sequence[Forecast]) -> dict[str, Any]:
    from ankibuilder.engine.soundness import engine_version

    listed = [
        {
            "deck": forecast.deck.manifest,
            "budget": forecast.deck.budget,
            "over_budget": bool(forecast.over),
            "paces": [_told(pace) for pace in forecast.paces],
        }
        for forecast in found
    ]
    return {"decks": listed, "engine": engine_version()}


def _told(pace: Pace) -> dict[str, Any]:
    return {
        "new_per_day": pace.new_per_day,
        "retention": pace.retention,
        "cards": pace.cards,
        "days": pace.days,
        "reviews_a_day": round(pace.reviewed, 1),
        "minutes_a_day": round(pace.meanwhile, 1),
        "busiest_day": round(pace.busiest, 1),
        "month_after": round(pace.afterwards, 1),
    }


_TITLES = ("cards", "new a day", "recalled", "days until all are met", "reviews a day until then",
           "minutes a day until then", "on the busiest day", "in the month after")  # fmt: skip


def _row(pace: Pace) -> list[str]:
    minutes = (f"{one:.0f}" for one in (pace.reviewed, pace.meanwhile, pace.busiest, pace.afterwards))
    return [str(pace.cards), str(pace.new_per_day), f"{pace.retention} %", str(pace.days), *minutes]


def _as_markdown(found: Sequence[Forecast]) -> Iterator[str]:
    """Give one table; the column of what is recalled only where that differs."""
    recalled = {pace.retention for forecast in found for pace in forecast.paces}
    yield _line(["deck", *_TITLES], recalled)
    yield _line(["---"] * (len(_TITLES) + 1), recalled)
    for forecast in found:
        yield from (_line([f"`{forecast.deck.manifest}`", *_row(pace)], recalled) for pace in forecast.paces)


def _line(cells: list[str], recalled: set[int]) -> str:
    return f"| {' | '.join(cell for at, cell in enumerate(cells) if at != 3 or len(recalled) > 1)} |"


_SHORT = ("new a day", "recalled", "days", "reviews/day", "minutes/day", "busiest day", "month after")


def _as_text(found: Sequence[Forecast]) -> Iterator[str]:
    from ankibuilder.report import count

    for forecast in found:
        yield f"{forecast.deck.manifest}: {count(forecast.paces[0].cards, 'card')}"
        yield "  ".join(["", *_SHORT])
        for pace in forecast.paces:
            cells = (f"{cell:>{len(title)}}" for cell, title in zip(_row(pace)[1:], _SHORT, strict=True))
            yield "  ".join(["", *cells, *(["(its preset)"] if pace == forecast.own else [])])
        yield ""


def _draw(path: Path, forecast: Forecast, said: Said) -> None:
    """Draw the paces of one retention: a week's mean a day, as single days jump."""
    from ankibuilder.engine.forecast import YEAR
    from ankibuilder.plot import Line, as_svg
    from ankibuilder.writing import write_whole

    first = forecast.paces[0].retention
    chosen = [pace for pace in forecast.paces if pace.retention == first]
    lines = [Line(f"{pace.new_per_day} new a day", _smooth(pace.minutes[:YEAR])) for pace in chosen]
    budget = forecast.deck.budget
    title = f"{forecast.deck.name.value}: minutes a day over a year"
    svg = as_svg(title, "minutes a day (mean of a week)", lines, budget, f"budget: {budget} minutes")
    write_whole(path, svg.encode())
    said.note(f"drew {as_seen_from_here(path)}")


def _smooth(minutes: Sequence[float]) -> list[float]:
    around = (minutes[max(0, at - _WEEK // 2) : at + _WEEK // 2 + 1] for at in range(len(minutes)))
    return [round(sum(some) / len(some), 2) for some in around]
