"""What learners have from a release must still be theirs: cards that vanished, or that Anki would take for others.

Does not know what else changed; that is no loss. Runs on projects of which every card was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.files import PROJECT_FILE
from ankibuilder.lock.entries import Lock, LockedNote
from ankibuilder.lock.file import LOCK_FILE
from ankibuilder.lock.identity import card_guid, guid
from ankibuilder.model import Card, Project
from ankibuilder.source import Source, Span

_RULE = "lost-identity"


def lost(project: Project, lock: Lock) -> Iterator[Diagnostic]:
    """Yield each released identity that is no longer what it was; a cause that takes them all is told once."""
    if lock.namespace and lock.namespace != project.namespace:
        yield _namespace(project, lock)
        return
    cards = {card.id.value: card for card in project.cards}
    for name, known in lock.notes.items():
        if name not in cards:
            if known.gone:  # let go by a major release
                continue
            yield _vanished(project.root, name, known)
        else:
            yield from _another(cards[name], known, project)


def named_still(found: Diagnostic, lock: Lock) -> Diagnostic:
    """Where a card that is gone is named: it is to come back, not to be renamed here, too."""
    name = found.span.source.text[found.span.start : found.span.end].strip("\"'")
    if name not in lock.notes:
        return found
    return replace(found, hint="it was released: give it its id back, or put its entry back; no id ever changes")


def _namespace(project: Project, lock: Lock) -> Diagnostic:
    source = next(source for source in project.sources if source.path == PROJECT_FILE)
    span = Span(source, 0, len(source.text)).find(f"namespace: {project.namespace}")
    message = (
        f"cards were released in the namespace `{lock.namespace}`: in another, learners would meet all of them anew"
    )
    return error(_RULE, span, message, f"write `namespace: {lock.namespace}`")


def _vanished(root: Path, name: str, known: LockedNote) -> Diagnostic:
    source = Source(LOCK_FILE, (root / LOCK_FILE).read_text(encoding="utf-8-sig"))
    span = Span(source, source.text.find('"notes"'), len(source.text)).find(f'"{name}"')
    message = f"card `{name}` was released ({known.since}), and no card has its id any more"
    hint = (
        "change its id back, or put its entry back; "
        "to take it out of what is studied, keep the entry and add a line `retired: {because: …}`"
    )
    return error(_RULE, span, message, hint)


def _another(card: Card, known: LockedNote, project: Project) -> Iterator[Diagnostic]:
    name, kind = card.id.value, card.kind.id
    if known.kind != kind:
        message = f"card `{name}` was released as a `{known.kind}`; as a `{kind}` it would never update again"
        hint = f"give it its kind back; for another shape, retire this card and write a new `{kind}`"
        yield error(_RULE, card.id.span, message, hint)
    elif known.guid != card_guid(project.namespace, card):
        message = f"card `{name}` was released with the GUID `{known.guid}`; with another it would come as a new card"
        cure = (
            f"write `guid: {known.guid}`" if known.guid != guid(project.namespace, name) else "remove the line `guid:`"
        )
        yield error(_RULE, card.guid.span if card.guid else card.id.span, message, cure)
