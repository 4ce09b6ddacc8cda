"""Opens a project's YAML files one by one, keeping what is wrong and which ones could not be read.

Does not know what any of them means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.files import PROJECT_FILE, read_source
from ankibuilder.kept import Kept, each
from ankibuilder.model import Card
from ankibuilder.parse import Mapping, Node, Sequence, parse
from ankibuilder.shape import Key, Report
from ankibuilder.source import Source, Span, Text, whole
from ankibuilder.suggest import closest

VIEWS = "views"
Parsed: TypeAlias = tuple[Source, Node | None, list[Diagnostic]]
MOST_BEHIND = 400  # characters; an id is shorter


@dataclass(slots=True)
class Documents:
    """The findings so far; the files that stayed unread, and the ids of what did not load, as written or meant.

    What those might have named cannot be called unknown: one mistake gives one finding.
    """

    root: Path
    drafts: AnyMapping[str, bytes] = field(default_factory=dict)
    report: Report = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    seen: list[Text] = field(default_factory=list)
    meant: set[str] = field(default_factory=set)
    sources: list[Source] = field(default_factory=list)
    unnamed: list[Card] = field(default_factory=list)
    kept: Kept | None = None
    _parsed: Callable[[Source], Parsed] = field(init=False)

    def __post_init__(self) -> None:
        self._parsed = each(self.kept, "parsed", _parsed, key=lambda source: (source.path, source.text))

    def views(self, found: tuple[str, ...]) -> tuple[str, ...] | None:
        """Give the project's views; None where nobody knows which there are: unread, or perhaps under another name."""
        unsure = not found and any(d.span.source.path == PROJECT_FILE for d in self.report)
        return None if unsure or self.unread & {PROJECT_FILE, VIEWS} else found

    def mapping(self, path: str, what: str) -> Mapping | None:
        """Open a file that must hold `name: value` lines."""
        source = self.source(path)
        return None if source is None else self.mapping_in(source, what)

    def mapping_in(self, source: Source, what: str) -> Mapping | None:
        """Read a file that was opened, and must hold `name: value` lines."""
        node = self._node(source, f"expected a {what}: lines of `name: value`", Mapping)
        return node if type(node) is Mapping else None

    def sequence(self, path: str, what: str) -> Sequence | None:
        """Open a file that must hold a list; an absent file is an empty list."""
        if not (self.root / path).exists() and not (self.root / path).is_symlink():
            return None
        source = self.source(path)
        node = source and self._node(source, f"expected a list of {what}: entries that begin with `- `", Sequence)
        return node if type(node) is Sequence else None

    def source(self, path: str) -> Source | None:
        """Open a file, and remember where that cannot be done."""
        source = read_source(self.root, path, self.report, self.drafts)
        if source is None:
            self.unread.add(path)
        return source

    def _node(self, source: Source, expected: str, wanted: type) -> Node | None:
        before = len(self.report)
        source, node, found = self._parsed(source)
        self.sources.append(source)
        self.report.extend(found)
        self.meant.update(_behind(doubled.span) for doubled in found if doubled.rule == "duplicate-key")
        if type(node) is not wanted:
            if len(self.report) == before:
                rule = "empty-field" if node is None else "wrong-type"
                self.report.append(error(rule, whole(source), f"{expected}; found {_found(node)}"))
            self.unread.add(source.path)
            return None
        return node

    def apart(self) -> Documents:
        """Give new ones for reading a single file, which know of these only what a card's kind depends on."""
        return Documents(self.root, unread={path for path in self.unread if path.startswith("kinds/")})

    def has_nothing(self) -> bool:
        """Tell whether reading left nothing to tell or to remember."""
        return not (self.report or self.unread or self.seen or self.meant or self.unnamed)

    def join(self, others: Documents) -> None:
        """Add what was found apart."""
        self.report.extend(others.report)
        self.unread |= others.unread
        self.seen.extend(others.seen)
        self.meant |= others.meant
        self.unnamed.extend(others.unnamed)


def _parsed(source: Source) -> Parsed:
    return (source, *parse(source))


def _behind(name: Span) -> str:
    """What stands behind a doubled name is read by nobody, and may be the id of an entry whose dash is forgotten."""
    end = min(name.source.bounds(name.line)[1], name.end + MOST_BEHIND)
    return name.source.text[name.start : end].partition(":")[2].strip()


def _found(node: Node | None) -> str:
    if node is None:
        return "nothing"
    return "a list" if type(node) is Sequence else "a mapping" if type(node) is Mapping else "text"


def unread(node: Mapping, known: AnyMapping[str, Key], values: AnyMapping[str, Any]) -> frozenset[str]:
    """Name what an error is told of: it stands there and could not be read, under a misspelt name perhaps, or lacks."""
    lacking = [name for name in known if not values.get(name)]
    misspelt = {closest(name, lacking) for name in node.entries if name not in known}
    wrong = {name for name in lacking if known[name].required or _stands(node.entries.get(name))}
    return frozenset(wrong | {name for name in misspelt if name})


def _stands(node: Node | None) -> bool:
    return node is not None and not (type(node) is Sequence and not node.items)
