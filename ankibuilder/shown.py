"""Every card as people look at it: its faces, where it stands, what is wrong with it, what changed since a release.

Plain values, from a checked project and what the engine drew. Does not know who shows them, nor how.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ankibuilder.check import Checked
from ankibuilder.diagnostics import Diagnostic
from ankibuilder.difference.words import plain
from ankibuilder.engine.drawing import Drawn
from ankibuilder.kept import each
from ankibuilder.lock import Lock, card_guid
from ankibuilder.model import Project
from ankibuilder.note_type import note_type
from ankibuilder.package.content import PackedNote, Stamped, card_ordinals, packed
from ankibuilder.render import Note

NEW, CHANGED = "new", "changed"
_MOST_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Told:
    """A finding and its place; line and column count from 1, and `excerpt` is what stands on the line."""

    rule: str
    severity: str
    message: str
    hint: str
    path: str
    line: int
    column: int
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A card: its faces, what one may look for it by, and its findings.

    `since` says whether it is new or changed since the release that was asked for; `stale` that its file cannot be read
    any more, and this is how it was.
    """

    id: str
    kind: str
    module: str
    view: str
    sureness: str
    tags: tuple[str, ...]
    decks: tuple[str, ...]
    since: str
    retired: bool
    prompt: str
    text: str
    path: str
    line: int
    column: int
    faces: tuple[Drawn, ...]
    media: Mapping[str, bytes]
    findings: tuple[Told, ...] = ()
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Album:
    """A project's cards in teaching order, and what holds for all: names by id, styles by kind, findings of no card."""

    name: str = ""
    language: str = "en"
    since: str = ""
    cards: tuple[Shown, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    decks: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Told, ...] = ()


def to_draw(notes: Iterable[Note], stamped: Stamped, checked: Checked) -> list[PackedNote]:
    """Pack every card for the engine, those of no deck too; none that holds what must not reach Anki."""
    project = stamped.project
    homes = {card.id.value: subdeck.name for deck in project.decks[::-1] for subdeck in deck.subdecks
             for card in subdeck.cards}  # fmt: skip
    refused = _by_card(project, [found for found in checked.diagnostics if found.rule == "unsafe-content"], near=True)

    def made(note: Note, deck: str, *_: object) -> PackedNote:
        return _packed(note, deck, stamped)

    pack = each(checked.kept, "packed", made, project.namespace, project.tags, stamped.note_types)
    names = ((note, note.card.id.value) for note in notes if note.card.id.value not in refused)
    return [pack(note, homes.get(name, ""), stamped.due[name], stamped.stamps.get(name)) for note, name in names]


def _packed(note: Note, deck: str, stamped: Stamped) -> PackedNote:
    if note.card.id.value in stamped.notes:
        return packed(note, deck, stamped)
    card = note.card
    made = stamped.note_types[card.kind.id][0]
    guid = card_guid(stamped.project.namespace, card)
    ordinals = card_ordinals(card.kind, note.fields)
    return PackedNote(guid, 0, 0, made, tuple(note.fields.values()), note.tags, deck, 0, ordinals)


def album(
    checked: Checked, notes: Sequence[Note], stamped: Stamped, drawn: Mapping[str, tuple[Drawn, ...]], since: str
) -> Album:
    """Put everything together; `since` is a version that was released, or empty."""
    project = checked.project
    changed = changes(stamped, since)
    decks: dict[str, list[str]] = {}
    for deck in project.decks:
        for subdeck in deck.subdecks:
            for card in subdeck.cards:
                decks.setdefault(card.id.value, []).append(deck.manifest)

    guid = each(checked.kept, "guids", lambda card: card_guid(project.namespace, card), project.namespace)
    show = each(checked.kept, "shown", _shown)
    made = Album(
        name=project.name,
        language=project.language,
        since=since,
        cards=tuple(
            show(note, drawn.get(guid(note.card), ()), tuple(decks.get(name, ())), changed.get(name, ""))
            for note in notes
            if (name := note.card.id.value)
        ),
        kinds={kind.id: kind.name for kind in project.kinds.values()},
        modules=project.module_titles,
        decks={deck.manifest: deck.name.value for deck in project.decks},
        styles={kind.id: note_type(kind, project).css for kind in project.kinds.values()},
    )
    return with_findings(made, checked)


