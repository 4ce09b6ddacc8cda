"""Writes a release: packages, the learners' changelog, and last the lock, which is the commit.

Until the lock lists a package, it counts as not released, and the next release removes it. Does not know what changed.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ankibuilder.changelog import section, with_section
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import LOCK_FILE, RELEASES, Lock, as_file, read_lock
from ankibuilder.reading import read_package
from ankibuilder.releasing.made import Made
from ankibuilder.writing import alone, write_whole

_CHANGELOG = RELEASES / "CHANGELOG.md"


def changelog(root: Path, made: Made) -> bytes:
    """Write the learners' changelog anew, with this release on top. Raises AnkibuilderError where it is not UTF-8."""
    *before, last = made.lock.releases
    log = root / _CHANGELOG
    try:
        old = log.read_text(encoding="utf-8-sig") if log.is_file() else ""
    except UnicodeDecodeError as fault:
        raise AnkibuilderError(f"{_CHANGELOG.as_posix()} is not UTF-8 text", "save it as UTF-8", status=1) from fault
    told = section(last.version, last.time, made.compared)
    return with_section(old, told, {release.version for release in before}).encode()


def write(root: Path, made: Made, before: Lock, log: bytes) -> list[str]:
    """Write everything, and name what a release that was cut off had left, which is removed.

    Raises AnkibuilderError where the lock is not `before` any more, as another release was made meanwhile.
    """
    with alone(root / RELEASES):
        if read_lock(root) != before:
            raise AnkibuilderError("nothing was released: another release was made meanwhile", status=1)
        removed = _sweep(root, made.lock)
        for name, raw in made.packages.items():
            write_whole(root / RELEASES / name, raw, partial(read_package, name=name))
        write_whole(root / _CHANGELOG, log)
        write_whole(root / LOCK_FILE, as_file(made.lock))
    return removed


def _sweep(root: Path, lock: Lock) -> list[str]:
    """Remove packages that no lock lists, so that nobody got them."""
    listed = {name for release in lock.releases for name in release.packages}
    found = [p for p in sorted((root / RELEASES).glob("*.apkg")) if p.name not in listed and p.is_file()]
    for path in found:
        path.unlink()
    return [path.name for path in found]
