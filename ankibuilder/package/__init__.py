"""A deck to the bytes of an .apkg: the same bytes for the same notes, lock and time, on every machine.

Does not know YAML, Markdown, or where the bytes go.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO

from ankibuilder.package.collection import collection
from ankibuilder.package.content import Content

_EPOCH = (1980, 1, 1, 0, 0, 0)


def package(content: Content) -> bytes:
    """Pack a deck: the collection and its media, stored and not deflated (zlibs differ, anki-import §10)."""
    names = sorted(content.media)
    members = {
        "collection.anki2": collection(content),
        "media": json.dumps({str(at): name for at, name in enumerate(names)}).encode(),
        **{str(at): content.media[name] for at, name in enumerate(names)},
    }
    return _zip(members)


def _zip(members: Mapping[str, bytes]) -> bytes:
    """Write a zip that says nothing about when, where and by whom it was made."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, raw in members.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, raw)
    return buffer.getvalue()
