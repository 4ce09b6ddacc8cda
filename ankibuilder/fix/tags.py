"""Tags of a card in the order of their letters; notes have them sorted anyhow, so none changes.

Does not know any other list: in those, order means something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ankibuilder.diagnostics import Edit
from ankibuilder.parse import Mapping, Node, Sequence
from ankibuilder.source import Source, Span, Text


def tag_lists(node: Node | None) -> Iterator[tuple[Text, Sequence]]:
    """Yield the tags of each card of a module, with the name they stand behind."""
    cards = node.entries.get("cards") if isinstance(node, Mapping) else None
    for card in cards.items if isinstance(cards, Sequence) else ():
        tags = card.entries.get("tags") if isinstance(card, Mapping) else None
        if isinstance(card, Mapping) and isinstance(tags, Sequence):
            yield card.name("tags"), tags


def tag_edits(source: Source, node: Node | None) -> list[Edit]:
    """Sort the tags of every card."""
    edits = (_sorted(source, key, tags) for key, tags in tag_lists(node))
    return [edit for edit in edits if edit]


def _sorted(source: Source, key: Text, tags: Sequence) -> Edit | None:
    """Put each tag where it belongs, written as it is; commas, dashes and layout stay where they are."""
    items = [item for item in tags.items if isinstance(item, Text) and item.end > item.start]
    if not items or len(items) < len(tags.items) or any("\n" in source.text[item.start : item.end] for item in items):
        return None
    in_brackets = source.text[tags.start] == "["
    slots = [Span(source, item.start, item.end if in_brackets else _line_end(source, item)) for item in items]
    order = sorted(range(len(items)), key=lambda at: items[at].value)
    if order == sorted(order) or not (_closed if in_brackets else _open)(source, key, tags, slots):
        return None
    between = [source.text[slot.end : following.start] for slot, following in pairwise(slots)]
    written = [source.text[slots[at].start : slots[at].end] for at in order]
    text = "".join(part + gap for part, gap in zip(written, [*between, ""], strict=True))
    return Edit(Span(source, slots[0].start, slots[-1].end), text)


def _line_end(source: Source, item: Text) -> int:
    """Find where an item's line ends; a comment behind the item goes with it."""
    line = source.line(source.line_of(item.start))
    return source.line_starts[source.line_of(item.start) - 1] + len(line.rstrip(" \t"))


def _closed(source: Source, _: Text, tags: Sequence, slots: list[Span]) -> bool:
    """Tell whether no comment stands in the brackets, or behind them where it could be about their last line alone."""
    close = source.text.find("]", slots[-1].end)
    several_lines = "\n" in source.text[tags.start : close]
    behind = source.line(source.line_of(close)) if several_lines else ""
    ends = [tags.start, *(slot.end for slot in slots)]
    starts = [*(slot.start for slot in slots), close]
    return "#" not in behind and not _comment_between(source, ends, starts)


def _open(source: Source, key: Text, tags: Sequence, slots: list[Span]) -> bool:
    """Tell whether no comment has a line of its own; it may be about the item below, or the one above."""
    ends = [source.text.find("\n", key.end), *(slot.end for slot in slots[:-1])]
    below = re.compile(r"\r?\n( *)#").match(source.text, slots[-1].end)
    belongs = below is not None and len(below[1]) >= tags.span.column - 1
    return not belongs and not _comment_between(source, ends, [slot.start for slot in slots])


def _comment_between(source: Source, ends: list[int], starts: list[int]) -> bool:
    return any("#" in source.text[end:start] for end, start in zip(ends, starts, strict=True))
