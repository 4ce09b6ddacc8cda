"""Recalls what came of the last build: the very same files need not be built again by the very same program.

Compared are bytes: of every file that a build reads, of the program, and of the packages that are to be there. What is
recalled lies in the user's own cache folder, which nobody else can write to, and never in the project, which may come
from a stranger. It holds sums and what was said, nothing that gets into a package. Does not know how a build is made.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.watching import seen
from ankibuilder.writing import write_whole

_PROGRAM = Path(__file__).parent
_LIBRARIES = ("genanki", "markdown_it", "nh3", "yaml", "rapidfuzz", "click")
_MOST, _KEPT = 4_000_000, 200  # bytes of one, and how many


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build said, and the SHA-256 of what it left; `moment` is None where any time would give the same."""

    moment: int | None
    report: str
    before: list[str]
    packages: dict[str, str]
    after: list[str]


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build goes by: a sum over all of it, and how the files looked, by which a change meanwhile is seen."""

    total: str
    looked: tuple[tuple[str, int, int, int, int], ...]

    def holds(self, paths: Iterable[Path]) -> bool:
        """Tell whether every one of some files is among them."""
        return {str(path) for path in paths} <= {path for path, *_ in self.looked}


class _Odd(Exception):
    """There is a link or a device: who finds it has to say so."""


def inputs(root: Path, how: Iterable[object]) -> Inputs | None:
    """Look at every file that a build reads; `how` is what else it goes by. None where there is something odd."""
    total, looked = hashlib.sha256(repr((*_program(), *how)).encode()), _looked(root)
    released = f"{root / 'decks' / 'releases'}{os.sep}"  # which a build passes over, but for links
    try:
        for path, mode, *_ in looked:
            raw = b"" if path.startswith(released) else _bytes(path, mode)
            total.update(repr((path, mode, len(raw), hashlib.sha256(raw).digest())).encode())
    except (OSError, _Odd):
        return None
    return Inputs(total.hexdigest(), looked)


def unchanged(root: Path, what: Inputs) -> bool:
    """Tell whether nobody touched a file since it was looked at."""
    return _looked(root) == what.looked


def _looked(root: Path) -> tuple[tuple[str, int, int, int, int], ...]:
    found = []
    for path in sorted(seen(root)):
        with suppress(OSError):  # gone between listing and looking
            state = os.lstat(path)
            found.append((path, stat.S_IFMT(state.st_mode), state.st_mtime_ns, state.st_ctime_ns, state.st_ino))
    return tuple(found)


def _bytes(path: str, mode: int) -> bytes:
    if mode == stat.S_IFDIR:
        return b"a folder"
    if mode != stat.S_IFREG:
        raise _Odd
    with open(path, "rb") as file:  # noqa: PTH123 - called for thousands of files
        return file.read()


def _program() -> Iterator[object]:
    """Say which program this is, by when each of its files was last touched."""
    yield sys.version
    for path in sorted(_PROGRAM.rglob("*")):
        if path.suffix != ".pyc" and path.name != "__pycache__":
            yield from _seen(path)
    for name in _LIBRARIES:
        if (found := find_spec(name)) and found.origin:
            yield from _seen(Path(found.origin))


def _seen(path: Path) -> tuple[object, ...]:
    state = path.stat()
    return str(path), state.st_size, state.st_mtime_ns, state.st_ctime_ns


def recall(root: Path, folder: Path, what: Inputs, moment: int) -> Outcome | None:
    """Give what came of the same build before, if all of it is still there."""
    try:
        known = _recalled(_place(root, folder), what)
        if known.moment not in (None, moment):
            return None
        there = all(_sum(folder / name) == total for name, total in known.packages.items())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, _Odd):  # whatever was planted
        return None
    return known if there and known.packages else None


def remember(root: Path, folder: Path, what: Inputs, outcome: Outcome) -> None:
    """Remember what came of a build; where that cannot be done, the next one is done in full."""
    said = {"inputs": what.total, **asdict(outcome)}
    with suppress(OSError, AnkibuilderError, RuntimeError, _Odd):
        place = _place(root, folder)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _is_ours(place.parent)
        write_whole(place, json.dumps(said).encode())
        for old in sorted(place.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-_KEPT]:
            old.unlink()


def _recalled(place: Path, what: Inputs) -> Outcome:
    _is_ours(place.parent)
    _is_ours(place)
    if place.stat().st_size > _MOST:
        raise _Odd
    said: dict[str, Any] = json.loads(place.read_bytes())
    if said.pop("inputs") != what.total:
        raise _Odd
    known = Outcome(**said)
    texts = (known.report, *known.before, *known.after, *known.packages, *known.packages.values())
    if not all(isinstance(text, str) for text in texts) or any(Path(name).name != name for name in known.packages):
        raise _Odd
    return known


def _is_ours(path: Path) -> None:
    """Trust only what nobody else can have written: a folder or file of the user's own, and no link to one."""
    state = path.lstat()
    if stat.S_ISLNK(state.st_mode):
        raise _Odd
    if os.name == "posix" and (state.st_uid != os.geteuid() or state.st_mode & 0o022):
        raise _Odd


def _sum(path: Path) -> str:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise _Odd
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _place(root: Path, folder: Path) -> Path:
    named = hashlib.sha256(repr((os.path.abspath(root), os.path.abspath(folder))).encode()).hexdigest()  # noqa: PTH100
    return _caches() / "ankibuilder" / f"{named[:32]}.json"


def _caches() -> Path:
    named = Path(os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", ""))
    if not named.is_absolute():
        named = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    if not named.is_absolute():  # it would be in the project, perhaps
        raise _Odd
    return named
