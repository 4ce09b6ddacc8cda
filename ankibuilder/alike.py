"""How much alike texts are. Knows edit distances; does not know what the texts are of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

LONGEST = 2_000  # characters of a text are compared: what costs grows with their square
_MOST_NEAR = 1_000  # texts that one is compared with, those nearest to it in length
_MOST_ALIKE = 100  # texts that one is said to be like


def alike(texts: Sequence[str], similarity: int) -> Iterator[tuple[int, int, float]]:
    """Find pairs that are at least so much alike, in percent: the later, the earlier, and how much.

    Of long texts the beginnings are compared. Texts are looked at one by one, so that who has seen enough may stop.
    """
    from rapidfuzz import fuzz, process

    # The shorter of two texts holds at most all it shares: below this share of the longer, they cannot be alike.
    least = similarity / (200 - similarity)
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    by_length = [texts[at][:LONGEST] for at in order]
    lengths = [len(text) for text in by_length]
    for rank, text in enumerate(by_length):
        start = max(bisect_left(lengths, len(text) * least, 0, rank), rank - _MOST_NEAR)
        if start == rank:
            continue
        near = process.extract(
            text, by_length[start:rank], scorer=fuzz.ratio, score_cutoff=similarity, limit=_MOST_ALIKE
        )  # fmt: skip
        for _, score, other in near:
            pair = sorted((order[rank], order[start + other]), reverse=True)
            yield pair[0], pair[1], score


def likeness(one: str, other: str) -> float:
    """Give how much alike two texts are, or their beginnings where they are long, in percent."""
    from rapidfuzz import fuzz

    return fuzz.ratio(one[:LONGEST], other[:LONGEST])


def nearest(text: str, others: Sequence[str], similarity: int) -> int | None:
    """Find which of some texts is most like one, if it is at least so much alike, in percent."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=similarity)
    return best[2] if best else None
