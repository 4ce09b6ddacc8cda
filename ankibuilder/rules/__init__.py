"""The rules, one file each: the docstring is the manual, and its examples are tests.

Finds rules by the files beside this one; does not know any of them. Structural rules are found by parser, loader and
gate, are always errors and hold a manual alone.
"""

from __future__ import annotations

import ast
from functools import cache
from inspect import cleandoc
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def names() -> tuple[str, ...]:
    """List the rules' names, sorted."""
    return tuple(sorted(path.stem.replace("_", "-") for path in _FOLDER.glob("[a-z]*.py")))


def manual(name: str) -> str:
    """Give a rule's docstring: the fault, why the learner suffers, what fails, what passes."""
    source = (_FOLDER / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
    return cleandoc(ast.get_docstring(ast.parse(source)) or "")
