"""What AnkiWeb's form asks of who shares a deck, within its limits, ready to paste. Does not know where it is written.

AnkiWeb takes no packages, and its terms leave no room for a program that fills the form in.
"""

from __future__ import annotations

import re

from ankibuilder.description import updating
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.model import Deck, Project

MOST = {"title": 60, "tags": 60, "support page": 180, "description": 65_000}
_HOW = """\
AnkiWeb shares a deck out of your own collection, and takes no package. Import the package into a profile of Anki that
holds nothing else, do not study it, sync, and open https://ankiweb.net/decks: beside the deck, Share. Then paste what
stands below each line. Sharing the deck again under the same name updates its page, and ratings stay.
"""


def sheet(deck: Deck, project: Project) -> str:
    """Give title, tags, support page and description; raises AnkibuilderError where one is too long for AnkiWeb."""
    asked = {
        "title": deck.title.value.strip(),
        "tags": _tags(deck, project),
        "support page": project.report.partition("?")[0],
        "description": _description(deck, project),
    }
    for name, text in asked.items():
        if len(text) > MOST[name]:
            place = deck.title.span.place if name == "title" else deck.span.source.path
            message = f"{place}: the {name} has {len(text):,} characters, and AnkiWeb takes {MOST[name]:,}"
            raise AnkibuilderError(message, "make it shorter", status=1)
    return "\n".join([_HOW, *(_part(name, text) for name, text in asked.items())])


def _part(name: str, text: str) -> str:
    if not text:
        return f"----- {name} (none: `report` in ankibuilder.yaml would be one)\n"
    return f"----- {name} ({len(text):,} of {MOST[name]:,} characters)\n\n{text}\n"


def _tags(deck: Deck, project: Project) -> str:
    """Give what people search by: the manifest's keywords, or the namespace and the longer words of the title."""
    words = [word.value for word in deck.keywords] or _likely(f"{deck.name.value} {deck.title.value}", project)
    kept = ""
    for word in dict.fromkeys(words):
        if deck.keywords or len(f"{kept} {word}") <= MOST["tags"]:
            kept = f"{kept} {word}".strip()
    return kept


def _likely(text: str, project: Project) -> list[str]:
    return [project.namespace, *re.findall(r"[^\W_]{5,}", text.casefold())]


def _description(deck: Deck, project: Project) -> str:
    counts = {part.name: sum(card.retired is None for card in part.cards) for part in deck.subdecks}
    inside = [f"- {name.rpartition('::')[2]}: {cards}" for name, cards in counts.items() if name != deck.name.value]
    pieces = [
        deck.description.value.strip(),
        f"**Cards.** {sum(counts.values())}{':' if inside else '.'}",
        "\n".join(inside),
        project.help.value.strip() if project.help else "",
        updating(unreleased=False, texts=False),
        f"**Licence.** {project.licence}" if project.licence else "",
    ]
    return "\n\n".join(piece for piece in pieces if piece)
