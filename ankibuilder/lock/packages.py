"""The packages of releases, as they are kept in the project: there, and the very bytes that learners got.

Does not know what is in a package.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from pathlib import Path

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock.entries import Lock, Release
from ankibuilder.lock.file import LOCK_FILE

RELEASES = Path("decks/releases")
_NAMED = re.compile(r"-([0-9]+(?:\.[0-9]+){1,2})\.apkg$")


def kept_package(root: Path, release: Release, manifest: str) -> Path | None:
    """Give a deck's package of a release, None where the release had no such deck.

    Raises AnkibuilderError where the file is missing (status 3), or is not what was released (1).
    """
    name = f"{manifest}-{release.version}.apkg"
    if name not in release.packages:
        return None
    path, shown = root / RELEASES / name, (RELEASES / name).as_posix()
    if not path.is_file():
        hint = "every release is kept, as the next is compared and rehearsed with it: take the file back from git"
        raise AnkibuilderError(f"{shown} is missing", hint)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != release.packages[name]:
        message = f"{shown} is not the file that was released: {LOCK_FILE} has another SHA-256"
        raise AnkibuilderError(message, "learners have the released one: take the file back from git", status=1)
    return path


def withdrawn(lock: Lock, manifests: Collection[str]) -> list[str]:
    """Name the decks of the last release whose manifest is gone."""
    last = lock.releases[-1] if lock.releases else None
    names = [name.removesuffix(f"-{last.version}.apkg") for name in last.packages] if last else []
    return sorted(name for name in names if name not in manifests)


def not_lost(root: Path, lock: Lock) -> None:
    """Refuse an empty lock beside several releases: one that was cut off leaves packages of a single version.

    Raises AnkibuilderError.
    """
    found = {named[1] for path in (root / RELEASES).glob("*.apkg") if (named := _NAMED.search(path.name))}
    if not lock.releases and len(found) > 1:
        message = f"{RELEASES.as_posix()} holds packages of {', '.join(sorted(found))}, and there is no {LOCK_FILE}"
        hint = "take it back from git: without it, every card would be stamped anew, and these packages removed"
        raise AnkibuilderError(message, hint, status=1)
