"""Which files a text shows or plays by itself: `<img src="…">`, Markdown's pictures, Anki's `[sound:…]`.

Only texts of adopted kinds may. Does not know what a text means beside that, nor which files there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

_TAG = re.compile(r"<img\b([^<>]{0,4000})>", re.I)
_SRC = re.compile(r"""(?:^|[\s"'])src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+))""", re.I)
_MARKDOWN = re.compile(r"!\[[^\[\]]{0,500}\]\(([^()<>\s]{1,300})\)")
_SOUND = re.compile(r"\[sound:([^\[\]<>]{1,300})\]")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|.*[\\/]", re.S)
# Letters and digits of any script, and signs that mean nothing to a shell, a path or an address.
NAME_IN_TEXT = re.compile(r"[\w][\w .,+=@~!()-]{0,118}[\w)]")


class Named(NamedTuple):
    """A file that a text names, and whether it is played."""

    file: str
    played: bool


def media_named(text: str) -> Iterator[Named]:
    """Yield the files that a text names, as they are named there; addresses elsewhere are no files."""
    for tag in _TAG.finditer(text):
        for value in _SRC.finditer(tag[1]):
            name = unescape(next(filter(None, value.groups()), ""))
            if is_file(name):
                yield Named(name, False)
            break
    for picture in _MARKDOWN.finditer(text):
        if not _ELSEWHERE.match(picture[1]):
            yield Named(picture[1], False)
    for sound in _SOUND.finditer(text):
        yield Named(unescape(sound[1]), True)


def is_file(name: str) -> bool:
    """Tell whether a whole `src` names a file beside the card, and nothing elsewhere."""
    return name != "" and _ELSEWHERE.match(name) is None


def on_disk(name: str, present: Collection[str]) -> str:
    """Give the name of the file that is meant: `src` may be written as in an address, `a%20b.png`."""
    return unquote(name) if name not in present and unquote(name) in present else name
