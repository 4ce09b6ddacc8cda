"""YAML text to nodes that know their place: no tag ever builds an object, and every scalar stays what was typed.

Tries the quick way first; what is not plain there is read again with care. Knows YAML and its limits here; does not
know cards.
"""

from __future__ import annotations

from ankibuilder.diagnostics import Diagnostic
from ankibuilder.parse.careful import careful
from ankibuilder.parse.nodes import Mapping, Node, Sequence, comment_behind
from ankibuilder.parse.quick import quick
from ankibuilder.source import Source

__all__ = ["Mapping", "Node", "Sequence", "comment_behind", "parse", "quick"]


def parse(source: Source) -> tuple[Node | None, list[Diagnostic]]:
    """Read one document; None where it is empty or where reading had to stop (then a finding says why)."""
    node = quick(source)
    return (node, []) if node is not None else careful(source)
