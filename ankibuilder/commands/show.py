"""`ankibuilder show`: one card, with everything known about it. Does not know how its parts are found."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict
from html import unescape
from typing import TYPE_CHECKING, Any

import click

from ankibuilder.commands import common, now, print_json, print_result, project_root, wants_colour
from ankibuilder.commands._completion import card_ids
from ankibuilder.decode import visible
from ankibuilder.diagnostics import AnkibuilderError

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.diagnostics import Diagnostic
    from ankibuilder.engine import Face
    from ankibuilder.lock import Lock
    from ankibuilder.model import Card
    from ankibuilder.render import Note


@click.command("show")
@click.argument("card", shell_complete=card_ids)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to tell.")
@common
def command(card: str, form: str, project: str | None, no_color: bool, verbose: bool, quiet: bool) -> None:
    """Show one CARD: its fields, where it stands, findings, history, and its faces as Anki draws them.

    Faces need the Anki engine (`pip install anki` in the same environment); -v shows them as HTML.

    \b
    ankibuilder show secure-base
    ankibuilder show secure-base --format json
    """
    from ankibuilder.check import check
    from ankibuilder.lock import read_lock
    from ankibuilder.suggest import did_you_mean

    root = project_root(project)
    checked = check(root)
    notes = {note.card.id.value: note for note in checked.notes}
    if card not in notes:
        hint = did_you_mean(card, notes) or "`ankibuilder check` says what could not be read"
        raise AnkibuilderError(f"there is no card `{card}`", hint, status=2)
    note, lock = notes[card], read_lock(root)
    if form == "json":
        print_json(_as_json(note, checked, lock))
        return
    pieces = [
        _head(note.card, checked),
        _fields(note),
        _standing(note, checked, lock),
        _findings(note.card, checked, wants_colour(no_color, sys.stdout)),
        "" if quiet else _faces(note, checked, lock, verbose),
    ]
    print_result("\n".join(piece for piece in pieces if piece))


def _as_json(note: Note, checked: Checked, lock: Lock) -> dict[str, Any]:
    """Give the same as values; fields and faces are HTML, as Anki gets and draws it."""
    from ankibuilder.lock import card_guid
    from ankibuilder.report import as_values

    card, known = note.card, lock.notes.get(note.card.id.value)
    try:
        drawn = _drawn(note, checked, lock) if _is_drawable(note, checked) else []
    except AnkibuilderError:
        drawn = None  # the engine is not installed
    return {
        "card": card.id.value,
        "kind": card.kind.id,
        "module": card.module,
        "path": card.id.span.source.path,
        "line": card.id.span.line,
        "fields": {name: html for name, html in note.fields.items() if html},
        "tags": list(note.tags),
        "position": _position(note, checked),
        "decks": [
            {"deck": deck.manifest, "subdeck": subdeck.name}
            for deck in checked.project.decks
            for subdeck in deck.subdecks
            if card in subdeck.cards
        ],
        "guid": card_guid(checked.project.namespace, card),
        "since": known.since if known else None,
        "changed": known.changed if known else None,
        "diagnostics": as_values(_about(card, checked)),
        "faces": None if drawn is None else [_face(face) for face in drawn],
    }


def _face(face: Face) -> dict[str, str]:
    """Leave the style out, which is the note type's."""
    return {name: re.sub(r"(?s)<style>.*?</style>", "", html) for name, html in asdict(face).items()}


def _position(note: Note, checked: Checked) -> int:
    return [other.card.id.value for other in checked.notes].index(note.card.id.value) + 1


def _head(card: Card, checked: Checked) -> str:
    title = checked.project.module_titles[card.module]
    return f"{card.id.value} · {card.kind.name} · {title}\n{card.id.span.place}\n"


def _fields(note: Note) -> str:
    filled = {name: _plain(html) for name, html in note.fields.items() if html and name != "card-id"}
    filled["tags"] = " ".join(note.tags)
    return "".join(f"  {name:<10} {_hanging(text)}\n" for name, text in filled.items())


