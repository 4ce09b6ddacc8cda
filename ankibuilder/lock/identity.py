"""Identities and content hashes: how a note, a note type, a field gets the name that Anki knows it by.

What is fixed here for ever stands in docs/identity.md. Does not know what was released.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ankibuilder.model import Card

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [one + other for one in _BASE32 for other in _BASE32]
_canonical = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode


def guid(namespace: str, card_id: str) -> str:
    """Give a note's identity: 16 characters of a-z and 2-7, which no spreadsheet mangles and no `#` begins."""
    start = int.from_bytes(hashlib.sha256(f"{namespace}/{card_id}".encode()).digest()[:10], "big")
    return "".join([_PAIRS[start >> shift & 1023] for shift in range(70, -1, -10)])


def card_guid(namespace: str, card: Card) -> str:
    """Give a card's GUID: the one it was adopted with, or the one its id makes."""
    return card.guid.value if card.guid else guid(namespace, card.id.value)


def number(*names: str) -> int:
    """Give a positive id below 2**53, what JSON readers hold exactly, for anything in Anki that has a number."""
    digest = hashlib.sha256("/".join(names).encode()).digest()
    return int.from_bytes(digest[:8], "big") % (2**53 - 1) + 1


def note_type_id(namespace: str, kind: str) -> int:
    """Give the id of a kind's note type."""
    return number(namespace, "note-type", kind)


def field_id(namespace: str, kind: str, field_name: str) -> int:
    """Give the id of a field; the field's name may change, its id in `kind.yaml` not."""
    return number(namespace, "note-type", kind, "field", field_name)


def template_id(namespace: str, kind: str, template: str) -> int:
    """Give the id of a card template."""
    return number(namespace, "note-type", kind, "template", template)


def content_hash(note_type: int, fields: Mapping[str, str], tags: Iterable[str], media: Mapping[str, bytes]) -> str:
    """Hash exactly what an import would apply to a note: fields, tags, note type and media bytes.

    The caller leaves out `changed-in` and the `changed` tag, which follow from the hash (anki-import: a note whose
    time rises is rewritten, the learner's own tags with it, so nothing else may move the hash).
    """
    files = {name: hashlib.sha256(raw).hexdigest() for name, raw in media.items()}
    return _hash([note_type, dict(fields), sorted(tags), files])


def note_type_hash(declaration: Any) -> str:
    """Hash a note type's name, fields, templates and style."""
    return _hash(declaration)


def _hash(value: Any) -> str:
    return hashlib.sha256(_canonical(value).encode()).hexdigest()
