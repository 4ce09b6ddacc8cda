"""A shape as JSON Schema: what an editor can check, complete and explain of one value. Does not know any one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from ankibuilder.shape import NEVER, Key, Shape

Json: TypeAlias = dict[str, Any]

# Every scalar is text to us, but an editor reads `12` and `true` as a number and a flag: where a form has room for
# words such as these, they must not be called wrong.
_OTHERWISE_READ = {"number": ("1", "1.5"), "boolean": ("true", "false")}


def describe(shape: Shape) -> Json:
    """Say what must hold for a value of a shape."""
    form = _FORMS[shape.name](shape)
    return {**form, "examples": list(shape.examples)} if shape.examples else form


def describe_keys(keys: Iterable[Key]) -> Json:
    """Say what must hold for a mapping that knows these names and no others.

    A strange name comes before one that is missing, as validators tell the first: it is most likely the same slip.
    """
    known = tuple(key for key in keys if key.shape.name != NEVER)
    return {
        "type": "object",
        "properties": {key.name: describe_key(key) for key in known},
        "additionalProperties": False,
        "required": [key.name for key in known if key.required],
    }


def describe_key(key: Key) -> Json:
    """Say what must hold for the value behind a name, and what people are told of it."""
    said = {"description": key.about} if key.about else {}
    without = {} if key.default is None else {"default": key.default}
    return {**said, **without, **describe(key.shape)}


def _text(shape: Shape) -> Json:
    if shape.options is not None:
        return {"enum": list(shape.options)}
    form = re.compile(shape.pattern or ".*")
    others = [name for name, words in _OTHERWISE_READ.items() if any(map(form.fullmatch, words))]
    return {"type": ["string", *others], "pattern": _whole(shape.pattern) or r"\S", "maxLength": shape.longest}


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$" if pattern else ""


def _flag(shape: Shape) -> Json:
    """In quotes it is a string, and the same to us."""
    return {"type": ["boolean", "string"], "pattern": _whole("|".join(shape.options or ()))}


def _number(shape: Shape) -> Json:
    return {
        "type": ["integer", "string"],
        "minimum": shape.least,
        "maximum": shape.most,
        "pattern": _whole(shape.pattern),
    }


def _list(shape: Shape) -> Json:
    least = {} if shape.may_be_empty else {"minItems": 1}
    if shape.of is None:
        return {"type": "array", **least}
    once = {} if shape.of.keys else {"uniqueItems": True}
    return {"type": "array", **least, **once, "items": describe(shape.of)}


_FORMS: dict[str, Callable[[Shape], Json]] = {
    "text": _text,
    "id": _text,
    "date": _text,
    "choice": _text,
    "flag": _flag,
    "whole number": _number,
    "list": _list,
    "record": lambda shape: describe_keys(shape.keys),
    "value": lambda _: {},
}
