"""This repository's decks in Anki: moving up from the essentials scatters nothing, and pasted searches find cards."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support import REPOSITORY, run

from ankibuilder.check import check
from ankibuilder.engine import collection, import_package

PATHS = ("when-you-pull-away", "when-they-pull-away")
PAGE = (REPOSITORY / "docs/learners.md").read_text(encoding="utf-8")
UPDATING = re.compile(r"^## Back up and update$.*?(?=^## )", re.M | re.S)  # its searches need a later release
SEARCHES = sorted(set(re.findall(r'`("?(?:tag|deck|My example):[^`]*)`', UPDATING.sub("", PAGE))))


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decks")
    built = run("build", "-o", folder)
    assert built.returncode == 0, built.stderr
    return folder


def standing(opened: Any) -> dict[str, tuple[str, int]]:
    """Each note's deck and its place among new cards."""
    rows = opened.db.all("SELECT n.guid, c.did, c.due FROM cards c JOIN notes n ON n.id = c.nid")
    return {guid: (opened.decks.name(deck), due) for guid, deck, due in rows}


def after_importing(folder: Path, *names: str) -> tuple[dict[str, tuple[str, int]], list[str]]:
    with collection() as opened:
        for name in names:
            import_package(opened, folder / f"{name}.apkg")
        return standing(opened), sorted(deck.name for deck in opened.decks.all_names_and_ids())


def test_moving_up_from_the_essentials_scatters_nothing(packages: Path) -> None:
    whole = after_importing(packages, "closeness")
    assert after_importing(packages, "closeness-essentials", "closeness") == whole
    assert after_importing(packages, "closeness", "closeness-essentials") == whole


def test_moving_up_keeps_every_review(packages: Path) -> None:
    with collection() as opened:
        import_package(opened, packages / "closeness-essentials.apkg")
        opened.db.execute("UPDATE cards SET type = 2, queue = 2, ivl = 31, reps = 9, due = 100, mod = 1790000001")
        before = standing(opened)
        import_package(opened, packages / "closeness.apkg")
        assert opened.db.scalar("SELECT count() FROM cards WHERE reps = 9 AND ivl = 31") == len(before) == 60
        assert before.items() <= standing(opened).items()


@pytest.mark.parametrize("path", PATHS)
def test_a_second_deck_moves_no_card_of_the_first(packages: Path, path: str) -> None:
    whole, _ = after_importing(packages, "closeness")
    assert after_importing(packages, "closeness", path)[0] == whole
    alone, _ = after_importing(packages, path)
    assert alone.items() <= after_importing(packages, path, "closeness")[0].items()


@pytest.mark.parametrize("path", PATHS)
def test_a_path_leaves_out_the_other_side_and_brings_safety_second_and_whole(path: str) -> None:
    project = check(REPOSITORY).project
    (deck,) = [deck for deck in project.decks if deck.manifest == path]
    safety = next(module.cards for module in project.modules if module.id.value == "staying-safe")
    assert deck.subdecks[1].cards == safety
    other = {"when-you-pull-away": "partner", "when-they-pull-away": "self"}[path]
    told = {card.id.value for part in deck.subdecks for card in part.cards if card.view and card.view.value == other}
    assert told <= {card.id.value for card in safety}


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_of_the_learners_page_finds_cards(packages: Path, search: str) -> None:
    with collection() as opened:
        import_package(opened, packages / f"{PATHS[0] if 'deck:' in search else 'closeness'}.apkg")
        every = set(opened.find_cards(""))
        if " is:suspended" in search:
            opened.sched.suspend_cards(list(every))
        if "My example" in search:
            note = opened.get_note(opened.find_notes("")[0])
            note["My example"] = "Tuesday, after the film."
            opened.update_note(note)
        found = set(opened.find_cards(search))
        assert found, search
        assert len(found) == 1 or "My example" not in search
        assert found == every or "deck:" not in search
        if "-is:suspended" in search:
            opened.sched.suspend_cards(list(found))
            assert not opened.find_cards(search)


def test_the_searches_for_one_side_leave_safety_and_the_other_sides(packages: Path) -> None:
    cards = check(REPOSITORY).project.cards
    for view in ("self", "partner"):
        (search,) = [one for one in SEARCHES if f"view::{view} -tag" in one]
        with collection() as opened:
            import_package(opened, packages / "closeness.apkg")
            found = {opened.get_note(note)["Card ID"] for note in opened.find_notes(search)}
        sided = {card.id.value for card in cards if card.view and card.view.value == view}
        assert found == sided - {card.id.value for card in cards if card.module == "staying-safe"}


def test_safety_comes_first_in_a_filtered_deck_of_its_search(packages: Path) -> None:
    (search,) = [one for one in SEARCHES if one.endswith("staying-safe is:new")]
    with collection() as opened:
        import_package(opened, packages / "closeness.apkg")
        filtered = opened.sched.get_or_create_filtered_deck(0)
        filtered.name = "Safety"
        filtered.config.search_terms[0].search = search
        opened.sched.add_or_update_filtered_deck(filtered)
        opened.decks.select(opened.decks.id_for_name("Safety"))
        assert {queued.card.note_id for queued in opened.sched.get_queued_cards(fetch_limit=99).cards} == set(
            opened.find_notes("tag:closeness::module::staying-safe")
        )


def test_the_table_of_the_learners_page_counts_the_cards_that_are_there() -> None:
    decks = {deck.manifest: sum(len(part.cards) for part in deck.subdecks) for deck in check(REPOSITORY).project.decks}
    chosen = re.findall(r"^\| `([\w-]+)` \| (\d+) \| [a-z]", PAGE, re.M)
    assert {name: int(cards) for name, cards in chosen} == decks
    paces = [(name, *map(int, rest)) for name, *rest in re.findall(r"^\| `([\w-]+)` \|" + r" (\d+) \|" * 3, PAGE, re.M)]
    assert {name for name, *_ in paces} == decks.keys(), "run tests/test_forecast.py --update"
    for name, cards, new, days in paces:
        assert (cards, days) == (decks[name], -(-cards // new)), "run tests/test_forecast.py --update"
