"""Lasting names for what had none: ids made of a few of its words. Does not know what is named."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from html import unescape

from ankibuilder.kinds.gaps import without_gaps
from ankibuilder.shape import slug

_SOUND = re.compile(r"\[sound:[^\]]*\]")
_TAG = re.compile(r"<[^<>]*>")
_MOST = 48
# What Windows takes for devices: no file or folder can have such a name.
DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)))
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"}


def words_of(html: str, most: int = 60) -> str:
    """Give the words of a field, without tags, sounds and the marks of gaps."""
    bare = " ".join(unescape(_TAG.sub(" ", _SOUND.sub(" ", without_gaps(html)))).split())
    bare = "".join(sign if sign.isprintable() else "·" for sign in bare)
    return bare if len(bare) <= most else f"{bare[: most - 1].rstrip()}…"


def id_of(words: str) -> str:
    """Make an id of the first words; empty where none of their letters are Latin."""
    plain = "".join(_LETTERS.get(letter, letter) for letter in words.lower())
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    likely = slug(re.sub(r"(?<=\w)['’](?=\w)", "", plain))
    if not likely and (numbered := slug(f"n-{plain}")) != "n":
        likely = numbered  # it begins with a digit
    return likely if len(likely) <= _MOST else likely[:_MOST].rpartition("-")[0] or likely[:_MOST]


def id_of_note(words: str, guid: str) -> str:
    """Make an id of a note's main field; of its GUID where that cannot be."""
    digest = base64.b32encode(hashlib.sha256(guid.encode()).digest()).decode().lower()
    return id_of(words) or f"note-{digest[:8]}"


def free(wanted: str, taken: dict[str, int]) -> str:
    """Take a name that nothing has yet, numbered where another came first; `taken` keeps each one's last number."""
    name, number = wanted, taken.get(wanted, 1)
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    taken[wanted] = number
    taken.setdefault(name, 1)
    return name
