"""A reference as one line that a learner can read offline. Does not know cards.

Once released, a different line would rewrite every note that cites the work: keep the form.
"""

from __future__ import annotations

from html import escape

from ankibuilder.model import Reference


def citation(reference: Reference) -> str:
    """Give authors, year, title and where it stands, as HTML; the title links to the work where an address is known."""
    title = f"<i>{_text(reference.title)}</i>"
    if reference.link:
        title = f'<a href="{escape(reference.link)}">{title}</a>'
    who = _authors(reference.authors)
    if who == _text(reference.title):  # an organisation's own page
        who = ""
    year = f"({_text(reference.year)})" if reference.year else ""
    head = " ".join(filter(None, (who, year)))
    where = ", ".join(filter(None, map(_text, (reference.container, reference.volume, reference.page))))
    pieces = [head, title, where, "" if reference.container else _text(reference.publisher)]
    return " ".join(piece if piece.endswith((".", "?", "!")) else f"{piece}." for piece in pieces if piece)


def _text(text: str) -> str:
    return escape(text, quote=False)


def _authors(authors: tuple[str, ...]) -> str:
    if len(authors) > 3:
        return f"{_text(authors[0])} et al."
    return " & ".join(filter(None, (", ".join(map(_text, authors[:-1])), *map(_text, authors[-1:]))))
