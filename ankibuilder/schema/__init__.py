"""JSON Schemas of a project's files, for editors: what the loader reads them by, in words that an editor understands.

Made of the declarations that the loader uses. Does not know where schemas are kept, nor which editor reads them.
"""

from __future__ import annotations

import json

from ankibuilder.kinds import KIND_KEYS
from ankibuilder.load.bibliography import OBJECTIVE_KEYS, REFERENCE_KEYS
from ankibuilder.load.card_keys import MODULE_KEYS, card_keys
from ankibuilder.load.decks import deck_keys
from ankibuilder.load.settings import project_keys
from ankibuilder.load.standard_keys import standard_keys
from ankibuilder.model import Kind, Project
from ankibuilder.schema.shapes import Json, describe, describe_key, describe_keys
from ankibuilder.shape import NEVER, Key, listing, record

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(project: Project) -> dict[str, Json]:
    """Describe each sort of file in a project; its settings and kinds are all that must have been read."""
    kinds = tuple(project.kinds)
    forms = {
        "card": _card_file(project),
        "deck": describe_keys(deck_keys(project.views, kinds)),
        "project": describe_keys(project_keys(kinds)),
        "kind": describe_keys(KIND_KEYS),
        "references": describe(listing(record(REFERENCE_KEYS))),
        "objectives": describe(listing(record(OBJECTIVE_KEYS))),
        "standard": describe_keys(standard_keys(project.kinds, project.views)),
    }
    return {name: {"$schema": _DIALECT, "title": _TITLES[name], **form} for name, form in forms.items()}


_TITLES = {
    "card": "A card file: a module and its cards",
    "deck": "A deck manifest",
    "project": "ankibuilder.yaml: what holds for the whole project",
    "kind": "A kind of card",
    "references": "The bibliography",
    "objectives": "What the deck must teach",
    "standard": "The standard: what a project asks of its cards",
}


def as_files(project: Project) -> dict[str, bytes]:
    """Give the files that hold the schemas, by name."""
    return {f"{name}.schema.json": as_text(schema).encode() for name, schema in schemas(project).items()}


def as_text(schema: Json) -> str:
    """Write JSON as people read it in a diff."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _card_file(project: Project) -> Json:
    form = describe_keys(MODULE_KEYS)
    form["properties"]["cards"]["items"] = _card(project)
    return form


def _card(project: Project) -> Json:
    """Describe a card: what all cards share, then a branch a kind, so that an editor names the fault in that branch.

    What is shared is described once: in a branch its names are let pass, and only the kind's own are described.
    """
    shared = card_keys(None, project.views, project.kinds)
    form = describe_keys(shared)
    # No word of JSON Schema, but one that editors show beside each choice.
    form["properties"]["kind"]["enumDescriptions"] = [kind.about for kind in project.kinds.values()]
    branches = [_branch(kind, project, shared) for kind in project.kinds.values()]
    return {
        "title": "A card",
        "type": form["type"],
        "properties": form["properties"],
        "allOf": [*branches, _no_kind(project, shared)],
        "required": form["required"],
    }


def _branch(kind: Kind, project: Project, shared: tuple[Key, ...]) -> Json:
    names = {key.name for key in shared}
    own = [key for key in card_keys(kind, project.views) if key.name not in names]
    return {
        "if": {"required": ["kind"], "properties": {"kind": {"const": kind.id}}},
        "then": {
            "title": kind.name,
            "properties": {**{key.name: describe_key(key) for key in own}, **dict.fromkeys(_names(shared), True)},
            "additionalProperties": False,
            "required": [key.name for key in own if key.required],
        },
    }


def _no_kind(project: Project, shared: tuple[Key, ...]) -> Json:
    """While nobody can tell whose fields they are, only what no kind has is wrong."""
    any_kind = [field.id for kind in project.kinds.values() for field in kind.fields]
    return {
        "if": {"required": ["kind"], "properties": {"kind": {"enum": list(project.kinds)}}},
        "else": {"properties": dict.fromkeys((*_names(shared), *any_kind), True), "additionalProperties": False},
    }


def _names(keys: tuple[Key, ...]) -> tuple[str, ...]:
    return tuple(key.name for key in keys if key.shape.name != NEVER)
