"""What all kinds share: the fields around their own, the pieces of their templates, the style.

Reads them from the folder `common/`. Does not know any one kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ankibuilder.files import read_source
from ankibuilder.model import Field, Kind
from ankibuilder.parse import parse

BUILT_IN = Path(__file__).parent
PARTIAL = re.compile(r"\[\[([a-z-]+)\]\]")
# What every card may say (load/card_keys.py): no kind's own field can have such an id, as nobody could tell them apart.
EVERY_CARD = frozenset(
    "id kind view extra hint sources sureness covers term after tags image audio reviewed retired guid".split()
)
# What fills the common fields: a kind without them has no place for it.
FOR_COMMON = frozenset("extra hint sources sureness image audio".split())
# Filled in from the project, see note_type.py.
SETTINGS = frozenset({"kind", "language", "direction", "footer", "report"})
_COMMON = BUILT_IN / "common"


@dataclass(frozen=True, slots=True)
class CommonFields:
    """The fields around a kind's own, and the words for how sure we are."""

    first: tuple[Field, ...]
    last: tuple[Field, ...]
    sureness: AnyMapping[str, str]


@cache
def common_fields() -> CommonFields:
    """Read `common/fields.yaml`."""
    node = _built_in("common/fields.yaml")
    around = [tuple(_common_field(entry) for entry in node.entries[part].items) for part in ("first", "last")]
    words = {key: value.value for key, value in node.entries["sureness"].entries.items()}
    return CommonFields(around[0], around[1], words)


def _common_field(entry: Any) -> Field:
    said = {name: value.value for name, value in entry.entries.items()}
    return Field(said["id"], said["name"], about=said["about"])


def _built_in(path: str) -> Any:
    source = read_source(BUILT_IN, path, [])
    return None if source is None else parse(source)[0]


def note_fields(kind: Kind) -> tuple[Field, ...]:
    """List all fields of a kind's note type, in Anki's order."""
    common = common_fields()
    return (*common.first, *kind.fields, *common.last) if kind.common else kind.fields


def expand(template: str) -> str:
    """Put the common pieces in place of `[[name]]`; the project's settings stay for later."""
    return PARTIAL.sub(lambda match: _partial(match[1]) or match[0], template).strip()


@cache
def _partial(name: str) -> str:
    path = _COMMON / f"{name}.html"
    return path.read_text(encoding="utf-8").strip() if name not in SETTINGS and path.is_file() else ""


def common_style() -> str:
    """Read the style that every kind begins with: the card's parts, then what Markdown makes of text."""
    return "\n".join((_COMMON / name).read_text(encoding="utf-8") for name in ("style.css", "text.css"))