def _shown(note: Note, faces: tuple[Drawn, ...], decks: tuple[str, ...], since: str) -> Shown:
    card, fields = note.card, note.fields
    words = tuple(map(plain, fields.values()))
    return Shown(
        id=card.id.value,
        kind=card.kind.id,
        module=card.module,
        view=card.view.value if card.view else "",
        sureness=card.sureness.value if card.sureness else "",
        tags=tuple(sorted(tag.value for tag in card.tags)),
        decks=decks,
        since=since,
        retired=card.retired is not None,
        prompt=words[list(fields).index(card.kind.sort)],
        text=" ".join(filter(None, words)).casefold(),
        path=card.id.source.path,
        line=card.id.span.line,
        column=card.id.span.column,
        faces=faces,
        media=note.media,
    )


def with_findings(made: Album, checked: Checked) -> Album:
    """Put what was found on the cards where it stands, in place of what was said of them before."""
    found = _by_card(checked.project, checked.diagnostics)
    cards = tuple(
        replace(card, findings=tuple(map(told, found.get(card.id, ())))) if card.findings or card.id in found else card
        for card in made.cards
    )
    return replace(made, cards=cards, findings=tuple(map(told, found.get("", ()))))


def changes(stamped: Stamped, since: str) -> dict[str, str]:
    """Tell which cards are new or changed since a release; none where there was no release."""
    if not since:
        return {}
    order = {release.version: at for at, release in enumerate(stamped.lock.releases)}
    told = {}
    for name in (card.id.value for card in stamped.project.cards):
        known = stamped.lock.notes.get(name)
        if known is None or order.get(known.since, 0) > order[since]:
            told[name] = NEW
        elif stamped.hashes.get(name, known.hash) != known.hash or order.get(known.changed, 0) > order[since]:
            told[name] = CHANGED
    return told


def latest(lock: Lock) -> str:
    """Give the last release's version; empty where there was none."""
    return lock.releases[-1].version if lock.releases else ""


def told(found: Diagnostic) -> Told:
    """Give a finding as plain values."""
    span = found.span
    excerpt = span.source.line(span.line).strip()[:_MOST_EXCERPT] if span.source.text else ""
    place = (span.source.path, span.line, span.column)
    return Told(found.rule, str(found.severity), found.message, found.hint, *place, excerpt)


def _by_card(project: Project, found: Iterable[Diagnostic], near: bool = False) -> dict[str, list[Diagnostic]]:
    """Give findings by the id of the card in whose entry they stand; else under no name.

    With `near`, by the card that begins before them, even where its entry may have ended: the cautious way.
    """
    found = list(found)
    starts: dict[str, list[tuple[int, int, str]]] = {diagnostic.span.source.path: [] for diagnostic in found}
    for card in (*project.cards, *project.unnamed):
        if (path := card.id.source.path) in starts:
            starts[path].append((card.span.start, card.span.column, card.id.value))
    for entries in starts.values():
        entries.sort()
    sorted_out: dict[str, list[Diagnostic]] = {}
    for diagnostic in found:
        entries = starts[diagnostic.span.source.path]
        at = bisect_right(entries, diagnostic.span.start, key=lambda entry: entry[0]) - 1
        within = at >= 0 and (near or _goes_on(entries[at], diagnostic))
        sorted_out.setdefault(entries[at][2] if within else "", []).append(diagnostic)
    known = {card.id.value for card in project.cards}
    for name in [name for name in sorted_out if name not in known]:
        if name:
            sorted_out.setdefault("", []).extend(sorted_out.pop(name))
    return sorted_out


def _goes_on(entry: tuple[int, int, str], found: Diagnostic) -> bool:
    """Tell whether an entry goes on to where a finding is: no line between stands further out than its names."""
    start, column, _ = entry
    _, *lines = found.span.source.text[start : found.span.start].split("\n")
    written = (line for line in lines if not re.match(r"\s*(#|$)", line))
    return all(len(line) - len(line.lstrip(" ")) >= column - 1 for line in written)
