"""In which column lines begin, and where they ought to. Does not know quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ankibuilder.source import Source
from ankibuilder.syntax.fault import Fault, Slip, sign

_NAME = re.compile(r"""(?:[\w-]+|"[^"]*"|'[^']*'):(?:\s|$)""")
_MOST_LINES = 10_000  # that are looked through above a place
_HEADER = re.compile(r"(?:: |- )([|>][-+0-9]{0,2})\s*(?:#.*)?$")


class Beginning(NamedTuple):
    """Where an entry's dash or a name stands first on a line, counted from 0."""

    column: int
    dash: bool


def beginnings(line: str) -> list[Beginning]:
    """Find the dashes that a line begins with, and the name behind them."""
    column = indent(line)
    found = []
    while (rest := line[column:]).startswith("- ") or rest == "-":
        found.append(Beginning(column, True))
        column += 1 + indent(rest[1:])
    return [*found, Beginning(column, False)] if _NAME.match(rest) else found


def indent(line: str) -> int:
    """Count the spaces that a line begins with."""
    return len(line) - len(line.lstrip(" "))


def above(source: Source, number: int) -> Iterator[Beginning]:
    """Yield where the entries and names begin that a line may stand below, the innermost first."""
    limit, least = 1_000_000, max(0, number - _MOST_LINES)
    while limit and (number := number - 1) > least:
        found = beginnings(source.line(number))
        if found and found[0].column <= limit:
            yield from (one for one in reversed(found) if one.column <= limit)
            limit = found[0].column


class Block(NamedTuple):
    """A text below `|` or `>`: the sign, and the column of its first line, counted from 0."""

    sign: str
    column: int


def block_above(source: Source, number: int) -> Block | None:
    """Find the text that a line might go on with, where that line is indented less; None where there is none."""
    own, first, least = indent(source.line(number)), 0, max(0, number - _MOST_LINES)
    while (number := number - 1) > least:
        line = source.line(number)
        if line.strip() and indent(line) <= own:
            header = _HEADER.search(line)
            return Block(header[1], first) if header and first else None
        first = indent(line) if line.strip() else first
    return None


def misplaced(fault: Fault) -> Slip | None:
    """A line that begins in no column of those above it."""
    if not fault.begins_a_line:
        return None
    own = indent(fault.line)
    mine = beginnings(fault.line)
    block = block_above(fault.source, fault.number)
    names = _nearest(fault, Beginning(own, False))
    if block and not mine:
        hint = f"begin each line of this text at column {block.column + 1}, like its first line"
        return _at(fault, own, f"the text above it begins at column {block.column + 1}", hint)
    if block and names and own not in names:
        hint = f"begin it at column {block.column + 1} if it goes on with the text above, else {_in(names)}"
        return _at(fault, own, f"the text above it begins at column {block.column + 1}", hint)
    there = _nearest(fault, mine[0]) if mine else []
    if not mine or not there or own in there:
        return None
    what = f"the {'entries' if mine[0].dash else 'names'} above it begin {_in(there)}"
    return _at(fault, own, what, _moved(there[0] - own) if len(there) == 1 else "begin it below those it belongs to")


def _nearest(fault: Fault, mine: Beginning) -> list[int]:
    columns = dict.fromkeys(one.column for one in above(fault.source, fault.number) if one.dash is mine.dash)
    least = min((abs(column - mine.column) for column in columns), default=0)
    return [column for column in columns if abs(column - mine.column) == least]


def _in(columns: list[int]) -> str:
    return f"at column {' or '.join(str(column + 1) for column in columns)}"


def _at(fault: Fault, own: int, others: str, hint: str) -> Slip:
    return sign(fault.at, f"this line begins at column {own + 1}; {others}", hint)


def _moved(by: int) -> str:
    spaces = f"{abs(by)} space{'' if abs(by) == 1 else 's'}"
    return f"put {spaces} more before it" if by > 0 else f"take {spaces} away before it"


def too_far_right(fault: Fault) -> Slip | None:
    """A name that is read as text, as its line is indented more than the line above, whose value it seems to go on."""
    start = fault.source.line_starts[fault.number - 1]
    before = fault.text[start : fault.at]
    found = beginnings(fault.line)  # none where no space follows the colon, within brackets
    if not found or not fault.at_a_colon or not re.fullmatch(r" +(?:- +)?[\w-]+", before):
        return None
    message = "this line begins too far to the right, so it is read as part of the value above it"
    mine = found[0]
    there = [column for column in _nearest(fault, mine) if column < mine.column]
    hint = f"begin it {_in(there)}, like what stands above it" if there else "check where the line above it begins"
    return sign(start + mine.column, message, hint)


def tab(fault: Fault) -> Slip | None:
    """A tab: at the start of a line it is to be as many spaces as the neighbours have."""
    if fault.text[fault.at] != "\t":
        return None
    message = "a tab where YAML wants spaces"
    rest = fault.line.lstrip(" \t")
    start = fault.source.line_starts[fault.number - 1]
    if fault.at >= start + len(fault.line) - len(rest):
        return sign(fault.at, message, "delete the tab and type a space")
    dash = rest.startswith("-")
    there = next((one.column for one in above(fault.source, fault.number) if one.dash is dash), 0)
    opens = fault.source.line(fault.number - 1).rstrip().endswith((":", "|", ">", "-")) if fault.number > 1 else True
    if not there or opens or not beginnings(rest):
        return sign(fault.at, message, "delete the tab and type spaces")
    spaces = f"{there} space{'' if there == 1 else 's'}"
    return sign(fault.at, message, f"begin the line with {spaces} and no tab, so that it stands below its neighbours")
