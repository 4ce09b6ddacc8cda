"""What the page is told of an album, as JSON: everything, or what differs from what it was told before.

Faces are not in it: the page fetches those it shows. Does not know how JSON reaches the page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ankibuilder.kept import Kept, each
from ankibuilder.shown import Album, Shown, Told

Entries: TypeAlias = dict[str, Any]
Link: TypeAlias = Callable[[str, int, int], str]  # path, line, column → an address that opens an editor; or empty


def entries(album: Album, link: Link, trouble: str = "", kept: Kept | None = None) -> Entries:
    """Tell everything; `trouble` is why nothing newer can be shown."""
    card = each(kept, "entries", lambda card: _card(card, album.styles, link), album.styles)
    return {
        "name": album.name,
        "language": album.language,
        "since": album.since,
        "trouble": trouble,
        "kinds": dict(album.kinds),
        "modules": dict(album.modules),
        "decks": dict(album.decks),
        "findings": [_told(found, link) for found in album.findings],
        "order": [card.id for card in album.cards],
        "cards": {shown.id: card(shown) for shown in album.cards},
    }


def _card(card: Shown, styles: Mapping[str, str], link: Link) -> Entries:
    return {
        "id": card.id,
        "kind": card.kind,
        "module": card.module,
        "view": card.view,
        "sureness": card.sureness,
        "tags": list(card.tags),
        "decks": list(card.decks),
        "since": card.since,
        "retired": card.retired,
        "stale": card.stale,
        "prompt": card.prompt,
        "text": card.text,
        "place": f"{card.path}:{card.line}",
        "edit": link(card.path, card.line, card.column),
        "faces": [{"name": face.template, "hash": looks(card, at, styles)} for at, face in enumerate(card.faces)],
        "findings": [_told(found, link) for found in card.findings],
    }


def looks(card: Shown, at: int, styles: Mapping[str, str]) -> str:
    """Give a word that changes whenever a face looks different."""
    return _digest(card.faces[at].front, card.faces[at].back, styles.get(card.kind, ""))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def _told(found: Told, link: Link) -> Entries:
    return {
        "rule": found.rule,
        "severity": found.severity,
        "message": found.message,
        "hint": found.hint,
        "excerpt": found.excerpt,
        "place": f"{found.path}:{found.line}:{found.column}",
        "edit": link(found.path, found.line, found.column),
    }


def difference(old: Entries, new: Entries) -> Entries:
    """Give what of `new` differs; `cards` holds changed cards alone, `gone` names those that are no more."""
    changed = {name: value for name, value in new.items() if name != "cards" and value != old.get(name)}
    before = old.get("cards", {})
    cards = {name: card for name, card in new["cards"].items() if (was := before.get(name)) is not card and was != card}
    gone = [name for name in before if name not in new["cards"]]
    changed |= {"cards": cards} if cards else {}
    return changed | ({"gone": gone} if gone else {})


def as_json(value: Any) -> bytes:
    """Write JSON for the page."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
