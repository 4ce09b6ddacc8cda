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


def misspelt(word: str, options: Iterable[str]) -> str | None:
    """Find the option that a slip of the hand made this word of; None where it may be another, or a word of its own.

    A wrong guess is worse than none: a short name must differ in case alone, a longer one in a letter or two, no digit
    may differ, and no other option may be nearly near enough.
    """
    from rapidfuzz.distance import OSA

    slips = {option: OSA.distance(_forgiving(word), _forgiving(option)) for option in options}
    near = [option for option in slips if slips[option] == 0] or [
        option for option in slips if slips[option] <= _most_slips(option) + _begin_alike(word, option)
    ]
    if len(near) != 1 or slips[near[0]] > _most_slips(near[0]):
        return None
    return near[0] if _begin_alike(word, near[0]) and _digits(word) == _digits(near[0]) else None


def _most_slips(option: str) -> int:
    return 0 if len(option) < 4 else 1 if len(option) < 8 else 2


def _begin_alike(word: str, option: str) -> bool:
    """Hands seldom miss the first letter, unless it changes places with the second: `link` is no slip for `sink`."""
    one, other = _forgiving(word), _forgiving(option)
    return one[:1] == other[:1] or one[:2] == other[1::-1]


def _digits(word: str) -> str:
    return "".join(filter(str.isdigit, word))


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Word a hint: the nearest option, or all of them where they are few."""
    options = sorted(options)
    if (near := closest(word, options)) is not None:
        return f"did you mean `{near}`?"
    if 0 < len(options) <= 12:
        return "there are: " + ", ".join(f"`{option}`" for option in options)
    return ""
