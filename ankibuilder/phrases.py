"""Words and phrases as a standard names them, found in texts: whole words, in any case, outside quotation marks or not.

Does not know which phrases a project looks for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

# English, German and French, Swiss, Polish: what opens a quotation, and what closes it.
_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "‚": "‘’", "‹": "›", "›": "‹"}
# A quotation is no longer than that many characters: else each mark without a partner would be searched to the end.
_SPELT = {opens: f"{opens}[^{closes}]{{0,1000}}+[{closes}]" for opens, closes in _CLOSING.items()} | {'"': '"[^"]*"'}
_OPENING = re.compile(r"[“„«»‚‹›]")
_END = re.compile(r"(?<!e\.g)(?<!i\.e)[.?!…]+[\"'”’“‘»«›‹)\]*_]*(?=\s)")
# Between two words of a phrase: space, and the signs of emphasis.
GAP = r"[*_]*\s+[*_]*"
_NEXT = re.compile(r"\s*(.?)", re.S)
_GAPS = re.compile(GAP)
_KEYS = re.compile(r"[^\W_]+\*?")
_RUN = re.compile(r"[^\W_]+")
_COMMONEST = frozenset(
    """a about all am an and are as at back be been but by can could do for from get had has have he her him
    his how i if in into is it its just like m make may me more my no not of on one or other our out re s she
    should so some someone t than that the their them then there they this to too up us was we were what when
    which who will with would you your""".split()
)


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Look for any of the phrases: `*` at a word's end stands for any letters, and either apostrophe is meant.

    Signs of emphasis around a word are no part of it.
    """
    return _any_of(tuple(phrases))


@lru_cache(1_000)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    spelt = "|".join(sorted({_spelt(phrase) for phrase in phrases}, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{spelt or '(?!)'})(?![^\W_])", re.I)


def _spelt(phrase: str) -> str:
    words = (re.escape(word.removesuffix("*")) + (r"[^\W_]*" if word.endswith("*") else "") for word in phrase.split())
    return GAP.join(words).replace("’", "'").replace("'", "['’]").replace("ß", "(?:ß|ss)")


def key_word(phrase: str) -> str:
    """Give the word that a phrase hangs on, in lower case: the longest that is not among the commonest. May end in `*`.

    Few texts hold it, and only those have to be looked at closely.
    """
    words: list[str] = _KEYS.findall(phrase.casefold()) or [""]
    return max(reversed(words), key=lambda word: (word not in _COMMONEST, len(word)))


def runs(text: str) -> list[str]:
    """Take a text apart into runs of letters and digits."""
    return _RUN.findall(text)


def quotations(text: str) -> list[tuple[int, int]]:
    """Say where quotations begin and end, marks included: straight, curly, low and angled ones."""
    return [found.span() for found in _quoted(text).finditer(text)] if _may_quote(text) else []


def outside_quotes(text: str) -> str:
    """Blank out what is quoted; all else keeps its place."""
    return _quoted(text).sub(lambda found: " " * len(found[0]), text) if _may_quote(text) else text


def _may_quote(text: str) -> bool:
    return '"' in text or (not text.isascii() and _OPENING.search(text) is not None)


def _quoted(text: str) -> re.Pattern[str]:
    """Look for quotations whose marks, both of them, stand in a text."""
    opening = (opens for opens, closes in _CLOSING.items() if opens in text and any(mark in text for mark in closes))
    return _opened_by("".join(opening))


@cache
def _opened_by(marks: str) -> re.Pattern[str]:
    return re.compile("|".join(map(_SPELT.__getitem__, marks)) or "(?!)")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Say where sentences begin and end. Speech in quotation marks is part of the sentence around it."""
    start, speech = 0, quotations(text)
    closes = [last for _, last in speech]
    for end in [*(found.end() for found in _END.finditer(text)), len(text)]:
        around = bisect_right(closes, end)  # the first quotation that closes behind this place
        inside = around < len(speech) and speech[around][0] < end
        if not inside and not _NEXT.match(text, end)[1].islower() and text[start:end].strip():  # type: ignore[index]
            yield start + len(text[start:end]) - len(text[start:end].lstrip()), end
            start = end


def plain(found: str) -> str:
    """Give a phrase that was found as people would say it: signs of emphasis and broken lines left out."""
    return _GAPS.sub(" ", found)


def listed(words: Iterable[str], last: str = "or") -> str:
    """Write names in a row, as people do: `a`, `b` or `c`."""
    *first, end = [f"`{word}`" for word in words]
    return f"{', '.join(first)} {last} {end}" if first else end
