"""A file as it would be: its text with edits made, kept only where the result reads as it must.

Does not know what an edit is for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence as AnySequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from ankibuilder.decode import decode
from ankibuilder.diagnostics import Diagnostic, Edit
from ankibuilder.files import MOST_BYTES, read_bytes
from ankibuilder.parse import Mapping, Node, Sequence, parse
from ankibuilder.source import Source, Text

_MARK = b"\xef\xbb\xbf"  # the byte-order mark, which some editors write

Same: TypeAlias = Callable[[Node | None, Node | None], bool]
Value: TypeAlias = "str | list[Value] | list[tuple[str, Value]] | None"


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read (`before`), its text so far, and how many edits of each sort made it so."""

    path: str
    before: bytes
    source: Source
    edits: dict[str, int] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        """The bytes to write."""
        mark = _MARK if self.before.startswith(_MARK) else b""
        return mark + self.source.text.encode("utf-8")


def opened(root: Path, path: str) -> Draft | Diagnostic | None:
    """Open a file, or say why it is left alone: nobody knows what broken YAML was to be. None: nothing is there."""
    report: list[Diagnostic] = []
    raw = read_bytes(root, path, MOST_BYTES, report)
    if raw is None:
        return report[0] if report else None
    source, found = decode(path, raw)
    incurable = [fault for fault in found if fault.edit is None] or parse(source)[1]
    return incurable[0] if incurable else Draft(path, raw, source)


def changed(draft: Draft, what: str, edits: AnySequence[Edit], same: Same) -> Draft:
    """Make edits of one sort, all or none: none where the file would then say anything else than it may."""
    if not edits:
        return draft
    source = Source(draft.path, _spliced(draft.source.text, edits))
    node, found = parse(source)
    if found or not same(parse(draft.source)[0], node):
        return draft
    return replace(draft, source=source, edits=draft.edits | {what: draft.edits.get(what, 0) + len(edits)})


def _spliced(text: str, edits: Iterable[Edit]) -> str:
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join((*pieces, text[at:]))


def same(
    old: Callable[[Text], str] = lambda text: text.value,
    unordered: Callable[[Node | None], Iterable[tuple[Text, Sequence]]] = lambda node: (),
) -> Same:
    """Tell whether two readings have the same values: `old` says what became of a text, some lists may be reordered."""

    def alike(before: Node | None, after: Node | None) -> bool:
        loose, still_loose = ({tags.start for _, tags in unordered(node)} for node in (before, after))
        return _value(before, old, loose) == _value(after, lambda text: text.value, still_loose)

    return alike


def _value(node: Node | None, read: Callable[[Text], str], loose: Collection[int]) -> Value:
    """Give a node as plain values, names in the order written."""
    if isinstance(node, Mapping):
        return [(read(node.name(name)), _value(value, read, loose)) for name, value in node.entries.items()]
    if isinstance(node, Sequence):
        items = [_value(item, read, loose) for item in node.items]
        return sorted(items, key=repr) if node.start in loose else items
    return None if node is None else read(node)