def _hanging(text: str) -> str:
    return visible(text).replace("\n", "\n" + " " * 13)


def _standing(note: Note, checked: Checked, lock: Lock) -> str:
    from ankibuilder.lock import card_guid

    card = note.card
    known = lock.notes.get(card.id.value)
    history = f"since {known.since}, last changed in {known.changed}" if known else "not released yet"
    decks = [
        f"in {subdeck.name} ({deck.manifest})"
        for deck in checked.project.decks
        for subdeck in deck.subdecks
        if card in subdeck.cards
    ]
    lines = [
        f"{_position(note, checked)} of {len(checked.notes)} in teaching order",
        *(decks or ["in no deck"]),
        f"GUID {card_guid(checked.project.namespace, card)}",
        history,
    ]
    return "".join(f"  {line}\n" for line in lines)


def _findings(card: Card, checked: Checked, colour: bool) -> str:
    from ankibuilder.report import as_text

    return as_text(_about(card, checked), colour)


def _about(card: Card, checked: Checked) -> list[Diagnostic]:
    return [d for d in checked.diagnostics if _inside(d.span.source.path, d.span.start, card, checked)]


def _inside(path: str, at: int, card: Card, checked: Checked) -> bool:
    """Tell whether a place belongs to a card: from its entry to the next one's."""
    if path != card.id.source.path:
        return False
    starts = (other.span.start for other in checked.project.cards if other.id.source.path == path)
    after = min((start for start in starts if start > card.span.start), default=sys.maxsize)
    return card.span.start <= at < after


def _faces(note: Note, checked: Checked, lock: Lock, verbose: bool) -> str:
    if not _is_drawable(note, checked):
        return "Faces are drawn once the project has no errors and a deck holds the card.\n"
    try:
        drawn = _drawn(note, checked, lock)
    except AnkibuilderError as fault:
        return f"No faces: {fault.message}; {fault.hint}\n"
    return "\n".join(
        f"{side} ({face.template}), as Anki draws it\n{_indented(html if verbose else _plain(html))}"
        for face in drawn
        for side, html in (("Front", face.front), ("Back", face.back))
    )


def _is_drawable(note: Note, checked: Checked) -> bool:
    held = (note.card in subdeck.cards for deck in checked.project.decks for subdeck in deck.subdecks)
    return not checked.errors and any(held)


def _drawn(note: Note, checked: Checked, lock: Lock) -> list[Face]:
    from ankibuilder.engine import collection, faces, import_package
    from ankibuilder.lock import card_guid
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp
    from ankibuilder.writing import private_folder

    deck = next(d for d in checked.project.decks if any(note.card in subdeck.cards for subdeck in d.subdecks))
    stamped = stamp(checked.project, checked.notes, lock, now())
    with collection() as opened, private_folder() as folder:
        path = folder / "show.apkg"
        path.write_bytes(package(content(deck, stamped)))
        import_package(opened, path)
        return faces(opened, card_guid(checked.project.namespace, note.card))


def _plain(html: str) -> str:
    """Give HTML as text for a terminal: style left out, a line for each block."""
    html = re.sub(r"(?s)<style>.*?</style>", "", html)
    html = re.sub(r"<img\b[^>]*?>", _picture, html)
    html = re.sub(r"\[anki:play:[qa]:\d+\]", "[sound]", html)
    html = re.sub(r"(?i)<(?:br|hr|/?(?:div|p|li|ul|ol|blockquote))\b[^>]*>", "\n", html)
    lines = unescape(re.sub(r"<[^>]*>", "", html)).splitlines()
    return "\n".join(stripped for line in lines if (stripped := " ".join(line.split())))


def _picture(tag: re.Match[str]) -> str:
    """Give the words that stand for a picture."""
    words = re.search(r'\balt="([^"]*)"', tag[0])
    return f"[picture: {words[1]}]" if words and words[1] else "[picture]"


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in visible(text).splitlines())
