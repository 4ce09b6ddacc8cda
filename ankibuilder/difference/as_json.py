"""Differences as JSON for programs. Does not know how they were found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from ankibuilder.decode import spelt_out
from ankibuilder.difference.values import Difference


def as_json(differences: Iterable[tuple[str, Difference]]) -> str:
    """Give all differences as one object: a list of decks by manifest, and how many harms there are."""
    decks = [{"deck": manifest, **asdict(difference)} for manifest, difference in differences]
    told = {"decks": decks, "harms": sum(len(deck["harms"]) for deck in decks)}
    return spelt_out(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"
