"""Identities and times: what is unchanged keeps its time, and a time only rises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import (
    Lock,
    LockedNote,
    LockedNoteType,
    content_hash,
    guid,
    note_type_time,
    number,
    read_lock,
    stamp_notes,
)  # fmt: skip

NOW = 1_790_000_000
RELEASED = {"secure-base": LockedNote("h1", 1_780_000_000, 1_780_000_000_123, "0.1.0", "0.2.0")}


def test_guid_is_16_characters_of_base32() -> None:
    assert guid("closeness", "secure-base") == "kpfmzybrzokzetbb"


@given(st.text(max_size=30), st.text(max_size=30))
def test_numbers_are_positive_and_exact_in_json(one: str, other: str) -> None:
    assert 0 < number(one, other) < 2**53
    assert json.loads(json.dumps(float(number(one, other)))) == number(one, other)


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


def test_new_notes_never_take_a_released_id() -> None:
    released = {"a": LockedNote("h", NOW, NOW * 1000, "1", "1")}
    stamps = stamp_notes(Lock(notes=released), [("b", "h", 1), ("a", "h", 1)], NOW - 10)
    assert stamps["b"].note_id > stamps["a"].note_id


def test_a_note_type_keeps_its_time_while_nothing_changes() -> None:
    lock = Lock(note_types={"concept": LockedNoteType("h", 1_780_000_000)})
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


WRITTEN = {
    "format": 1, "tool": "0.1.0", "releases": [{"version": "0.1.0", "time": 1_780_000_000}],
    "note_types": {"concept": {"hash": "h", "time": 1_780_000_000}},
    "notes": {"secure-base": {"hash": "h1", "time": 1_780_000_000, "note_id": 1_780_000_000_123,
                              "since": "0.1.0", "changed": "0.2.0"}},
}  # fmt: skip


def test_reading(tmp_path: Path) -> None:
    assert read_lock(tmp_path) == Lock()
    (tmp_path / "ankibuilder.lock").write_text(json.dumps(WRITTEN))
    lock = read_lock(tmp_path)
    assert lock.notes == RELEASED
    assert lock.releases[0].version == "0.1.0"


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"format": 1}', '{"format": "x"}', "", json.dumps(WRITTEN | {"notes": 3})]
)
def test_a_damaged_lock_stops_everything(tmp_path: Path, text: str) -> None:
    (tmp_path / "ankibuilder.lock").write_text(text)
    with pytest.raises(AnkibuilderError, match="damaged") as raised:
        read_lock(tmp_path)
    assert raised.value.status == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [("time", "1780000000"), ("time", None), ("time", 2**70), ("time", -1), ("time", True), ("note_id", 0),
     ("note_id", 1.5), ("changed", "<script>"), ("changed", "1\x1f2"), ("hash", None), ("since", ["1"]), ("more", 1)],
)  # fmt: skip
def test_a_value_that_no_release_writes_is_damage(tmp_path: Path, name: str, value: object) -> None:
    note = {**WRITTEN["notes"]["secure-base"], name: value}  # type: ignore[index]
    (tmp_path / "ankibuilder.lock").write_text(json.dumps(WRITTEN | {"notes": {"secure-base": note}}))
    with pytest.raises(AnkibuilderError, match="damaged"):
        read_lock(tmp_path)


def test_a_lock_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ankibuilder.lock").symlink_to("/dev/zero")
    with pytest.raises(AnkibuilderError, match="symbolic link"):
        read_lock(tmp_path)


def test_a_newer_lock_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ankibuilder.lock").write_text(json.dumps(WRITTEN | {"format": 2}))
    with pytest.raises(AnkibuilderError, match="newer"):
        read_lock(tmp_path)
