"""Which of a package's media files may come into a project. Does not know which cards name them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from ankibuilder.load.media import BEGINNINGS, IMAGES, MOST_BYTES, SOUNDS, ending, unsuitable
from ankibuilder.load.media_in_text import NAME_IN_TEXT
from ankibuilder.reading import read_media


def faults_of_media(path: Path | None, names: Iterable[str]) -> dict[str, str]:
    """Give by name, composed as Anki composes it, why a file cannot be kept; empty where it can."""
    found = {name: _fault_of_name(unicodedata.normalize("NFC", name)) for name in names}
    good = {name for name, fault in found.items() if not fault}
    if path is not None and good:
        found |= {name: _fault_of_bytes(name, raw) for name, raw in read_media(path, good)}
    return {unicodedata.normalize("NFC", name): fault for name, fault in found.items()}


def _fault_of_name(name: str) -> str:
    fault = unsuitable(name, (*IMAGES, *SOUNDS), NAME_IN_TEXT)
    return fault[0] if fault else ""


def _fault_of_bytes(name: str, raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        return f"`{name}` is larger than {MOST_BYTES:,} bytes"
    if not BEGINNINGS[ending(name)].match(raw):
        return f"`{name}` is no {ending(name).upper()}, whatever its name says"
    return ""


def composed(names: Iterable[str]) -> Mapping[str, str]:
    """Give the names in the package by the names that Anki gives the files."""
    return {unicodedata.normalize("NFC", name): name for name in names}
