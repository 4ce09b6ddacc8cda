"""The words of a project's cards, looked at once for all rules: counts, sentences, syllables, words to look out for.

Each distinct word is judged once, so that a text costs little more than splitting it. Knows where unwanted words and
terms may stand; does not know what a rule makes of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from weakref import WeakKeyDictionary

from ankibuilder.model import Project
from ankibuilder.phrases import key_word
from ankibuilder.syllables import syllables

_LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_RUN = re.compile(r"[^\W_]+")
# What of a word nobody reads: the address of a link, a tag of HTML.
_MARKUP = re.compile(r"\]\([^)\s]*\)?|https?://\S+|</?[a-z][^>]*>?|(?<![a-z-])[a-z-]+=\S*")
_ENDS = re.compile(r"""[.?!…]["'”’“‘»«›‹)\]*_]*$""")
_DOTTED = frozenset("dr. mr. mrs. ms. prof. st. vs. e.g. i.e. etc. cf. no. p. pp. vol. al. approx. fig.".split())

# What a word counts for, packed into one number, so that one sum over a text gives all of its counts. No count reaches
# the next: a text has at most 20,000 characters, so fewer than 2^14 words of one sign and a space each, and fewer than
# 2^16 syllables.
_SYLLABLES, _READ, _ENDED, _UNWANTED, _TERM, _SET, _NUMBER = 14, 30, 44, 58, 72, 86, 100
_DIGIT = re.compile(r"\d")
_14, _16 = (1 << 14) - 1, (1 << 16) - 1


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

    def words(self, text: str) -> int:
        """Count the words."""
        return self._counts[text] & _14

    def sentences(self, text: str) -> int:
        """Count the sentences; what stands behind the last full stop is one, too."""
        return self._counts[text] >> _ENDED & _14

    def may_be_unwanted(self, text: str) -> bool:
        """Tell whether a word stands there that an unwanted word or phrase hangs on."""
        return bool(self._counts[text] >> _UNWANTED & _14)

    def may_hold_a_term(self, text: str) -> bool:
        """Tell whether a word stands there that a term hangs on."""
        return bool(self._counts[text] >> _TERM & _14)

    def may_ask_for_a_set(self, text: str) -> bool:
        """Tell whether a number stands there, or a word that asks for a set without one."""
        return bool(self._counts[text] >> _SET & _14)

    def may_hold_a_number(self, text: str) -> bool:
        """Tell whether a digit stands there."""
        return self._counts[text] >> _NUMBER > 0

    def grade(self, texts: Iterable[str], least: int) -> float | None:
        """Give the Flesch-Kincaid grade of the texts together; None below so many words, where it says nothing."""
        counts = [self._counts[text] for text in texts]
        words = sum(count >> _READ & _14 for count in counts)
        if words < least:
            return None
        sentences = sum(count >> _ENDED & _14 for count in counts)
        spoken = sum(count >> _SYLLABLES & _16 for count in counts)
        return 0.39 * words / sentences + 11.8 * spoken / words - 15.59


class _Texts(dict[str, int]):
    """Counts by text, made when first asked for."""

    def __init__(self, words: _Stretches) -> None:
        self._word = words.__getitem__

    def __missing__(self, text: str) -> int:
        parts = text.split()
        total = sum(map(self._word, parts))
        if parts and not self._word(parts[-1]) >> _ENDED & 1:
            total += 1 << _ENDED
        self[text] = total
        return total


class _Stretches(dict[str, int]):
    """What a stretch between two spaces counts for, made when first met."""

    def __init__(self, easy: set[str], unwanted: Sequence[str], terms: Sequence[str], sets: Sequence[str]) -> None:
        self._easy = easy | {f"{word}s" for word in easy} | {f"{word[:-1]}ies" for word in easy if word.endswith("y")}
        self._unwanted = {word for word in unwanted if not word.endswith("*")}
        self._beginnings = tuple(word[:-1] for word in unwanted if word.endswith("*"))
        self._sets = {word for word in sets if not word.endswith("*")}
        self._set_beginnings = tuple(word[:-1] for word in sets if word.endswith("*"))
        self._terms = {*terms, *(f"{word}s" for word in terms)}

    def __missing__(self, written: str) -> int:
        folded = written.casefold()
        found = _RUN.findall(folded)
        bare = _MARKUP.sub(" ", folded)
        read = [self._spoken(word) for word in _LETTERS.findall(bare)]
        ends = _ENDS.search(bare) is not None and bare.lstrip("(\"'“") not in _DOTTED
        words = sum(_RUN.search(part) is not None for part in folded.split("—")) if "—" in folded else bool(found)
        value = words | sum(read) << _SYLLABLES | len(read) << _READ | ends << _ENDED
        value |= any(run in self._unwanted or run.startswith(self._beginnings) for run in found) << _UNWANTED
        value |= (not self._terms.isdisjoint(found)) << _TERM
        sets, begun = self._sets, self._set_beginnings
        value |= any(run in sets or run.isdecimal() or run.startswith(begun) for run in found) << _SET
        value |= (_DIGIT.search(folded) is not None) << _NUMBER
        self[written] = value
        return value

    def _spoken(self, word: str) -> int:
        bare = word.removesuffix("'s").removesuffix("’s")
        return 1 if bare in self._easy else syllables(word)


_MADE: WeakKeyDictionary[Project, Wording] = WeakKeyDictionary()


def wording(project: Project) -> Wording:
    """Give the wording of a project, made once."""
    if (made := _MADE.get(project)) is None:
        made = _MADE[project] = Wording(project)
    return made
