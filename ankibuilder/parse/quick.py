"""YAML text to nodes by libyaml's own composer: much faster than event by event, for text without anything unusual.

Whatever is wrong or strange it leaves to `careful.py`, which says what and where. Does not know cards, nor findings.
"""

from __future__ import annotations

import operator
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
    "&": re.compile(r"&(?<![^\s\[{,:?]&)\S"),
    "!": re.compile(r"!(?<![^\s\[{,:?]!)"),
    "%": re.compile(r"%(?<![^\n]%)"),
}
_ScalarNode, _MappingNode = yaml.ScalarNode, yaml.MappingNode
_new = tuple.__new__  # a NamedTuple's own constructor takes twice as long


# libyaml's composer calls itself, so 25,000 nested lists would end the whole process. Depth has to come from somewhere:
# from brackets, from indentation, or from several signs in a row that each begin a list or a name.
_MOST_BRACKETS, _FAR_IN = 2_000, " " * 100
# Two patterns, as one that begins with a letter of its own is searched for ten times as fast.
_SEVERAL = [re.compile(rf"{sign}[ \t]+[-?][ \t]+[-?][ \t]") for sign in (r"-", r"\?")]


class _Unusual(Exception):
    """Something that needs a careful look."""


def quick(source: Source) -> Node | None:
    """Read one document; None where nobody can say without a careful look, and where it is empty."""
    if CParser is None or len(source.text) > MOST_NODES or _may_be_deep(source.text) or _has_devices(source.text):
        return None
    try:
        root = _Composer(source.text).get_single_node()
        if root is None:
            return None
        node = _node(root, source, MOST_DEPTH - 1)
        return node if _is_plain(source.text) or not _is_strange(root) else None
    except (yaml.YAMLError, _Unusual):
        return None


def _may_be_deep(text: str) -> bool:
    brackets = text.count("[") + text.count("{")
    return brackets > _MOST_BRACKETS or _FAR_IN in text or any(run.search(text) for run in _SEVERAL)


def _has_devices(text: str) -> bool:
    return any(sign in text and device.search(text) for sign, device in _DEVICES.items())


if CParser is not None:

    class _Composer(CParser):  # type: ignore[misc]
        """libyaml's composer without Python's part in it: no tag is resolved."""

        # Called for each of a million nodes: built-in functions that take as many arguments and cost the least.
        resolve = staticmethod("".format)
        descend_resolver = staticmethod(operator.is_)
        ascend_resolver = staticmethod(bool)


def _is_plain(text: str) -> bool:
    return text.isascii() and "\\" not in text


def _is_strange(node: Any) -> bool:
    """Tell whether an escape stands for a character that nobody can see, or a name begins with an odd space."""
    if node.__class__ is _ScalarNode:
        return node.style == '"' and HIDDEN.search(node.value) is not None
    if node.__class__ is _MappingNode:
        names = (key for key, _ in node.value if not key.style)
        parts = (part for pair in node.value for part in pair)
        return any(name.value[:1].isspace() for name in names) or any(map(_is_strange, parts))
    return any(map(_is_strange, node.value))


def _node(node: Any, source: Source, depth: int) -> Node:
    if node.__class__ is _ScalarNode:
        return _new(Text, (node.value, source, node.start_mark.index, node.end_mark.index))
    if not depth:
        raise _Unusual
    start = node.start_mark.index
    if node.__class__ is _MappingNode:
        return _mapping(node.value, source, start, depth - 1)
    items = [_node(item, source, depth - 1) for item in node.value]
    return _new(Sequence, (items, source, start, start + 1))


def _mapping(pairs: list[tuple[Any, Any]], source: Source, at: int, depth: int) -> Mapping:
    entries: dict[str, Node] = {}
    starts: list[int] = []
    for key, value in pairs:
        if key.__class__ is not _ScalarNode:
            raise _Unusual
        name, start = key.value, key.start_mark.index
        starts.append(start)
        if value.__class__ is not _ScalarNode:
            entries[name] = _node(value, source, depth)
            continue
        begin, end = value.start_mark.index, value.end_mark.index
        there = end > begin
        entries[name] = _new(Text, (value.value, source, begin, end)) if there else nothing_after(source, start, name)
    if len(entries) < len(starts):  # a name that is given twice
        raise _Unusual
    return _new(Mapping, (entries, starts, source, at, at + 1))
