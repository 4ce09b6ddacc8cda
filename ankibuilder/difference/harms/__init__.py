"""What would hurt a learner, one class a file: its docstring is the manual, its `find` looks for it.

Finds the classes by the files beside this one; does not know any of them. A docstring says in its first line what
changes, then what the learner would lose, then the `Cure:`, and behind `If it must be:` what learners are told where
the author does it all the same, in a major release.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

from ankibuilder.difference.harms.found import Found
from ankibuilder.difference.pair import Pair
from ankibuilder.difference.values import Harm

__all__ = ["Found", "find_harms", "manual", "names"]

_FOLDER = Path(__file__).parent
_CURE, _ON_PURPOSE = "Cure: ", "If it must be: "


@cache
def names() -> tuple[str, ...]:
    """List the classes of harm, sorted."""
    return tuple(sorted(p.stem.replace("_", "-") for p in _FOLDER.glob("[a-z]*.py") if p.stem != "found"))


def manual(name: str) -> str:
    """Give a class's docstring."""
    source = (_FOLDER / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
    return cleandoc(ast.get_docstring(ast.parse(source)) or "")


def find_harms(pair: Pair) -> Iterator[Harm]:
    """Look for every class of harm in an update."""
    for name in names():
        found: list[Found] = list(import_module(f"{__name__}.{name.replace('-', '_')}").find(pair))
        if found:
            why, cure, settings = _parts(name)
            for one in found:
                yield Harm(name, one.what, one.affected, why, one.cure or cure, one.settings or settings)


@cache
def _parts(name: str) -> tuple[str, str, str]:
    """Take why, cure and settings out of a manual."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in manual(name).split("\n\n")[1:]]
    cure = next(p for p in paragraphs if p.startswith(_CURE)).removeprefix(_CURE)
    settings = next(p for p in paragraphs if p.startswith(_ON_PURPOSE)).removeprefix(_ON_PURPOSE)
    return paragraphs[0], cure, settings
