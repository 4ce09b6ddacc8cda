"""The file `ankibuilder.lock`: JSON, a line an entry, sorted, so that it reads and merges well.

Each line ends in a seal made of the rest of it, so that an edit by hand is noticed and named. Does not know what the
entries are for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from unicodedata import category

from ankibuilder.diagnostics import AnkibuilderError, Diagnostic
from ankibuilder.files import read_bytes
from ankibuilder.lock.entries import Lock, LockedDeck, LockedNote, LockedNoteType, Release
from ankibuilder.lock.sound import unsound

LOCK_FILE = "ankibuilder.lock"
FORMAT = 1
MOST_BYTES = 100_000_000
_RESTORE = "it is not to be edited: take it back from git"
_SEAL = 12
_MERGING = re.compile(rb"^(?:<{7}|>{7})(?: |\r?$)", re.M)


def as_file(lock: Lock) -> bytes:
    """Write a lock as its file."""
    head = {"format": FORMAT, "tool": lock.tool, "namespace": lock.namespace, "name": lock.name}
    lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n" for name, value in head.items()]
    releases = {release.version: asdict(release) for release in lock.releases}
    sections = {"releases": releases, "decks": lock.decks, "note_types": lock.note_types, "notes": lock.notes}
    written = [_section(name, entries, in_order=name == "releases") for name, entries in sections.items()]
    return ("{\n" + "".join(lines) + ",\n".join(written) + "\n}\n").encode()


def _section(name: str, entries: Mapping[str, Any], in_order: bool) -> str:
    """Write a section; releases stay in their order, all else is sorted."""
    plain = {key: entry if isinstance(entry, dict) else _plain(entry) for key, entry in entries.items()}
    keys = list(plain) if in_order else sorted(plain)
    lines = (f"{json.dumps(key)}: {_line({**plain[key], 'seal': _seal(name, key, plain[key])})}" for key in keys)
    return f"{json.dumps(name)}: {{\n" + ",\n".join(lines) + ("\n}" if keys else "}")


def _plain(entry: Any) -> dict[str, Any]:
    """Leave out `gone` where it says nothing: few notes ever are."""
    return {name: value for name, value in asdict(entry).items() if value or name != "gone"}


def _line(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False)


def _seal(section: str, key: str, entry: Mapping[str, Any]) -> str:
    canonical = json.dumps([section, key, entry], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:_SEAL]


def read_lock(root: Path) -> Lock:
    """Read the lock; an empty one before the first release.

    Raises AnkibuilderError where it is damaged, was edited or merged by hand, or is from a newer tool.
    """
    refused: list[Diagnostic] = []
    raw = read_bytes(root, LOCK_FILE, MOST_BYTES, refused)
    if refused:
        raise AnkibuilderError(f"{LOCK_FILE}: {refused[0].message}", _RESTORE, status=1)
    return Lock() if raw is None else parsed(raw)


def parsed(raw: bytes) -> Lock:
    """Read a lock from its file's bytes. Raises AnkibuilderError as `read_lock` does."""
    if _MERGING.search(raw):
        message = f"{LOCK_FILE} holds the marks of a merge that was not finished"
        hint = "take the file and the packages of one side whole, and release what the other side changed anew"
        raise AnkibuilderError(message, hint, status=1)
    try:
        written = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as fault:
        raise _damaged(str(fault)) from fault
    if not isinstance(written, dict) or type(written.get("format")) is not int:
        raise _damaged("it does not say its format")
    if written["format"] > FORMAT:
        raise AnkibuilderError(f"{LOCK_FILE} is from a newer ankibuilder", "install the newer ankibuilder", status=1)
    try:
        lock = _lock(written)
    except KeyError as fault:
        raise _damaged(f"{fault} is missing") from fault
    except (TypeError, AttributeError, ValueError) as fault:
        raise _damaged(str(fault)) from fault
    if why := unsound(lock):
        raise _damaged(why)
    return lock


