"""The pages of a gallery: where to begin, a module, what changed. Does not know how a card is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ankibuilder.model import Module, Project
from ankibuilder.note_type import direction
from ankibuilder.render import clean, markdown
from ankibuilder.shown import Album
from ankibuilder.telephone import in_one_piece

# A page from disk is no origin of its own to every browser, so `file:` is named, too; a published page can load none.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; img-src 'self' file:; "
    "media-src 'self' file:; base-uri 'none'; form-action 'none'"
)


def _page(title: str, body: str, up: str, language: str) -> bytes:
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" dir="{direction(language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<title>{escape(title)}</title>\n<link rel="stylesheet" href="{up}look/site.css">\n'
        f'<script src="{up}look/site.js" defer></script>\n</head>\n<body>\n{body}</body>\n</html>\n'
    ).encode()


# No card id has a `_` in it.
_NIGHT = '<button type="button" id="_night" aria-pressed="false">Night</button>'
_PRINT = '<button type="button" id="_print">Print as a handout</button>'


def index_page(project: Project, album: Album) -> bytes:
    """Write the first page: what each deck says of itself, and the modules."""
    decks = "".join(
        f"<section class='deck'><h2>{escape(deck.title.value.strip())}</h2>{_html(deck.description.value)}</section>"
        for deck in project.decks
        if any(deck.manifest in card.decks for card in album.cards)
    )
    counts = {
        module.id.value: sum(card.module == module.id.value for card in album.cards) for module in project.modules
    }
    modules = "".join(_module_line(module, counts[module.id.value]) for module in project.modules
                      if counts[module.id.value])  # fmt: skip
    last = f'<footer class="about">{_html(project.help.value) if project.help else ""}{_terms(project)}</footer>'
    body = (
        f"<main class='first'><h1>{escape(project.name)}</h1>{decks}<ul class='modules'>{modules}</ul>{last}</main>\n"
    )
    return _page(project.name, body, "", project.language)


def _module_line(module: Module, count: int) -> str:
    aim = f"<span class='aim'>{_html(module.aim.value)}</span>" if module.aim else ""
    title = f"<a href='modules/{module.id.value}.html'>{escape(module.title.value)}</a>"
    return f"<li>{title} <bdi class='quiet'>{_cards(count)}</bdi>{aim}</li>"


def module_page(project: Project, module: Module, count: int, articles: str, handout: str) -> bytes:
    """Write a module's page: its cards on a screen, its handout in print."""
    aim = f"<p class='aim'>{_html(module.aim.value)}</p>" if module.aim else ""
    title = escape(module.title.value)
    body = (
        f"<div class='screen'><header class='bar'><nav><a href='../index.html'>{escape(project.name)}</a></nav>"
        f"<div class='tools'>{_NIGHT}{_PRINT}</div></header>\n"
        f"<main><h1>{title}</h1>{aim}<p class='quiet'><bdi>{_cards(count)}, front and back</bdi></p>\n"
        f"{articles}</main></div>\n"
        f"{handout}\n"
    )
    return _page(f"{module.title.value} · {project.name}", body, "../", project.language)


def changes_page(project: Project, album: Album, articles: Sequence[tuple[Module, str]]) -> bytes:
    """Write the page of what changed, module by module."""
    new, changed = (sum(card.since == what for card in album.cards) for what in ("new", "changed"))
    groups = "".join(f"<section><h2>{escape(module.title.value)}</h2>\n{text}</section>\n" for module, text in articles)
    since = f"since {album.since}" if album.since else "since the beginning"
    nothing = "" if articles else "<p>No card changed.</p>"
    body = (
        f"<header class='bar'><nav>{escape(project.name)}</nav><div class='tools'>{_NIGHT}</div></header>\n"
        f"<main><h1>Changes {escape(since)}</h1><p class='quiet'><bdi>{new} new, {changed} changed</bdi></p>{nothing}\n"
        f"{groups}</main>\n"
    )
    return _page(f"Changes {since} · {project.name}", body, "", project.language)


def _cards(count: int) -> str:
    return f"{count} card{'' if count == 1 else 's'}"


def _terms(project: Project) -> str:
    return f"<p>Licence: {escape(project.licence)}</p>" if project.licence else ""


def _html(text: str) -> str:
    return in_one_piece(clean(markdown(text)))
