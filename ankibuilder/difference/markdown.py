"""A difference as Markdown for learners: what is new, corrected, retired, in plain words.

Does not know what is harmful: where a release hurts all the same, what learners must do stands first, as it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ankibuilder.decode import visible
from ankibuilder.difference.pair import COMMON
from ankibuilder.difference.values import Changed, Difference, Named, Piece
from ankibuilder.difference.words import plain

_SIGNS = re.compile(r"([\\`*_\[\]<>#~|])")
_AROUND = 8  # words kept on each side of a change
_WORDS = re.compile(r"\S+\s*|\s+")
# Of the common fields, those that a learner reads; the others say where a card stands and what it rests on.
_READ = frozenset(COMMON[name] for name in ("extra", "hint", "image", "audio"))


def as_markdown(difference: Difference, level: int = 3) -> str:
    """Give the sections of a release note, under headings of a level; a line that says so where nothing changed."""
    parts = []
    for title, lines in _sections(difference):
        if told := "".join(f"{line}\n" for line in lines):
            parts.append(f"{'#' * level} {title}\n\n{told}")
    return "\n".join(parts) or "Nothing changed on the cards.\n"


def _sections(difference: Difference) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Before you import this version", (f"- {line}" for line in settings(difference))
    yield "New cards", (f"- {_prompt(card.card)}" for card in difference.added)
    yield "Corrected cards", (line for card in difference.changed for line in _changed(card))
    yield "Retired cards", (f"- {_prompt(c.card)} – {_escaped(c.because)}" for c in difference.retired)
    yield "Cards that are studied again", (f"- {_prompt(card)}" for card in difference.returned)
    yield "Also", (f"- {line}" for line in _also(difference))


def settings(difference: Difference) -> list[str]:
    """Tell learners what to do where a release hurts on purpose, each thing once."""
    return list(dict.fromkeys(visible(" ".join(harm.settings.split())) for harm in difference.harms))


def _changed(card: Changed) -> Iterator[str]:
    """A card with what is read of it; a change of sources or tags alone is not told card by card."""
    told = [field for field in card.fields if field.field in _READ or field.field not in COMMON.values()]
    if told:
        yield f"- {_prompt(card.card)}"
        yield from (f"  - {_escaped(field.field)}: {_words(field.pieces)}" for field in told)


def _prompt(card: Named) -> str:
    return _escaped(card.prompt or card.id)


def _words(pieces: tuple[Piece, ...]) -> str:
    """Strike out what was removed and print bold what was added; of what was kept, only what stands around it."""
    if any("<" in piece.text or "&" in piece.text for piece in pieces):  # markup alone changed
        return _escaped(plain("".join(piece.text for piece in pieces if piece.how != "removed")))
    told = []
    for at, piece in enumerate(pieces):
        if piece.how == "kept":
            told.append(_escaped(_shortened(piece.text, at == 0, at == len(pieces) - 1)))
        else:
            told.append(_marked(piece.text, "~~" if piece.how == "removed" else "**"))
    return "".join(told).replace("~~**", "~~ **").strip()


def _shortened(text: str, first: bool, last: bool) -> str:
    words = _WORDS.findall(text)
    if len(words) <= _AROUND * (1 if first or last else 2):
        return text
    end = "" if last else "".join(words[-_AROUND:])
    return ("" if first else "".join(words[:_AROUND])).rstrip() + " … ".strip(" " if first else "") + end


def _marked(text: str, sign: str) -> str:
    """Put signs around the words and not the spaces, which Markdown would not take."""
    words = text.strip()
    if not words:
        return text
    before, after = text[: text.index(words[0])], text[text.rindex(words[-1]) + 1 :]
    return f"{before}{sign}{_escaped(words)}{sign}{after}"


def _escaped(text: str) -> str:
    """Keep a card's text from being taken for Markdown or HTML."""
    return _SIGNS.sub(r"\\\1", visible(" ".join(text.split()) if "\n" in text else text))


def _also(difference: Difference) -> Iterator[str]:
    quiet = [card for card in difference.changed if not list(_changed(card))]
    if quiet:
        yield f"Sources or tags changed on {len(quiet)} card{'' if len(quiet) == 1 else 's'}."
    for title in (each for each in difference.renamed if each.what == "module"):
        yield f"The module *{_escaped(title.old)}* is now called *{_escaped(title.new)}*."
    if difference.redesigned:
        yield "The cards look different."
    if difference.moved or difference.reordered:
        yield "New cards come in another order for people who start now; your own stay where they are."
    if difference.described:
        yield "The deck's description changed."
