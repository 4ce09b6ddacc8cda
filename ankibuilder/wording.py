"""The words of a project's cards, looked at once for all rules: counts, sentences, syllables, words to look out for.

Each distinct word is judged once, so that a text costs little more than splitting it. Knows where unwanted words and
terms may stand; does not know what a rule makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from weakref import WeakKeyDictionary

from ankibuilder.model import Card, Project
from ankibuilder.phrases import key_word
from ankibuilder.source import Text
from ankibuilder.syllables import syllables

_LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_RUN = re.compile(r"[^\W_]+")
# What of a word nobody reads: the address of a link, a tag of HTML.
_MARKUP = re.compile(r"\]\([^)\s]*\)?|https?://\S+|</?[a-z][^>]*>?|(?<![a-z-])[a-z-]+=\S*")
_ENDS = re.compile(r"""[.?!…]["'”’“‘»«›‹)\]*_]*$""")
_DOTTED = frozenset("dr. mr. mrs. ms. prof. st. vs. e.g. i.e. etc. cf. no. p. pp. vol. al. approx. fig.".split())

# What a word counts for, packed into one number, so that one sum over a text gives all of its counts. No count reaches
# the next: a text has at most 20,000 characters, so fewer than 2^14 words of one sign and a space each, and fewer than
# 2^16 syllables. Above them stands what a text's words are a sign of, which is no count; all of it fits a machine word.
_SYLLABLES, _READ, _ENDED, _SIGNS = 14, 30, 44, 58
_14, _16 = (1 << 14) - 1, (1 << 16) - 1
# An unwanted word or phrase, or a term, hangs on a word there; a number, or a word that asks for a set; a digit.
UNWANTED, TERM, SET, NUMBER = (1 << _SIGNS + at for at in range(4))
_DIGIT = re.compile(r"\d")
_AROUND = ".,;:?!\"'()*_"  # what may stand around a plain word


class Wording:
    """What can be said of each text by its words. Texts are looked up by their value."""

    def __init__(self, project: Project) -> None:
        standard = project.standard
        terms = [card.term.value.casefold() for card in project.cards if card.term and not card.retired]
        names = [name.casefold() for name in standard.reading.names] if standard.reading else []
        unwanted = [key_word(phrase) for entry in standard.words for phrase in entry.words]
        easy = {word for name in (*terms, *names) for word in _LETTERS.findall(name)}
        asked = standard.questions
        sets = [key_word(phrase) for phrase in (*asked.set_asked, *asked.set_numbers)]
        self._counts = _Texts(_Stretches(easy, unwanted, [key_word(term) for term in terms], sets))
        self._cards = project.cards
        self._bearing: dict[int, list[tuple[Card, dict[str, Text]]]] = {}

    def bearing(self, sign: int) -> list[tuple[Card, dict[str, Text]]]:
        """Give the few cards with texts that hold such words, and those texts. All are looked at once for all signs."""
        if not self._bearing:
            self._bearing = {sign: [] for sign in (UNWANTED, TERM, SET, NUMBER)}
            for card in self._cards:
                for name, text in card.texts.items():
                    if (count := self._counts[text.value]) >= UNWANTED:
                        self._keep(card, name, text, count)
        return self._bearing[sign]

    def _keep(self, card: Card, name: str, text: Text, count: int) -> None:
        for sign, cards in self._bearing.items():
            if count & sign:
                if not cards or cards[-1][0] is not card:
                    cards.append((card, {}))
                cards[-1][1][name] = text

    def words(self, text: str) -> int:
        """Count the words."""
        return self._counts[text] & _14

    def sentences(self, text: str) -> int:
        """Count the sentences; what stands behind the last full stop is one, too."""
        return self._counts[text] >> _ENDED & _14

    def unwanted(self, text: str) -> Collection[str]:
        """Give the words there that an unwanted word or phrase hangs on, spelt as `key_word` spells them."""
        return self._counts.unwanted.get(text, ())

    def may_hold_a_number(self, text: str) -> bool:
        """Tell whether a digit stands there."""
        return self._counts[text] & NUMBER > 0

    def grade(self, texts: Iterable[str], least: int) -> float | None:
        """Give the Flesch-Kincaid grade of the texts together; None below so many words, where it says nothing."""
        words = sentences = spoken = 0
        for text in texts:
            count = self._counts[text]
            words += count >> _READ & _14
            sentences += count >> _ENDED & _14
            spoken += count >> _SYLLABLES & _16
        return 0.39 * words / sentences + 11.8 * spoken / words - 15.59 if words >= least else None


