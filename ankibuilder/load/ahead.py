"""Reads the latter card files beside the others, in a child: what a file says hangs on no other card file.

Only what reads quickly and without a finding comes from there. Does not know what a card is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping as AnyMapping, Sequence
from contextlib import contextmanager
from itertools import accumulate

from ankibuilder.beside import beside
from ankibuilder.load.documents import Documents
from ankibuilder.model import Kind, Module
from ankibuilder.parse import Mapping, quick
from ankibuilder.source import Source

Reader = Callable[[Mapping], tuple[Module | None, Documents]]

_MANY = 400_000  # characters; where there are fewer, a child costs more than it spares
_HERE = 0.6  # how much of it is read here: what a child has read takes time to hand over


@contextmanager
def read_ahead(
    sources: Sequence[Source], kinds: AnyMapping[str, Kind], read: Reader, pays: bool = True
) -> Iterator[Callable[[Source], Module | None]]:
    """Begin to read the latter files, and give what tells the module of one; None where it is still to be read."""
    away = _latter(sources) if pays else ()
    common = [*away, *kinds.values()]
    with beside(lambda: [_module(source, read) for source in away], common, pays=bool(away)) as sent:
        modules: dict[str, Module | None] = {}

        def module(source: Source) -> Module | None:
            if away and source is away[0]:
                modules.update(zip((source.path for source in away), sent(), strict=True))
            return modules.pop(source.path, None)

        yield module


def _latter(sources: Sequence[Source]) -> Sequence[Source]:
    sizes = [len(source.text) for source in sources]
    total = sum(sizes)
    here = sum(before <= total * _HERE for before in accumulate(sizes[:-1], initial=0))
    return sources[here:] if total >= _MANY else ()


def _module(source: Source, read: Reader) -> Module | None:
    node = quick(source)
    if type(node) is not Mapping:
        return None
    module, others = read(node)
    return module if others.has_nothing() else None
