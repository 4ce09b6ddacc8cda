"""Which slips are mended without asking: those that can mean one name alone."""

from __future__ import annotations

import pytest

from ankibuilder.suggest import misspelt

CARD = ("id", "kind", "view", "question", "answer", "extra", "hint", "sources", "term", "tags", "guid", "image")


@pytest.mark.parametrize(
    ("word", "options", "meant"),
    [
        ("anwser", CARD, "answer"),
        ("Answer", CARD, "answer"),
        ("naswer", CARD, "answer"),
        ("sourcess", CARD, "sources"),
        ("qestoin", CARD, "question"),
        ("knid", CARD, "kind"),
        ("ID", CARD, "id"),
        ("ids", CARD, None),  # of short names every word is a neighbour
        ("tems", CARD, None),  # tags or term
        ("mint", CARD, None),  # a word of its own
        ("answer-2", CARD, None),
        ("cue-2", ("cue-1", "scene"), None),
        ("nnote", ("note", "annote"), None),
        ("new-per_Day", ("new_per_day", "name"), "new_per_day"),
        ("", CARD, None),
        ("answer", (), None),
    ],
)
def test_misspelt(word: str, options: tuple[str, ...], meant: str | None) -> None:
    assert misspelt(word, options) == meant