class _Texts(dict[str, int]):
    """Counts and signs by text, made when first asked for."""

    def __init__(self, stretches: _Stretches) -> None:
        self._stretches, self._count = stretches, stretches.__getitem__
        self.unwanted: dict[str, set[str]] = {}

    def __missing__(self, text: str) -> int:
        parts = text.split()
        total = sum(map(self._count, parts))
        if parts and not self._count(parts[-1]) >> _ENDED & 1:
            total += 1 << _ENDED
        if not self._stretches.signs.keys().isdisjoint(parts):
            total |= self._signs(text, parts)
        self[text] = total
        return total

    def _signs(self, text: str, parts: list[str]) -> int:
        signs, unwanted, there = self._stretches.signs, self._stretches.unwanted, 0
        for stretch in filter(signs.__contains__, parts):
            there |= signs[stretch]
            if stretch in unwanted:
                self.unwanted.setdefault(text, set()).update(unwanted[stretch])
        return there


class _Stretches(dict[str, int]):
    """What a stretch between two spaces counts for, made when first met; and what it is a sign of, as few are."""

    def __init__(self, easy: set[str], unwanted: Sequence[str], terms: Sequence[str], sets: Sequence[str]) -> None:
        self.signs: dict[str, int] = {}
        self.unwanted: dict[str, list[str]] = {}
        self._easy = easy | {f"{word}s" for word in easy} | {f"{word[:-1]}ies" for word in easy if word.endswith("y")}
        self._unwanted = _Words(unwanted)
        self._sets = _Words(sets)
        self._terms = {*terms, *(f"{word}s" for word in terms)}
        self._looked_for = _Words([*unwanted, *sets, *self._terms])
        self._spoken: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        folded = written.casefold()
        word = folded.strip(_AROUND)
        value = self._plain(folded, word) if word.isalpha() and word.isascii() else self._other(folded)
        sign = 0 if word.isalpha() and word not in self._looked_for else self._sign(written, _RUN.findall(folded))
        if sign:
            self.signs[written] = sign
        self[written] = value
        return value

    def _plain(self, folded: str, word: str) -> int:
        """Count a word with signs around it, as most of what people write is."""
        ends = folded[-1] != word[-1] and _ends(folded)
        return 1 | self._syllables(word) << _SYLLABLES | 1 << _READ | ends << _ENDED

    def _other(self, folded: str) -> int:
        bare = _MARKUP.sub(" ", folded)
        read = _LETTERS.findall(bare)
        words = sum(_RUN.search(part) is not None for part in folded.split("—"))
        return words | sum(map(self._syllables, read)) << _SYLLABLES | len(read) << _READ | _ends(bare) << _ENDED

    def _sign(self, written: str, found: list[str]) -> int:
        sign = 0 if self._terms.isdisjoint(found) else TERM
        if unwanted := [key for run in found for key in self._unwanted.keys(run)]:
            self.unwanted[written] = unwanted
            sign |= UNWANTED
        if any(run.isdecimal() or self._sets.keys(run) for run in found):
            sign |= SET
        return sign | (NUMBER if not written.isalpha() and _DIGIT.search(written) else 0)

    def _syllables(self, word: str) -> int:
        if (known := self._spoken.get(word)) is None:
            bare = word.removesuffix("'s").removesuffix("’s")
            known = self._spoken[word] = 1 if bare in self._easy else syllables(word)
        return known


def _ends(stretch: str) -> bool:
    return _ENDS.search(stretch) is not None and stretch.lstrip("(\"'“") not in _DOTTED


class _Words:
    """Words to look out for; `*` at the end of one stands for any letters."""

    def __init__(self, words: Sequence[str]) -> None:
        self._whole = {word for word in words if not word.endswith("*")}
        self._begun = tuple({word[:-1] for word in words if word.endswith("*")})

    def __contains__(self, run: str) -> bool:
        return run in self._whole or run.startswith(self._begun)

    def keys(self, run: str) -> list[str]:
        """Give those that a run of letters is."""
        found = [run] if run in self._whole else []
        if run.startswith(self._begun):
            found += [f"{begun}*" for begun in self._begun if run.startswith(begun)]
        return found


_MADE: WeakKeyDictionary[Project, Wording] = WeakKeyDictionary()


def wording(project: Project) -> Wording:
    """Give the wording of a project, made once."""
    if (made := _MADE.get(project)) is None:
        made = _MADE[project] = Wording(project)
    return made
