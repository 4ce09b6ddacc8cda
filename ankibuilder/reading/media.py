"""A package's media: their names, judged, and the hash of each; the bytes of those that are asked for.

Does not know which notes show them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from typing import Any

from ankibuilder.reading.archive import Archive, Unsound

_MOST_MAP = 20_000_000
_RESERVED = frozenset(
    "con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9".split()
)


def media(archive: Archive, modern: bool) -> dict[str, str]:
    """Give every media file's SHA-256 by its name. Raises Unsound for a name that could lead anywhere."""
    names = _modern_names(archive) if modern else _names(archive)
    if len({name.casefold() for name in names.values()}) != len(names):
        raise Unsound("two of its media files have one name")
    return {_judged(name): _hash(archive, member, modern) for member, name in names.items()}


def media_bytes(archive: Archive, modern: bool, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Yield some media files' bytes by their names, one at a time."""
    names = _modern_names(archive) if modern else _names(archive)
    for member, name in names.items():
        if name in wanted:
            yield _judged(name), archive.unpacked(member) if modern else archive.read(member)


def _names(archive: Archive) -> dict[str, str]:
    """Read the map from members, which are numbers, to names."""
    if "media" not in archive.names:
        raise Unsound("its list of media is missing")
    try:
        listed: Any = json.loads(archive.read("media", _MOST_MAP))
    except (ValueError, RecursionError) as fault:
        raise Unsound("its list of media is not readable") from fault
    if not isinstance(listed, dict) or not all(isinstance(name, str) for name in listed.values()):
        raise Unsound("its list of media is not as Anki writes it")
    return listed


def _modern_names(archive: Archive) -> dict[str, str]:
    from ankibuilder.reading.schema18 import media_names

    if "media" not in archive.names:
        raise Unsound("its list of media is missing")
    listed = media_names(archive.unpacked("media", _MOST_MAP))
    return {str(at): name for at, name in enumerate(listed)}


def _judged(name: str) -> str:
    """Anki's names may hold letters of any script and spaces; none may be a path, hidden, or a device of Windows."""
    stem = name.partition(".")[0].rstrip(" ").casefold()
    plain = name.isprintable() and not any(sign in name for sign in '/\\:*?"<>|')
    if not plain or not 0 < len(name.encode("utf-8", "replace")) <= 255 or name[:1] in ".-" or name[-1:] in ". ":
        raise Unsound(f"`{_shown(name)}` cannot be the name of a media file")
    if stem in _RESERVED:
        raise Unsound(f"`{_shown(name)}` cannot be the name of a media file: Windows has a device of that name")
    return name


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "·" for sign in name[:60])


def _hash(archive: Archive, member: str, modern: bool) -> str:
    if not (member.isascii() and member.isdigit() and member in archive.names):
        raise Unsound(f"a media file that it lists is missing ({_shown(member)})")
    if modern:
        return hashlib.sha256(archive.unpacked(member)).hexdigest()
    digest = hashlib.sha256()
    for chunk in archive.chunks(member):
        digest.update(chunk)
    return digest.hexdigest()