def _damaged(why: str) -> AnkibuilderError:
    return AnkibuilderError(f"{LOCK_FILE} is damaged: {why}", _RESTORE, status=1)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A merge that kept both sides leaves an entry twice."""
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"`{next(name for name in names if names.count(name) > 1)}` stands there twice")
    return read


def _lock(written: dict[str, Any]) -> Lock:
    return Lock(
        tool=_word(written["tool"]),
        releases=tuple(_entries(written, "releases", _release).values()),
        note_types=_entries(written, "note_types", _note_type),
        notes=_entries(written, "notes", _note),
        decks=_entries(written, "decks", _deck),
        namespace=_text(written["namespace"]),
        name=_text(written["name"]),
    )


def _entries(written: dict[str, Any], section: str, make: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    made = {}
    for key, entry in written[section].items():
        entry = dict(entry)
        if entry.pop("seal", None) != _seal(section, key, entry):
            raise ValueError(f"`{key}` in `{section}` was changed by hand")
        made[_text(key)] = make(entry)
    return made


def _note(entry: dict[str, Any]) -> LockedNote:
    words = {name: _word(entry.pop(name)) for name in ("hash", "since", "changed", "kind")}
    retired, gone = entry.pop("retired"), entry.pop("gone", "")
    note = LockedNote(
        **words,
        time=_whole(entry.pop("time")),
        note_id=_whole(entry.pop("note_id")),
        guid=_text(entry.pop("guid")),
        retired=_word(retired) if retired else "",
        gone=_word(gone) if gone else "",
    )
    _nothing_more(entry)
    return note


def _note_type(entry: dict[str, Any]) -> LockedNoteType:
    sort = entry.pop("sort")
    made = LockedNoteType(
        hash=_word(entry.pop("hash")),
        time=_whole(entry.pop("time")),
        id=_whole(entry.pop("id")),
        name=_text(entry.pop("name")),
        fields=tuple(_named(entry.pop("fields"))),
        templates=tuple(_named(entry.pop("templates"))),
        sort=_whole(sort) if sort else 0,
    )
    _nothing_more(entry)
    return made


def _named(pairs: list[Any]) -> Iterator[tuple[str, int | None]]:
    """Read fields or templates; an adopted note type has the ids that Anki gave them, or none."""
    for name, number in pairs:
        yield _text(name), None if number is None else _any_whole(number)


def _deck(entry: dict[str, Any]) -> LockedDeck:
    subdecks = tuple(map(_text, entry.pop("subdecks")))
    deck = LockedDeck(_text(entry.pop("name")), subdecks, _word(entry.pop("description")))
    _nothing_more(entry)
    return deck


def _release(entry: dict[str, Any]) -> Release:
    packages = {_text(name): _word(digest) for name, digest in entry.pop("packages").items()}
    release = Release(_word(entry.pop("version")), _whole(entry.pop("time")), packages)
    _nothing_more(entry)
    return release


def _nothing_more(entry: dict[str, Any]) -> None:
    if entry:
        raise ValueError(f"`{next(iter(entry))}` means nothing here")


_WORD = re.compile(r"[0-9A-Za-z.+-]{1,80}")


def _word(value: Any) -> str:
    """Take plain words alone: versions end up on cards."""
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise ValueError(f"{value!r} is no word that a release writes")
    return value


_UNWRITTEN = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, halves of characters, ends of lines


def _text(value: Any) -> str:
    """Take names in any language: some need signs that nobody sees, such as joiners and wide spaces."""
    if not isinstance(value, str) or not 0 < len(value) <= 1_000 or _UNWRITTEN & set(map(category, value)):
        raise ValueError(f"{value!r} is no text that a release writes")
    return value


def _any_whole(value: Any) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise ValueError(f"{value!r} is no id of Anki's")
    return value


def _whole(value: Any) -> int:
    """Take whole numbers that Anki can hold alone."""
    if type(value) is not int or not 0 < value < 2**53:
        raise ValueError(f"{value!r} is no number that a release writes")
    return value
