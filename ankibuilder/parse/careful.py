"""YAML text to nodes event by event, and what is wrong with it: doubled names, devices not used here, limits.

Does not know cards, nor that there is a quicker way.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from ankibuilder.decode import HIDDEN, hidden_character, hidden_in
from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.parse.limits import MOST_CHARACTERS, MOST_DEPTH, MOST_MISTAKES, MOST_NODES
from ankibuilder.parse.nodes import Mapping, Node, Sequence, nothing_after
from ankibuilder.source import Source, Span, Text, whole
from ankibuilder.syntax import plain_words

EventParser: Any
try:
    from yaml._yaml import CParser as EventParser
except ImportError:
    # libyaml is missing: the same events from Python, fifteen times slower, and with no bare `?` inside braces.
    from yaml import SafeLoader as EventParser


_WRITTEN = re.compile(r"\S{0,41}")


class _Stop(Exception):
    """What is wrong is too grave to read on."""


def careful(source: Source) -> tuple[Node | None, list[Diagnostic]]:
    """Read one document; None where it is empty or where reading had to stop (then a finding says why)."""
    found: list[Diagnostic] = []
    if len(source.text) > MOST_CHARACTERS:
        message = f"this file has {len(source.text):,} characters; the most is {MOST_CHARACTERS:,}"
        return None, [error("too-complex", whole(source), message, "split it into several modules")]
    try:
        return _compose(source, found), found
    except _Stop:
        return None, found
    except yaml.YAMLError as fault:
        told = plain_words(source, fault)
        # libyaml from 0.2.6 on has a limit of its own, and meets it before we see what is inside.
        too_deep = str(getattr(fault, "problem", "")).startswith("exceeded maximum nesting depth")
        return None, [*found, _too_deep(told.span) if too_deep else told]


def _compose(source: Source, found: list[Diagnostic]) -> Node | None:
    """Turn events into nodes."""
    events: Any = EventParser(source.text)
    tree = _Tree(source, found)
    while True:
        event = events.get_event()
        kind = type(event)
        if kind is yaml.ScalarEvent:
            tree.add(Text(event.value, source, event.start_mark.index, event.end_mark.index), event)
        elif kind is yaml.MappingStartEvent:
            tree.open(Mapping({}, [], source, event.start_mark.index, event.start_mark.index + 1), event)
        elif kind is yaml.SequenceStartEvent:
            tree.open(Sequence([], source, event.start_mark.index, event.start_mark.index + 1), event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            tree.close()
        elif kind is yaml.AliasEvent:
            found.append(_alias(source, event))
            raise _Stop
        elif kind is yaml.DocumentStartEvent:
            tree.begin_document(event)
        elif kind is yaml.StreamEndEvent:
            return tree.root


class _Tree:
    """The nodes so far, with a stack of our own for those still open: no input can exhaust Python's."""

    def __init__(self, source: Source, found: list[Diagnostic]) -> None:
        self.source = source
        self.found = found
        self.root: Node | None = None
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[Text | None] = []
        self.run_together: list[Mapping] = []
        self.nodes = 0
        self.documents = 0

    def add(self, node: Node, event: Any) -> None:
        """Put a node where it belongs: at the root, into a list, or as a name or a value into a mapping."""
        self.nodes += 1
        if event.anchor is not None or event.tag is not None:
            self.found.append(_decorated(self.source, event))
        if len(self.found) > MOST_MISTAKES:
            self.found.append(_too_many_mistakes(node.span))
            raise _Stop
        if self.nodes > MOST_NODES or len(self.stack) >= MOST_DEPTH:
            self.found.append(_too_much(node.span, self.nodes))
            raise _Stop
        if type(node) is Text and event.style == '"' and HIDDEN.search(node.value):
            self.found.extend(hidden_character(node.span, c) for _, c in list(hidden_in(node.value))[:1])
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        else:
            self._into(parent, node)

    def _into(self, parent: Mapping, node: Node) -> None:
        key = self.keys[-1]
        if key is not None:
            if node.start == node.end and type(node) is Text:
                node = nothing_after(key.source, key.start, key.value)
            if key.value not in parent.entries:
                parent.entries[key.value] = node
                parent.starts.append(key.start)
            self.keys[-1] = None
        elif type(node) is Text:
            self.keys[-1] = node
            if node.value[:1].isspace() and self.source.text[node.start] == node.value[0]:
                self.found.append(_strange_space(node))
                raise _Stop
            if node.value in parent.entries:
                self._double(parent, node)
        else:
            self.found.append(_no_key(node.span))
            raise _Stop

    def _double(self, parent: Mapping, key: Text) -> None:
        """Report a doubled name; where the first name of an entry comes again a dash is missing, and that is all."""
        if any(parent is other for other in self.run_together):
            return
        first = next(iter(parent.entries))
        self.found.append(_doubled(parent, key, new_entry=key.value == first and len(parent.entries) > 1))
        if key.value == first and len(parent.entries) > 1:
            self.run_together.append(parent)

    def open(self, node: Mapping | Sequence, event: Any) -> None:
        """Add a node that others go into until it is closed."""
        self.add(node, event)
        self.stack.append(node)
        self.keys.append(None)

    def close(self) -> None:
        """Leave the innermost open node."""
        self.stack.pop()
        self.keys.pop()

    def begin_document(self, event: Any) -> None:
        """Refuse a second document, and directives."""
        self.documents += 1
        if self.documents > 1 or event.version or event.tags:
            self.found.append(_document(self.source, event, self.documents))
            raise _Stop


