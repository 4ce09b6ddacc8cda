"""The names of the rules, which of them judge, and their manuals: what the files in rules/ say of themselves.

Reads those files as text, so that settings can name rules before any of them is loaded. Does not know any one rule.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from inspect import cleandoc
from pathlib import Path

_FOLDER = Path(__file__).parent / "rules"
_MARK = re.compile(r'  # error: (\d+) "(.*)"$')
_INDENT = " " * 4
_SHIFT = 2  # an example that begins with a card stands in a module, where cards are indented
_JUDGES = re.compile(r"^SEVERITY\b", re.M)


@cache
def names() -> tuple[str, ...]:
    """List the rules' names, sorted."""
    return tuple(sorted(path.stem.replace("_", "-") for path in _FOLDER.glob("[a-z]*.py")))


@cache
def judging() -> frozenset[str]:
    """Name the rules that judge: they may be silenced, and have a SEVERITY. All others are structural."""
    return frozenset(name for name in names() if _JUDGES.search(_text(name)))


def manual(name: str) -> str:
    """Give a rule's docstring: the fault, why the learner suffers, what fails, what passes."""
    return cleandoc(ast.get_docstring(ast.parse(_text(name))) or "")


def readable(name: str) -> str:
    """Give a manual for people: what marks a fault in its examples, for tests, becomes an arrow below the line."""
    lines: list[str] = []
    inside, shift = False, 0
    for line in manual(name).split("\n"):
        before, inside = inside, line.startswith(_INDENT) if line else inside
        if inside and not before:
            shift = _SHIFT if line.startswith(f"{_INDENT}- ") else 0
        mark = _MARK.search(line)
        lines.append(line[: mark.start()] if mark else line)
        if mark:
            lines.append(f"{_INDENT}{' ' * (int(mark[1]) - 1 - shift)}^ {mark[2]}")
    return "\n".join(lines)


def _text(name: str) -> str:
    return (_FOLDER / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
