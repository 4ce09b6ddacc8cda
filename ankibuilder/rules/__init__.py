"""The rules, one file each: the docstring is the manual, and its examples are tests.

Finds rules by the files beside this one; does not know any of them. Structural rules are found by parser, loader and
gate, are always errors and hold a manual alone; the others have a `check`
that yields findings, and a SEVERITY. A rule that is WHOLE misses things: it judges only projects without errors, as
what could not be read cannot be called missing. A rule that goes by a project's standard may also have a `says`, which
tells what a standard asks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType

from ankibuilder.manuals import judging, manual, names
from ankibuilder.standard import Standard

__all__ = ["active", "asked", "judging", "manual", "names"]


def active(wanted: Iterable[str] | None = None) -> list[tuple[str, ModuleType]]:
    """Load the rules that look at a whole project, modules with a `check` and a SEVERITY: those wanted, or all."""
    modules = ((name, _module(name)) for name in (names() if wanted is None else wanted))
    return [(name, module) for name, module in modules if hasattr(module, "check")]


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{name.replace('-', '_')}")


def asked(name: str, standard: Standard) -> Iterator[str]:
    """Tell in lines what a project's standard asks of a rule; nothing where it does not speak of it."""
    if (level := standard.levels.get(name)) is not None:
        yield "This rule is off." if level == "off" else f"What it finds is {_A[level]}."
    yield from getattr(_module(name), "says", _nothing)(standard)


_A = {"error": "an error", "warning": "a warning"}


def _nothing(_: Standard) -> tuple[str, ...]:
    return ()
