"""What a value must look like: a handful of shapes, each with how it is read and what it says when it does not fit.

Card, manifest, project, kind and reference files are declared with these. Does not know any of those files.
"""

from ankibuilder.shape.base import NEVER, Key, Record, Report, Shape, flooded
from ankibuilder.shape.containers import listing, read_record, record
from ankibuilder.shape.values import (
    IDENTIFIER,
    MOST_TEXT,
    choice,
    crowded,
    day,
    flag,
    identifier,
    name_of,
    never,
    pattern,
    slug,
    text,
    whole_number,
)

__all__ = [
    "IDENTIFIER", "MOST_TEXT", "NEVER", "Key", "Record", "Report", "Shape", "choice", "crowded", "day", "flag",
    "flooded", "identifier", "listing", "name_of", "never", "pattern", "read_record", "record", "slug", "text",
    "whole_number",
]  # fmt: skip
