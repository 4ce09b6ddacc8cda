"""Identities and times: what is unchanged keeps its time, and a time only rises."""

from __future__ import annotations

import pytest

from ankibuilder.lock import Lock, LockedNote, LockedNoteType, content_hash, guid, note_type_time, stamp_notes

NOW = 1_790_000_000
RELEASED = {"secure-base": LockedNote("h1", 1_780_000_000, 1_780_000_000_123, "0.1.0", "0.2.0")}


def test_guid_is_16_characters_of_base32() -> None:
    assert guid("closeness", "secure-base") == "kpfmzybrzokzetbb"


def test_a_new_note_is_stamped_with_now() -> None:
    stamps = stamp_notes(Lock(), [("a", "h", 1), ("b", "h", 3), ("c", "h", 1)], NOW)
    assert [(s.time, s.since, s.changed) for s in stamps.values()] == [(NOW, "", "")] * 3
    assert [s.note_id for s in stamps.values()] == [NOW * 1000 - 5, NOW * 1000 - 4, NOW * 1000 - 1]


def test_an_unchanged_note_keeps_everything() -> None:
    stamps = stamp_notes(Lock(notes=RELEASED), [("secure-base", "h1", 1)], NOW)
    assert stamps["secure-base"].time == 1_780_000_000
    assert stamps["secure-base"].note_id == 1_780_000_000_123
    assert (stamps["secure-base"].since, stamps["secure-base"].changed) == ("0.1.0", "0.2.0")


@pytest.mark.parametrize(("now", "time"), [(NOW, NOW), (1_780_000_000, 1_780_000_001), (5, 1_780_000_001)])
def test_a_changed_note_always_gets_a_later_time(now: int, time: int) -> None:
    stamp = stamp_notes(Lock(notes=RELEASED), [("secure-base", "h2", 1)], now)["secure-base"]
    assert (stamp.time, stamp.note_id, stamp.changed) == (time, 1_780_000_000_123, "")


def test_ids_have_room_whatever_the_clock_says() -> None:
    assert [stamp_notes(Lock(), [("a", "h", 1)], now)["a"].note_id for now in (0, 1, 2)] == [1000, 1000, 1999]


def test_new_notes_never_take_a_released_id() -> None:
    """Nor one of its cards' ids: those are the note's and the next ones."""
    released = {"a": LockedNote("h", NOW, NOW * 1000, "1", "1")}
    stamps = stamp_notes(Lock(notes=released), [("b", "h", 1), ("a", "h", 1)], NOW - 10)
    assert stamps["b"].note_id == stamps["a"].note_id + 1000


def test_a_note_type_keeps_its_time_while_nothing_changes() -> None:
    known = LockedNoteType("h", 1_780_000_000)
    assert known == LockedNoteType("h", 1_780_000_000, 0, "", (), (), 0)
    lock = Lock(note_types={"concept": known})
    assert note_type_time(lock, "concept", "h", NOW) == 1_780_000_000
    assert note_type_time(lock, "concept", "other", NOW) == NOW
    assert note_type_time(lock, "concept", "other", 7) == 1_780_000_001
    assert note_type_time(lock, "reframe", "h", NOW) == NOW


def test_the_hash_sees_what_an_import_applies_and_nothing_else() -> None:
    base = content_hash(1, {"q": "a"}, ["x", "y"], {"p.png": b"1"})
    assert content_hash(1, {"q": "a"}, ["y", "x"], {"p.png": b"1"}) == base
    others = [
        content_hash(2, {"q": "a"}, ["x", "y"], {"p.png": b"1"}),
        content_hash(1, {"q": "b"}, ["x", "y"], {"p.png": b"1"}),
        content_hash(1, {"q": "a"}, ["x"], {"p.png": b"1"}),
        content_hash(1, {"q": "a"}, ["x", "y"], {"p.png": b"2"}),
    ]
    assert len({base, *others}) == 5
