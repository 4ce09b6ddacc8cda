"""Telephone numbers in English and unworded text, in the ways in which services are really written.

Knows what makes a number one that somebody dials: how its digits are grouped, and the words that lead to it. Does not
know which numbers a project trusts. Years, ranges, counts, dates, decimals and page numbers are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

# Three digits or more, with one sign between two of them at most, a bracket aside.
_DIALLED = r"(?P<number>\+?\(?\d(?:(?: ?[-‑–] ?|[ \u00a0]?\(|\)[ -]?|[ \u00a0.])?\d){2,})"
# Not the end of a word, a sum, a date; and not the beginning of one.
_FREE = r"(?<![\w.,/=$€£+-])"
_ENDS = r"(?![\w/%€]|[.,:]\d|[-–]\w| ?%)"
_YEAR = r"(?!\(?(?:1[6-9]|20)\d\d(?![\d -]))"
_COUNTED = (
    r"(?! (?!(?:is|as|us|this|always|services)\b)[a-z]+s\b"
    r"| (?:people|men|women|children|percent|per|of|more|million|thousand|different)\b)"
)
_SPEAKS_OF_IT = r"(?! (?!(?:in|for|at|on|or|and|to|if|when|any|anytime|free|now|day|from|is)\b)[^\W\d])"
_ROUND = r"(?!\d{1,3}(?:[ \u00a0]\d{3})*[ \u00a0]000\b)"
_OPENED = r"[*_`\"“(\[]*"

_VERB = r"\b(?i:call|text|dial|ring|phone|message|sms|whatsapp)"
_DOING = r"\b(?i:(?:call|text|phon|ring|diall?|messag)ing)"
_NAME = r"(?: [A-Z][\w'’]*){1,4}"
_SMALL = r"(?: (?i:free|toll-free|on|at|us|them|now|number|line|helpline|hotline|the|or text|or call)){0,3}"
_LINE = (
    r"\b(?i:(?:hot|help|life)-?lines?|(?:crisis|text|advice|support|suicide|phone|care|distress|listening|warm) line"
    r"|(?:emergency|phone|telephone|crisis|free|toll-free|short) (?:number|code)s?|emergency|emergencies|ambulance"
    r"|police|fire brigade|samaritans|tel\.?|telephone|phone|mobile|sms|whatsapp|(?:danger|crisis)(?=[:,]))"
)
_ARE = r"(?:: ?|, | \(| (?:is|are|on|at|[-–—]) | )"
_THREE = r"\d{3}[ \u00a0]\d{3}(?![ \u00a0]?\d)"

_ANY = ("",)
_CALLED = ("call", "text", "dial", "ring", "phon", "messag", "sms", "whatsapp")
_NAMED = (
    "line", "number", "code", "emergenc", "ambulance", "police", "brigade", "samaritans", "tel", "phon", "mobile",
    "sms", "whatsapp", "danger", "crisis",
)  # fmt: skip
# Each way, and what stands in a text that is written so: one of these at least, in lower case.
_WAYS: dict[str, tuple[str, ...]] = {
    # Seven digits or more, or letters to dial: whatever stands around them.
    rf"{_FREE}(?![1-9]\d{{3}}[-–]\d{{4}}(?!\d)|\d{{4}}-\d\d-\d\d|\d\d?[-. ]\d\d?[-. ]\d{{4}}(?!\d))"
    rf"{_ROUND}(?P<number>\+?\(?\d(?:[ \u00a0().‑–-]{{0,2}}\d){{6,}}){_ENDS}{_COUNTED}": _ANY,
    r"(?<![\w-])(?P<number>(?:\+?1-)?0?8\d\d-(?:\d{3}-)?[A-Z][A-Z0-9-]{3,})(?![\w-])": ("8",),
    # Three groups, as in 13 11 14; two only behind a sign or a name, as in "Samaritans: 116 123."
    rf"{_FREE}{_ROUND}(?P<number>\d{{2,4}}(?:[ \u00a0]\d{{2,4}}){{2,}}){_ENDS}{_SPEAKS_OF_IT}": _ANY,
    rf"(?:[:(]|\b(?:is|on|at|to|or|number)|\b[A-Z]\w+) ?{_FREE}{_ROUND}(?P<number>{_THREE})"
    rf"{_ENDS}{_SPEAKS_OF_IT}": _ANY,
    # A short code behind the word that is sent to it.
    rf"\b[A-Z]{{2,}}[\"”*]? to {_OPENED}(?P<number>\d{{5,6}}){_ENDS}": (" to ",),
    # What one calls or texts, at once or behind a few words that lead there.
    rf"(?:{_VERB}s?|{_DOING})(?::|{_NAME}|{_SMALL})? {_OPENED}{_DIALLED}{_ENDS}{_COUNTED}": _CALLED,
    rf"(?:{_VERB}|{_DOING})\b[^.?!\d\n]{{1,60}}?(?: (?:on|at|via)|(?: to| or|:| \(|,)(?= ?{_OPENED}{_YEAR}))"
    rf"(?: the number)? ?{_OPENED}{_DIALLED}{_ENDS}{_COUNTED}": _CALLED,
    rf"{_VERB}\b[^.?!\n]{{1,60}}?\d(?:,| or|, or| and) {_OPENED}{_DIALLED}{_ENDS}{_COUNTED}": _CALLED,
    r"\b(?i:reach(?:ed)?|contact|talk|speak|chat|get through)\b[^.?!\d\n]{0,60}? (?i:on|at|via) "
    rf"{_OPENED}{_DIALLED}{_ENDS}{_COUNTED}": ("reach", "contact", "talk", "speak", "chat", "get through"),
    r"\b(?i:use|press) (?P<number>112|911|999|000)(?![\w.,:-]\w)": ("use", "press"),
    # What a line or an emergency number is.
    rf"{_LINE}{_ARE}{_OPENED}{_YEAR}{_DIALLED}{_ENDS}{_COUNTED}": _NAMED,
}
_compiled = cache(re.compile)  # when first needed
# What each of these ways holds, and few texts do: three digits, close together.
_THREE_DIGITS = re.compile(r"\d(?:[ \u00a0().‑–-]{0,3}\d){2}")
_NO_NUMBER = re.compile(r"(?:\bpp?\.|\bpages?|[=<>]|\bno\.|\bDOI:?|\bISBN:?|\bPMID:?|[$€£])\s*$", re.I)
_JUST_BEFORE = 40  # characters
_EMPHASIS = re.compile(r"\*+|(?<![^\W_])_+|_+(?![^\W_])")
_YEARS = re.compile(r"(?:1[6-9]|20)\d\d(?:\D+(?:1[6-9]|20)\d\d)+")

_HYPHENS = re.compile(r"(<[^>]*>)|(?<![\w-])\d+(?:-\d+){2,}(?![\w-])")  # tags stay as they are


class Place(NamedTuple):
    """Where a number stands in a text."""

    start: int
    end: int


def telephone_numbers(text: str) -> Iterator[Place]:
    """Find what somebody may dial, in order; of two readings of one place, the longer."""
    read, places = _without_emphasis(text.replace("\n", " "))
    if not _THREE_DIGITS.search(read):
        return
    found = sorted({_place(way) for pattern in _ways(read) for way in pattern.finditer(read)}, key=_longest)
    end = 0
    for place in found:
        if place.start >= end and not _is_none(read, place):
            yield Place(places[place.start], places[place.end - 1] + 1)
            end = place.end


def _ways(text: str) -> Iterator[re.Pattern[str]]:
    """Give the ways in which a number may be written there; all of them where letters may be taken for others."""
    folded = text.lower() if text.isascii() else ""
    for way, one_of in _WAYS.items():
        if not folded or any(word in folded for word in one_of):
            yield _compiled(way)


def _without_emphasis(text: str) -> tuple[str, Sequence[int]]:
    """Leave out what sets words in emphasis; also say where each character that is left stands."""
    if "*" not in text and "_" not in text:
        return text, range(len(text))
    marks = {at for found in _EMPHASIS.finditer(text) for at in range(*found.span())}
    places = [at for at in range(len(text)) if at not in marks]
    return "".join(text[at] for at in places), places


def _place(found: re.Match[str]) -> Place:
    """Leave a bracket out that is closed behind the number."""
    start, end = found.span("number")
    return Place(start + (found["number"][0] == "(" and ")" not in found["number"]), end)


def _longest(place: Place) -> tuple[int, int]:
    return place.start, -place.end


def _is_none(text: str, place: Place) -> bool:
    years = _YEARS.fullmatch(text, place.start, place.end)
    return years is not None or _NO_NUMBER.search(text, max(0, place.start - _JUST_BEFORE), place.start) is not None


def in_one_piece(html: str) -> str:
    """Mark numbers with hyphens, behind which a browser breaks a line: what one dials in need is read in one piece."""
    return _HYPHENS.sub(lambda found: found[1] or f'<span class="number">{found[0]}</span>', html)


def digits(number: str) -> str:
    """Give what is dialled, without the signs between."""
    return "".join(filter(str.isdigit, number))
