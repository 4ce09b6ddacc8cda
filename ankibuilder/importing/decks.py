"""Decks as modules and manifests: a module a deck (several where it is large), a manifest a deck at the top.

Does not know cards' texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from ankibuilder.decode import HIDDEN
from ankibuilder.importing.names import DEVICES, free, id_of
from ankibuilder.importing.scalar import in_flow, scalar
from ankibuilder.load.decks import DECK_NAME
from ankibuilder.render.gate import gate, gate_plain
from ankibuilder.render.markdown import described, markdown
from ankibuilder.source import Source, whole

_MOST_CARDS = 1_000  # of a file: what a person can find their way in, and an editor opens
_MOST_LEVELS, _MOST_LETTERS = 20, 2_000  # of a deck's name: more than anybody's
_NOT_IN_NAMES = re.compile(r'[:"<>{}\[\]\\\s]+')
_LAWFUL = re.compile(DECK_NAME)
_BREAK = re.compile(r"(?i)</?(?:div|p|br|li|ul|ol|h[1-6])\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A module of a deck: its id, title and the numbers of its cards among the deck's."""

    id: str
    title: str
    first: int
    last: int


def lawful(name: str, instead: str, remarks: list[str]) -> str:
    """Give a deck's name as a manifest may say it; Anki's own default deck gets the name of the file."""
    seen = HIDDEN.sub("", name)
    parts = [_NOT_IN_NAMES.sub(" ", part).strip()[:100].strip() or "blank" for part in seen.split("::")[:_MOST_LEVELS]]
    made = name if _lawful(name) else "::".join(parts)
    if not _lawful(made):
        made = "::".join([instead, *parts[1:]])
    if made != name:
        remarks.append(f"deck `{name}` is called `{made}`: new cards of it will come into a deck of that name")
    return made


def _lawful(name: str) -> bool:
    if HIDDEN.search(name) or len(name) > _MOST_LETTERS:
        return False
    return _LAWFUL.fullmatch(name) is not None and not any(gate_plain(unescape(name), whole(Source("", ""))))


def chapters(name: str, cards: int, taken: dict[str, int]) -> list[Chapter]:
    """Divide a deck's cards into modules, of which most decks need one."""
    words = name.split("::")
    wanted = id_of(words[-1])
    if wanted in taken or not wanted or words[-1][:1].isdigit():
        wanted = id_of(" ".join(words[-2:])) or "deck"
    return [
        Chapter(free(wanted, taken), words[-1][:100], first, min(first + _MOST_CARDS, cards))
        for first in range(0, cards, _MOST_CARDS)
    ]


def manifests(
    held: Mapping[str, list[Chapter]], about: Mapping[str, str], file: str, remarks: list[str]
) -> dict[str, str]:
    """Write a manifest for each deck at the top, by path. `held` gives chapters by deck, in Anki's order."""
    taken = dict.fromkeys(DEVICES, 1)
    files: dict[str, str] = {}
    for top in dict.fromkeys(name.split("::")[0] for name in held):
        entries = [
            line for name, found in held.items() if name.split("::")[0] == top for line in _includes(name, found)
        ]
        told = _described(top, about.get(top, ""), file, remarks)
        lines = [f"name: {scalar(top, 2)}", f"title: {scalar(top, 2)}", f"description: {scalar(told, 2)}",
                 "include:", *entries]  # fmt: skip
        files[f"decks/{free(id_of(top) or 'deck', taken)}.yaml"] = "\n".join(lines) + "\n"
    return files


def _includes(name: str, found: Iterable[Chapter]) -> list[str]:
    _, _, rest = name.partition("::")
    subdeck = f", subdeck: {in_flow(rest)}" if rest else ""
    return [f"  - {{module: {chapter.id}{subdeck}}}" for chapter in found]


def _described(name: str, html: str, file: str, remarks: list[str]) -> str:
    """Give a deck's description as plain words: it is Markdown from now on, and gets more lines when built."""
    lines = (" ".join(unescape(_TAG.sub(" ", line)).split()) for line in _BREAK.sub("\n", html).split("\n"))
    words = "\n\n".join(line for line in lines if line)[:5_000]
    instead = f"Adopted from {file}."
    span = whole(Source("", ""))
    if words and not any(gate(markdown(words), span)) and not any(gate(described(words), span, "a description")):
        if "<" in html:
            remarks.append(f"deck `{name}`: its description is plain text now")
        return words
    if html.strip():
        remarks.append(f"deck `{name}`: its description is left out")
    return instead
