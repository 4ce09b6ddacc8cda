"""Reads the text that Anki exports (*Notes in Plain Text*), or any table of that form, as a package would be read.

A text says no ids of note types and no templates: each note type is given plain ones. Does not know what is kept.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from html import escape
from io import StringIO
from pathlib import Path

from ankibuilder.decode import decode
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.files import unreadable
from ankibuilder.lock import number
from ankibuilder.reading import Card, Field, Note, NoteType, Package, Template

_MOST_BYTES, _MOST_COLUMNS, _MOST_ROWS = 100_000_000, 100, 1_000_000
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "colon": ":", "pipe": "|", "space": " "}
_GAP = re.compile(r"\{\{c\d+::")
_STYLE = (
    ".card { font-family: arial; font-size: 20px; text-align: center; color: black; background-color: white; }\n"
    ".cloze { font-weight: bold; color: blue; }\n"
)


def read_text(path: Path) -> Package:
    """Read a text file. Raises AnkibuilderError where it is missing, unreadable, or no table."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except FileNotFoundError as fault:
        raise AnkibuilderError(f"there is no file {path}", status=2) from fault
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if len(raw) > _MOST_BYTES:
        raise AnkibuilderError(f"{path.name} is larger than {_MOST_BYTES:,} bytes", status=1)
    return as_package(raw, path.name, path.stem)


def as_package(raw: bytes, name: str, stem: str) -> Package:
    """Give a text as a package: notes in its order, note types by the names it says."""
    head, rows = _rows(_text(raw, name), name)
    columns = _columns(head, name)
    kinds: dict[str, list[tuple[int, list[str]]]] = {}
    for at, row in enumerate(rows, start=1):
        kinds.setdefault(_cell(row, columns, "notetype") or head.get("notetype") or stem, []).append((at, row))
    own = [at for at in range(max(map(len, rows), default=0)) if at not in columns.values()]
    named = head["columns"].split(_separator(head)) if "columns" in head else []
    made = {kind: _note_type(kind, [row for _, row in found], own, named, stem) for kind, found in kinds.items()}
    notes = [_note(at, row, columns, made[kind], own, head) for kind, found in kinds.items() for at, row in found]
    notes.sort(key=lambda note: note.note_id)
    types = {one.id: one for one in made.values()}
    return Package(name, tuple(notes), types, {}, {}, {})


def _text(raw: bytes, name: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:1000]:
        raise AnkibuilderError(f"{name} is no UTF-8 text", "export it from Anki anew", status=1)
    source, found = decode(name, raw)
    if any("UTF-8" in fault.message for fault in found):
        raise AnkibuilderError(f"{name}:{found[0].span.line}: {found[0].message}", "save it as UTF-8", status=1)
    return source.text


def _rows(text: str, name: str) -> tuple[dict[str, str], list[list[str]]]:
    """Give the lines that begin with `#`, by what they say, and the rows below them."""
    head: dict[str, str] = {}
    at = 0
    while text.startswith("#", at):
        line, _, _ = text[at:].partition("\n")
        key, colon, value = line[1:].partition(":")
        if colon:
            head[key.strip().lower()] = value.strip("\r") if key.strip().lower() == "separator" else value.strip()
        at += len(line) + 1
    reader = csv.reader(StringIO(text[at:], newline=""), delimiter=_separator(head, text[at:]))
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(row) > _MOST_COLUMNS or len(rows) >= _MOST_ROWS:
                raise AnkibuilderError(f"{name} has more rows or columns than a deck has", status=1)
            if any(row) and not row[0].startswith("#"):
                rows.append(row)
    except csv.Error as fault:
        raise AnkibuilderError(f"{name}: row {reader.line_num} cannot be read: {fault}", status=1) from fault
    if not rows:
        raise AnkibuilderError(f"{name} has no rows", "export *Notes in Plain Text* from Anki", status=1)
    return head, rows


def _separator(head: Mapping[str, str], text: str = "") -> str:
    said = head.get("separator", "")
    first = text.partition("\n")[0]
    guessed = next((sign for sign in "\t|;,:" if sign in first), "\t")
    return _SEPARATORS.get(said.strip().lower(), said[:1] or guessed)


def _columns(head: Mapping[str, str], name: str) -> dict[str, int]:
    """Give the numbers of the columns that are no fields."""
    found: dict[str, int] = {}
    for what in ("guid", "notetype", "deck", "tags"):
        said = head.get(f"{what} column")
        if said is not None and not (said.isascii() and said.isdigit() and 0 < int(said) <= _MOST_COLUMNS):
            raise AnkibuilderError(f"{name}: `#{what} column:{said[:20]}` names no column", status=1)
        if said is not None:
            found[what] = int(said) - 1
    return found


def _cell(row: list[str], columns: Mapping[str, int], what: str) -> str:
    at = columns.get(what, len(row))
    return row[at] if at < len(row) else ""


def _note_type(name: str, rows: list[list[str]], own: list[int], named: list[str], stem: str) -> NoteType:
    """Give a note type the fields that any row has, and a card that asks for the first; with gaps where most have."""
    last = max((n for n, at in enumerate(own) for row in rows if at < len(row) and row[at]), default=0)
    names = list(_names(own[: max(last + 1, 2)], named))
    cloze = 2 * sum(bool(own[0] < len(row) and _GAP.search(row[own[0]])) for row in rows) > len(rows)
    asked = f"{{{{cloze:{names[0]}}}}}" if cloze else f"{{{{{names[0]}}}}}"
    rest = "<br>\n".join(f"{{{{{field}}}}}" for field in names[1:])
    back = f"{asked}<br>\n{rest}" if cloze else f"{{{{FrontSide}}}}\n\n<hr id=answer>\n\n{rest}"
    return NoteType(
        number("text", stem, name), name, tuple(Field(field, None) for field in names),
        (Template("Cloze" if cloze else "Card 1", None, asked, back),), _STYLE, sort=0, time=0, cloze=cloze,
    )  # fmt: skip


def _names(own: list[int], named: list[str]) -> Iterator[str]:
    taken: set[str] = set()
    for number_of, at in enumerate(own, start=1):
        said = re.sub(r'[:"{}<>\[\]#^/\s]+', " ", named[at] if at < len(named) else "").strip()[:60].strip()
        name = said if said and said.casefold() not in taken else f"Field {number_of}"
        taken.add(name.casefold())
        yield name


def _note(
    at: int, row: list[str], columns: Mapping[str, int], made: NoteType, own: list[int], head: Mapping[str, str]
) -> Note:
    values = [row[column] if column < len(row) else "" for column in own[: len(made.fields)]]
    values += [""] * (len(made.fields) - len(values))
    if head.get("html", "true").lower() == "false":
        values = [escape(value, quote=False).replace("\n", "<br>") for value in values]
    tags = f"{_cell(row, columns, 'tags')} {head.get('tags', '')}".split()
    deck = _cell(row, columns, "deck") or head.get("deck", "") or "Default"
    return Note(
        _cell(row, columns, "guid"), at, 0, made.id,
        {field.name: value for field, value in zip(made.fields, values, strict=True)},
        tuple(sorted(set(tags))), (Card(0, deck, at),),
    )  # fmt: skip
