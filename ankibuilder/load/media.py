"""Reads the pictures and sounds that cards name: each once, as the bytes that will be packed.

Does not know how a name gets into a note.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.files import hidden_in_name, read_bytes
from ankibuilder.load.documents import Documents
from ankibuilder.load.media_in_text import NAME_IN_TEXT, media_named, on_disk
from ankibuilder.model import Card, Project
from ankibuilder.source import Text
from ankibuilder.suggest import did_you_mean

FOLDER = "cards/media"
IMAGES = ("png", "jpg", "jpeg", "gif", "webp", "avif")
SOUNDS = ("mp3", "ogg", "opus", "m4a", "wav")
MOST_BYTES = 20_000_000
_JPEG, _MP4 = re.compile(rb"\xff\xd8\xff"), re.compile(rb"(?s).{4}ftyp")
BEGINNINGS = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"(?s)RIFF.{4}WEBP"),
    "avif": _MP4,
    # A tag that is no text, or a frame of layer II or III: a byte order mark is none.
    "mp3": re.compile(rb"ID3(?![\n -~])|\xff[\xe2-\xe5\xf2-\xf5\xfa-\xfd]"),
    "ogg": re.compile(rb"OggS"),
    "opus": re.compile(rb"OggS"),
    "m4a": _MP4,
    "wav": re.compile(rb"(?s)RIFF.{4}WAVE"),
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\.")


def read_media(project: Project, documents: Documents) -> dict[str, bytes]:
    """Read every file that a card names; a missing or unsuitable one is reported at each card that names it."""
    media: dict[str, bytes] = {}
    present = media_files(project.root)
    alike = _alike(present)
    for card in (*project.cards, *project.unnamed):
        for file, endings in _named(card, present):
            if fault := unsuitable(file.value, endings, _NAME if card.kind.common else NAME_IN_TEXT):
                documents.report.append(error("unsafe-content", file.span, *fault))
            elif file.value not in present:
                hint = did_you_mean(file.value, present) or f"put the file into {FOLDER}/"
                documents.report.append(error("missing-media", file.span, f"no `{file.value}` in {FOLDER}/", hint))
            elif other := alike.get(file.value):
                message = f"`{file.value}` and `{other}` are one file to Windows and macOS"
                documents.report.append(error("unsafe-content", file.span, message, "rename one of the two"))
            elif file.value not in media:
                raw = read_bytes(project.root, f"{FOLDER}/{file.value}", MOST_BYTES, documents.report)
                media[file.value] = raw or b""
                if raw is not None and not BEGINNINGS[ending(file.value)].match(raw):
                    documents.report.append(_other_type(file))
    return media


def _alike(names: tuple[str, ...]) -> dict[str, str]:
    """Pair names that differ only by case or by how a letter is composed."""
    folded: dict[str, str] = {}
    alike: dict[str, str] = {}
    for name in names:
        other = folded.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            alike |= {name: other, other: name}
    return alike


def ending(name: str) -> str:
    """Give what a file's name ends in, which says its type."""
    return name.rpartition(".")[2].lower()


def _other_type(file: Text) -> Diagnostic:
    """A name can say anything: Anki would hand the file to whatever its bytes are for."""
    what = f"{ending(file.value).upper()} {'picture' if ending(file.value) in IMAGES else 'sound'}"
    message = f"`{file.value}` is no {what}, whatever its name says"
    hint = f"open it in a program and save it as {ending(file.value).upper()}"
    return error("unsafe-content", file.span, message, hint)


def media_files(root: Path) -> tuple[str, ...]:
    """List the names as they are spelt: on some systems another case would open the same file."""
    folder = root / FOLDER
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return tuple(sorted(name for name in names if not name.startswith(".") and not hidden_in_name(name)))


def _named(card: Card, present: Collection[str]) -> list[tuple[Text, tuple[str, ...]]]:
    if not card.kind.common:
        return [
            (text._replace(value=on_disk(found.file, present)), SOUNDS if found.played else IMAGES)
            for text in card.texts.values()
            for found in media_named(text.value)
        ]
    named: list[tuple[Text, tuple[str, ...]]] = [(card.image.file, IMAGES)] if card.image else []
    return [*named, (card.audio.file, SOUNDS)] if card.audio else named


def unsuitable(name: str, endings: tuple[str, ...], form: re.Pattern[str]) -> tuple[str, str] | None:
    """Say why a file of this name is not packed, and what to do."""
    if not form.fullmatch(name):
        return f"`{name}` cannot be a media name", "use a-z, 0-9, `.`, `_` and `-` only, and no folder"
    if _DEVICE.match(name):
        return f"`{name}` cannot be a media name: to Windows, `{name.partition('.')[0]}` is a device", "rename the file"
    if ending(name) not in endings:
        return f"`{name}` is not of a type that is packed here", "types: " + ", ".join(endings)
    return None
