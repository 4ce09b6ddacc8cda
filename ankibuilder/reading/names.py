"""The names that fields have had, in several packages of one deck. Does not know which of them a learner has."""

from __future__ import annotations

from collections.abc import Iterable

from ankibuilder.reading.values import Package


def field_names(packages: Iterable[Package]) -> dict[int, list[str]]:
    """Give every name by the field's id, each once, in the order of the packages."""
    found: dict[int, list[str]] = {}
    for package in packages:
        for note_type in package.note_types.values():
            for field in note_type.fields:
                if field.id is not None and field.name not in found.setdefault(field.id, []):
                    found[field.id].append(field.name)
    return found
