"""The rules, one file each: the docstring is the manual, and its examples are tests.

Finds rules by the files beside this one; does not know any of them. Structural rules are found by parser, loader and
gate, are always errors and hold a manual alone; the others have a `check`
that yields findings, and a SEVERITY. A rule that is WHOLE misses things: it judges only projects without errors, as
what could not be read cannot be called missing.
"""

from __future__ import annotations

import ast
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from types import ModuleType

_FOLDER = Path(__file__).parent


@cache
def names() -> tuple[str, ...]:
    """List the rules' names, sorted."""
    return tuple(sorted(path.stem.replace("_", "-") for path in _FOLDER.glob("[a-z]*.py")))


@cache
def active() -> tuple[tuple[str, ModuleType], ...]:
    """Give the rules that look at a whole project: modules with a `check` and a SEVERITY."""
    modules = ((name, _module(name)) for name in names())
    return tuple((name, module) for name, module in modules if hasattr(module, "check"))


@cache
def judging() -> frozenset[str]:
    """Name the rules that judge: they may be silenced, and have a SEVERITY. All others are structural."""
    return frozenset(name for name in names() if hasattr(_module(name), "SEVERITY"))


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name.replace('-', '_')}")


def manual(name: str) -> str:
    """Give a rule's docstring: the fault, why the learner suffers, what fails, what passes."""
    source = (_FOLDER / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
    return cleandoc(ast.get_docstring(ast.parse(source)) or "")
