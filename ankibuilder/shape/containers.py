"""Shapes of lists and of mappings with known names. Does not know what the names mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping as AnyMapping, Set as AbstractSet
from typing import Any

from ankibuilder.diagnostics import Diagnostic, Edit, error
from ankibuilder.parse import Mapping, Node, Sequence
from ankibuilder.shape.base import FILL, NEVER, Key, Record, Report, Shape, example, flooded, short, wrong_type
from ankibuilder.source import Span, Text
from ankibuilder.suggest import closest, did_you_mean, misspelt
from ankibuilder.syntax import ODD_DASHES

_MOST_STRANGE = 100
_IDS = re.compile(r"[\w-]+(?: *, *[\w-]+)*")


def listing(of: Shape, may_be_empty: bool = True, what: str = "") -> Shape:
    """A list, each item of one shape; items that do not fit are left out after they were reported.

    `what` says what its items are to people, where that is more than their shape tells.
    """
    expected = f"a list of {of.name}s" if of.name in ("text", "id") else "a list"
    read_item = of.read

    def read(node: Node, report: Report) -> tuple[Any, ...] | None:
        if type(node) is Sequence and not node.items and not may_be_empty:
            span = Span(node.source, node.start, node.start + 1)
            report.append(error("empty-field", span, "expected a list, found nothing", FILL))
        elif type(node) is Sequence:
            values = _items(node.items, read_item, report)
            return tuple(values) if len(values) < 2 else _each_once(values, report)
        elif type(node) is Text and not node.value:
            report.append(error("empty-field", node.span, "expected a list, found nothing", FILL))
        else:
            report.append(wrong_type(node, expected, _as_list(node, of, what)))
        return None

    return Shape("list", read, of=of, may_be_empty=may_be_empty)


def _items(items: list[Node], read_item: Callable[[Node, Report], Any], report: Report) -> list[Any]:
    values, before = [], len(report)
    for item in items:
        if len(report) > before and flooded(report, before, item):
            break
        if (value := read_item(item, report)) is not None:
            values.append(value)
    return values


def _as_list(node: Node, of: Shape, what: str) -> str:
    """Say how a list is written, with what stands there where that can only be its items."""
    if (first := node.source.text[node.start : node.start + 1]) in ODD_DASHES:
        return f"an entry begins with `-`, not with `{first}`: type a plain hyphen and a space"
    if of.keys:
        return f"begin each entry with `- `, as in `- {example(of.keys)}`"
    if type(node) is not Text:
        return ""
    words = node.value.strip("()[] ")
    if what and not _IDS.fullmatch(words):
        return f"write {what} in brackets, as in `[…, …]`"
    return f"put it in brackets: `[{short(words)}]`"


def _each_once(values: list[Any], report: Report) -> tuple[Any, ...]:
    first: dict[Any, Any] = {}
    for value in values:
        if isinstance(value, Text) and first.setdefault(value.value, value) is not value:
            message = f"`{short(value.value)}` is listed twice"
            report.append(error("invalid-value", value.span, message, "keep one of them"))
    return tuple(values if not first else first.values())


def record(keys: Iterable[Key], what: str = "entry") -> Shape:
    """A mapping with known names."""
    known = {key.name: key for key in keys}
    required = frozenset(name for name, key in known.items() if key.required)
    shown = tuple(known.values())

    def read(node: Node, report: Report) -> Record | None:
        if type(node) is Mapping:
            return read_record(node, known, report, what, required)
        report.append(wrong_type(node, f"{what}: lines of `name: value`", f"for example `{example(shown)}`"))
        return None

    return Shape("record", read, keys=shown)


def read_record(
    node: Mapping,
    known: AnyMapping[str, Key],
    report: Report,
    what: str,
    required: AbstractSet[str] | None = None,
    passing: Collection[str] = (),
) -> Record:
    """Read a mapping's values; unknown names are reported at the name, missing ones where the mapping starts.

    `required` spares working out which names are; names in `passing` are neither read nor unknown.
    """
    values: dict[str, Any] = {}
    strange: list[str] = []
    for name, value in node.entries.items():
        if (key := known.get(name)) is not None:
            values[name] = key.shape.read(value, report)
        elif name not in passing:
            strange.append(name)
    if required is None:
        required = {name for name, key in known.items() if key.required}
    if strange or not required <= node.entries.keys():
        lacking = [name for name in known if name in required and name not in node.entries]
        report.extend(_wrong_names(node, known, what, strange, lacking))
    return Record(values, node)


def _wrong_names(
    node: Mapping, known: AnyMapping[str, Key], what: str, strange: list[str], lacking: list[str]
) -> Iterator[Diagnostic]:
    known = {name: key for name, key in known.items() if key.shape.name != NEVER}
    # One strange name and one that lacks: most likely the same slip.
    only = lacking[0] if len(lacking) == len(strange) == 1 else None
    if len(strange) > _MOST_STRANGE:
        message = f"{what} has none of these {len(strange) - _MOST_STRANGE:,} fields either"
        yield error("unknown-field", node.name(strange[_MOST_STRANGE]).span, message, "mend those before it first")
    meant = {name: _meant(name, node, known, only) for name in strange[:_MOST_STRANGE]}
    wanted = [near for near, _ in meant.values()]
    for name, (near, hint) in meant.items():
        key, value = node.name(name), node.entries[name]
        edit = _renamed(key, value, near, known) if wanted.count(near) == 1 else None
        yield error("unknown-field", key.span, f"{what} has no field `{short(name)}`", hint, edit)
    for name in lacking:
        if name not in wanted:
            start = Span(node.source, node.start, node.start + 1)
            yield error("missing-field", start, f"{what} has no `{name}`", _add(known[name], node))


_FEW = 6


def _add(key: Key, node: Mapping) -> str:
    """Say how a missing name is added, and what may stand behind it where there are few choices."""
    value = "[…]" if key.shape.of and not key.shape.of.keys else "…"
    listed = ", ".join(f"`{option}`" for option in key.shape.options or ())
    one_of = f", one of {listed}" if 0 < len(key.shape.options or ()) <= _FEW else ""
    in_braces = node.source.text[node.start : node.start + 1] == "{"
    added = f"`{key.name}: {value}` inside the braces" if in_braces else f"a line `{key.name}: {value}`"
    return f"add {added}{one_of}"


def _meant(name: str, node: Mapping, known: AnyMapping[str, Key], only: str | None) -> tuple[str | None, str]:
    """Guess which name was meant: a required one that is missing is likelier than any other."""
    missing = [other for other in known if other not in node.entries]
    if (other := next((other for other in missing if name.casefold() in known[other].also), None)) is not None:
        return other, f"did you mean `{other}`?"
    required = [other for other in missing if known[other].required]
    near = closest(name, missing) or closest(name, required, 50) or only
    return near, f"did you mean `{near}`?" if near else did_you_mean(name, missing)


def _renamed(key: Text, value: Node, near: str | None, known: AnyMapping[str, Key]) -> Edit | None:
    """Give the edit that mends a misspelt name: only where no other can be meant, and what stands there fits it."""
    written = key.source.text[key.start : key.end]
    if near is None or misspelt(key.value, known) != near or known[near].shape.read(value, []) is None:
        return None
    plain = written in (key.value, f'"{key.value}"', f"'{key.value}'")  # no escapes, nothing folded
    return Edit(key.span, written.replace(key.value, near)) if plain else None