def _doubled(parent: Mapping, key: Text, new_entry: bool) -> Diagnostic:
    first = parent.name(key.value).span
    message = f"`{key.value}` is given twice here; the first is on line {first.line}"
    hint = "keep one of the two"
    if new_entry:
        hint += f"; if a new entry begins here, write `- {key.value}: …`"
    return error("duplicate-key", key.span, message, hint)


def _strange_space(key: Text) -> Diagnostic:
    message = f"a space that is none to YAML (U+{ord(key.value[0]):04X})"
    hint = "delete it and type spaces with the space bar"
    return error("yaml-syntax", Span(key.source, key.start, key.start + 1), message, hint)


def _no_key(span: Span) -> Diagnostic:
    sign = span.source.text[span.start : span.start + 1]
    hint = f"text that begins with `{sign}` must be in quotes" if sign in "[{" else "put the text in quotes"
    return error("too-complex", span, "a name before `:` must be plain text", hint)


def _alias(source: Source, event: Any) -> Diagnostic:
    span = Span(source, event.start_mark.index, event.end_mark.index)
    message = f"`*{event.anchor}` is a YAML alias, which is not used here"
    return error("too-complex", span, message, "text that begins with `*` must be in quotes")


def _decorated(source: Source, event: Any) -> Diagnostic:
    start = event.start_mark.index
    sign = source.text[start]
    what = "an anchor" if sign == "&" else "a tag"
    written = next(_WRITTEN.finditer(source.text, start))[0]
    span = Span(source, start, start + len(written))
    message = f"`{written}` is {what} to YAML, which is not used here"
    return error("too-complex", span, message, f"text that begins with `{sign}` must be in quotes")


def _document(source: Source, event: Any, documents: int) -> Diagnostic:
    span = Span(source, event.start_mark.index, event.end_mark.index)
    if documents > 1:
        return error(
            "yaml-syntax",
            span,
            "a second document begins here",
            "one file holds one: move what follows into a file of its own",
        )
    return error("too-complex", span, "a `%` line is a YAML directive, which is not used here", "remove the line")


def _too_much(span: Span, nodes: int) -> Diagnostic:
    if nodes > MOST_NODES:
        return error("too-complex", span, f"more than {MOST_NODES:,} values in one file", "split it into modules")
    return _too_deep(span)


def _too_many_mistakes(span: Span) -> Diagnostic:
    message = f"more than {MOST_MISTAKES:,} mistakes before this place; what follows was not read"
    return error("too-complex", span, message, "mend those first")


def _too_deep(span: Span) -> Diagnostic:
    return error("too-complex", span, f"lists and mappings nested more than {MOST_DEPTH} deep", "write it flatter")
