"""Which version may come next: versions and times only rise, as Anki ignores an update that is not newer.

Does not know what is released, nor reads the clock.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock.entries import Lock, Release

_NUMBER = "(?:0|[1-9][0-9]{0,4})"
_VERSION = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{1,2}}")


def may_come_next(version: str, moment: int, clock: int, major: bool, lock: Lock) -> None:
    """Refuse a version or a moment that cannot follow the last release. Raises AnkibuilderError."""
    if not _VERSION.fullmatch(version):
        raise AnkibuilderError(f"`{version}` is no version", "such as 0.2.0", status=2)
    if moment > clock:
        message = f"the time of this release ({_day(moment)}) is in the future"
        hint = "set SOURCE_DATE_EPOCH to now or earlier: what learners edit until then would be overwritten"
        raise AnkibuilderError(message, hint, status=2)
    if not lock.releases:
        return
    last = lock.releases[-1]
    if version_order(version) <= version_order(last.version):
        message = f"{version} does not come after {last.version}, which is released already"
        raise AnkibuilderError(message, "a release is never changed; take a higher version", status=2)
    if major and version_order(version)[0] == version_order(last.version)[0]:
        message = f"{version} is no major release after {last.version}"
        raise AnkibuilderError(message, f"with --major, such as {version_order(last.version)[0] + 1}.0.0", status=2)
    _comes_after("release", moment, last)


def may_be_built(moment: int, lock: Lock) -> None:
    """Refuse a moment for what changed since the last release that is not after it. Raises AnkibuilderError."""
    if lock.releases:
        _comes_after("build", moment, lock.releases[-1])


def _comes_after(what: str, moment: int, last: Release) -> None:
    if moment <= last.time:
        message = f"the time of this {what} ({_day(moment)}) is not after that of {last.version} ({_day(last.time)})"
        hint = "set this computer's clock right, or SOURCE_DATE_EPOCH to a later second: Anki ignores what is not newer"
        raise AnkibuilderError(message, hint, status=2)


def version_order(version: str) -> tuple[int, ...]:
    """Give the numbers of a version, by which versions are compared."""
    return (*map(int, version.split(".")), 0)[:3]


def _day(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M:%S} UTC"
