"""Which version may come next, and when: versions and times only rise."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import Lock, Release, may_be_built, may_come_next


@pytest.mark.parametrize(
    ("version", "moment", "clock", "major", "words"),
    [
        ("0.1.0", 5, 5, False, ""),
        ("0.1", 5, 5, False, ""),
        ("0.1.0.1", 5, 5, False, "`0.1.0.1` is no version"),
        ("0.99999.0", 5, 5, False, ""),
        ("0.100000.0", 5, 5, False, "`0.100000.0` is no version"),
        ("0.1.0", 6, 5, False, "the time of this release (1970-01-01 00:00:06 UTC) is in the future"),
    ],
)
def test_what_may_be_the_first_release(version: str, moment: int, clock: int, major: bool, words: str) -> None:
    refused_or_not(words, version, moment, clock, major, Lock())


@pytest.mark.parametrize(
    ("version", "moment", "major", "words"),
    [
        ("1.2.3", 11, False, ""),
        ("1.10", 11, False, ""),
        ("1.2.2", 11, False, "1.2.2 does not come after 1.2.2, which is released already"),
        ("1.2", 11, False, "1.2 does not come after 1.2.2"),
        ("1.3.0", 11, True, "1.3.0 is no major release after 1.2.2"),
        ("2.0.0", 11, True, ""),
        ("2.0.0", 11, False, ""),
        ("1.2.3", 10, False, "the time of this release (1970-01-01 00:00:10 UTC) is not after that of 1.2.2 (1970"),
    ],
)
def test_what_may_come_after_a_release(version: str, moment: int, major: bool, words: str) -> None:
    refused_or_not(words, version, moment, 20, major, Lock(releases=(Release("1.2.2", 10),)))


def test_two_ways_to_write_a_version_are_one() -> None:
    refused_or_not("1.2.0 does not come after 1.2,", "1.2.0", 11, 20, False, Lock(releases=(Release("1.2", 10),)))


def refused_or_not(words: str, *given: Any) -> None:
    with pytest.raises(AnkibuilderError) if words else nullcontext() as told:
        may_come_next(*given)
    if told is not None:
        assert (told.value.status, words in told.value.message) == (2, True)


def test_what_changed_is_built_later_than_the_last_release() -> None:
    lock = Lock(releases=(Release("0.1.0", 10),))
    may_be_built(5, Lock())
    may_be_built(11, lock)
    with pytest.raises(AnkibuilderError, match=r"^the time of this build \(1970-01-01 00:00:10 UTC\) is not") as told:
        may_be_built(10, lock)
    assert told.value.status == 2
