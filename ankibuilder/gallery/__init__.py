"""A static site of a project's cards, without a server: a page a module, and in print a handout of it.

The same project gives the same bytes. Nothing in it names the machine it was made on. Does not know where it is put.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ankibuilder.engine.drawing import Before
from ankibuilder.gallery.cards import article, files_of
from ankibuilder.gallery.handout import handout
from ankibuilder.gallery.pages import changes_page, index_page, module_page
from ankibuilder.model import Project
from ankibuilder.render import Note
from ankibuilder.shown import Album

MARKER = "gallery.json"


def site(project: Project, album: Album, notes: Sequence[Note]) -> dict[str, bytes]:
    """Give all files of the site by path: a page a module, and one that leads to them."""
    shown = {card.id: card for card in album.cards}
    pages = {"index.html": index_page(project, album)}
    for module in project.modules:
        cards = [shown[card.id.value] for card in module.cards if card.id.value in shown]
        if cards:
            articles = "".join(article(card, {}, "../") for card in cards)
            text = handout(project, module, [note for note in notes if note.card.id.value in shown])
            pages[f"modules/{module.id.value}.html"] = module_page(project, module, len(cards), articles, text)
    return _whole(project, album, pages, {})


def site_of_changes(project: Project, album: Album, before: Mapping[str, Before]) -> dict[str, bytes]:
    """Give the site of what changed since a release: one page, each card as it was above how it is.

    `album` holds those cards alone, `before` holds cards by id as they were.
    """
    groups = [(module, [card for card in album.cards if card.module == module.id.value]) for module in project.modules]
    articles = [(module, "".join(article(card, before, "") for card in cards)) for module, cards in groups if cards]
    return _whole(project, album, {"index.html": changes_page(project, album, articles)}, before)


def redesigned(album: Album, before: Mapping[str, Before]) -> set[str]:
    """Name one unchanged card of each kind that looks otherwise now, as an example."""
    examples: dict[str, str] = {}
    for card in album.cards:
        was = before.get(card.id)
        if was and not card.since and (was.cards, was.style) != (card.faces, album.styles[card.kind]):
            examples.setdefault(card.kind, card.id)
    return set(examples.values())


def _whole(
    project: Project, album: Album, pages: Mapping[str, bytes], before: Mapping[str, Before]
) -> dict[str, bytes]:
    """Add what the pages refer to, and the list of it all."""
    look = Path(__file__).parent / "look"
    files = {f"look/{path.name}": path.read_bytes() for path in sorted(look.iterdir()) if path.is_file()}
    files |= {f"look/kind-{kind}.css": css.encode() for kind, css in album.styles.items()}
    files |= files_of(album.cards, before)
    files |= pages
    return {**files, MARKER: listed(project.name, files)}


def listed(name: str, files: Iterable[str]) -> bytes:
    """Write the list by which a later gallery knows what is its own."""
    return (json.dumps({"gallery": name, "files": sorted(files)}, ensure_ascii=False, indent=1) + "\n").encode()
