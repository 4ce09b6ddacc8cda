"""The nearest of a closed set of names to what somebody typed.

Knows edit distances; does not know what the names stand for.
"""

from __future__ import annotations

from collections.abc import Iterable

_CLOSE_ENOUGH = 70


def closest(word: str, options: Iterable[str], enough: int = _CLOSE_ENOUGH) -> str | None:
    """Find the option that was probably meant; None where nothing comes close. Case, `_` and spaces are forgiven."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(
        word, list(options), scorer=fuzz.ratio, processor=_forgiving, score_cutoff=enough
    )  # fmt: skip
    return best[0] if best else None


def _forgiving(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Word a hint: the nearest option, or all of them where they are few."""
    options = sorted(options)
    if (near := closest(word, options)) is not None:
        return f"did you mean `{near}`?"
    if 0 < len(options) <= 12:
        return "there are: " + ", ".join(f"`{option}`" for option in options)
    return ""
