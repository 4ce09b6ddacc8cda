"""YAML text to nodes by libyaml's own composer: much faster than event by event, for text without anything unusual.

Whatever is wrong or strange it leaves to `careful.py`, which says what and where. Does not know cards, nor findings.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from ankibuilder.decode import HIDDEN
from ankibuilder.parse.limits import MOST_DEPTH, MOST_NODES
from ankibuilder.parse.nodes import Mapping, Node, Sequence, nothing_after
from ankibuilder.source import Source, Text

CParser: Any
try:
    from yaml._yaml import CParser
except ImportError:
    CParser = None

# Anchors, tags and directives, where one could stand; an alias without an anchor is an error to the composer itself.
_DEVICES = {
    "&": re.compile(r"&(?<![^\s\[{,:]&)\S"),
    "!": re.compile(r"!(?<![^\s\[{,:]!)"),
    "%": re.compile(r"%(?<![^\n]%)"),
}
_ScalarNode, _MappingNode = yaml.ScalarNode, yaml.MappingNode
_new = tuple.__new__  # a NamedTuple's own constructor takes twice as long


# libyaml's composer calls itself, so 25,000 nested lists would end the whole process. Depth has to come from somewhere:
# from brackets, from indentation, or from several signs in a row that each begin a list or a name.
_MOST_BRACKETS, _FAR_IN = 2_000, " " * 100
_SEVERAL = re.compile(r"-[ \t]+[-?][ \t]+[-?][ \t]|\?[ \t]+[-?][ \t]+[-?][ \t]")


class _Unusual(Exception):
    """Something that needs a careful look."""


def quick(source: Source) -> Node | None:
    """Read one document; None where nobody can say without a careful look, and where it is empty."""
    if CParser is None or len(source.text) > MOST_NODES or _may_be_deep(source.text) or _has_devices(source.text):
        return None
    try:
        root = _Composer(source.text).get_single_node()
        return None if root is None else _node(root, source, MOST_DEPTH, "\\" in source.text)
    except (yaml.YAMLError, _Unusual):
        return None


def _may_be_deep(text: str) -> bool:
    brackets = text.count("[") + text.count("{")
    return brackets > _MOST_BRACKETS or _FAR_IN in text or _SEVERAL.search(text) is not None


def _has_devices(text: str) -> bool:
    return any(sign in text and device.search(text) for sign, device in _DEVICES.items())


if CParser is not None:

    class _Composer(CParser):  # type: ignore[misc]
        """libyaml's composer without Python's part in it: no tag is resolved."""

        # `format` takes whatever it is given, and answers with nothing.
        resolve = descend_resolver = ascend_resolver = staticmethod("".format)


def _node(node: Any, source: Source, depth: int, escapes: bool) -> Node:
    kind = node.__class__
    if not depth or (escapes and _hides(node)):
        raise _Unusual
    if kind is _ScalarNode:
        return _new(Text, (node.value, source, node.start_mark.index, node.end_mark.index))
    start = node.start_mark.index
    if kind is _MappingNode:
        return _mapping(node.value, source, start, depth, escapes)
    items = [_node(item, source, depth - 1, escapes) for item in node.value]
    return _new(Sequence, (items, source, start, start + 1))


def _hides(node: Any) -> bool:
    """Tell whether an escape in quotes stands for a character that nobody can see."""
    return node.__class__ is _ScalarNode and node.style == '"' and HIDDEN.search(node.value) is not None


def _mapping(pairs: list[tuple[Any, Any]], source: Source, at: int, depth: int, escapes: bool) -> Mapping:
    entries: dict[str, Node] = {}
    starts: list[int] = []
    for key, value in pairs:
        name, start = key.value, key.start_mark.index
        if key.__class__ is not _ScalarNode or name[:1].isspace() or (escapes and _hides(key)):
            raise _Unusual
        if value.__class__ is not _ScalarNode:
            entries[name] = _node(value, source, depth - 1, escapes)
        elif escapes and _hides(value):
            raise _Unusual
        else:
            begin, end = value.start_mark.index, value.end_mark.index
            there = end > begin
            entries[name] = (
                _new(Text, (value.value, source, begin, end)) if there else nothing_after(source, start, name)
            )
        starts.append(start)
    if len(entries) < len(starts):  # a name that is given twice
        raise _Unusual
    return _new(Mapping, (entries, starts, source, at, at + 1))
