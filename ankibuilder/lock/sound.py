"""Whether the entries of a lock belong together: a merge by hand may take whole lines that do not.

Does not know the file that they stand in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ankibuilder.lock.coming import version_order
from ankibuilder.lock.entries import Lock


def unsound(lock: Lock) -> str | None:
    """Say what about the entries no release would write; None where they belong together."""
    return next(_faults(lock), None)


def _faults(lock: Lock) -> Iterator[str]:
    for one, other in pairwise(lock.releases):
        if version_order(one.version) >= version_order(other.version) or one.time >= other.time:
            yield f"release {other.version} stands below {one.version}, and did not come after it"
    versions = {release.version for release in lock.releases}
    for name, note in lock.notes.items():
        for version in (note.since, note.changed, note.retired, note.gone):
            if version and version not in versions:
                yield f"`{name}` names release {version}, whose line is missing"
        if note.kind not in lock.note_types:
            yield f"`{name}` is of the kind `{note.kind}`, whose line in `note_types` is missing"
    for release in lock.releases:
        for package in release.packages:
            if package.removesuffix(f"-{release.version}.apkg") not in lock.decks:
                yield f"{package} is of a deck whose line in `decks` is missing"
