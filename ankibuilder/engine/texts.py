"""Text files with changed notes, imported as *File › Import* does, and what they name.

Does not know who wrote them, nor the package that comes after them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anki.collection import Collection

_TAGS = "#tags:"


def import_text(opened: Collection, path: Path) -> None:
    """Import a text file by what its head says."""
    from anki.import_export_pb2 import ImportCsvRequest

    metadata = opened.get_csv_metadata(path=str(path), delimiter=None)
    opened.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))


def named(paths: Iterable[Path]) -> dict[str, frozenset[str]]:
    """Give the GUID of every note in these files, with the tags that its file adds."""
    found: dict[str, frozenset[str]] = {}
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        head = list(takewhile(lambda line: line.startswith("#"), lines))
        tags = frozenset(tag for line in head if line.startswith(_TAGS) for tag in line[len(_TAGS) :].split())
        rows = csv.reader(lines[len(head) :], delimiter="\t")
        found |= {row[0]: tags for row in rows}
    return found
