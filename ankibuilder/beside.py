"""Does work in a child of this process, beside what goes on here, where there is a core to spare.

The child sees everything as it was when it was begun, and hands back one value. Whatever keeps it from that, the work
is done here when its result is asked for: nothing can come of it but what would have come anyway. On Linux alone, as
the libraries of other systems do not all outlive a fork. Does not know what the work is.
"""

from __future__ import annotations

import copyreg
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

T = TypeVar("T")
_KILL = 9  # SIGKILL; `signal` takes milliseconds to import


@dataclass(slots=True)
class _Child:
    """A process of ours, and where what it hands back can be read."""

    number: int
    pipe: int


@contextmanager
def beside(work: Callable[[], T], common: Sequence[object] = (), pays: bool = True) -> Iterator[Callable[[], T]]:
    """Begin some work, and give what waits for its result, or raises what it raised.

    What is `common` is not copied: the result names those very objects. Who does not ask for a result stops the work.
    """
    child = _begin(work, common) if pays and _has_room() else None
    try:
        yield lambda: _result(child, work, common)
    finally:
        if child:
            _stop(child)


def _has_room() -> bool:
    """Tell whether there are two cores, and no thread, which would stand still in a child for ever."""
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        return len(os.sched_getaffinity(0)) > 1 and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208
    return False


def _begin(work: Callable[[], Any], common: Sequence[object]) -> _Child | None:
    try:
        read, write = os.pipe()
    except OSError:
        return None
    parent, number = os.getpid(), -1
    try:
        number = os.fork()
        if not number:
            os.close(read)
            _hand_over(work(), common, write)
    except OSError:  # no memory, or no more processes
        pass
    finally:
        # Whatever came of it, an interrupt at any moment too: a child never goes on with what its parent does.
        if os.getpid() != parent:
            os._exit(1)
    os.close(write)
    if number > 0:
        return _Child(number, read)
    os.close(read)
    return None


def _hand_over(result: Any, common: Sequence[object], pipe: int) -> None:
    """End as the child, without a word, and without what a process does at its end, which is the parent's to do."""
    raw = BytesIO()
    _Pickler(raw, common).dump(result)
    left = raw.getbuffer()
    while left:
        left = left[os.write(pipe, left) :]
    os._exit(0)


def _result(child: _Child | None, work: Callable[[], T], common: Sequence[object]) -> T:
    """Wait for the child; where it ended in any other way than with a result, do its work."""
    if child is None:
        return work()
    with open(child.pipe, "rb", closefd=False) as file:
        raw = file.read()
    if _ended(child):
        return work()
    found: T = _Unpickler(BytesIO(raw), common).load()
    return found


def _stop(child: _Child) -> None:
    """Let nothing go on that nobody waits for any more."""
    if child.number:
        os.kill(child.number, _KILL)
        _ended(child)


def _ended(child: _Child) -> int:
    """Wait for a child's end, and give its status, as `os.waitpid` does."""
    number, child.number = child.number, 0
    os.close(child.pipe)
    return os.waitpid(number, 0)[1]


class _Reductions(dict[type, Callable[[Any], Any]]):
    """How values are taken apart, by type: named tuples into what they are made of, in half of the usual time."""

    def __missing__(self, row: type) -> Callable[[Any], Any]:
        if not issubclass(row, tuple):
            raise KeyError(row)
        return self.setdefault(row, lambda what: (row, what[:]))


class _Pickler(pickle.Pickler):
    """Names what is common by its number."""

    def __init__(self, file: BytesIO, common: Sequence[object]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._numbers = {id(what): number for number, what in enumerate(common)}
        self.dispatch_table = _Reductions({**copyreg.dispatch_table, **dict.fromkeys(map(type, common), self._named)})

    def _named(self, what: object) -> Any:
        number = self._numbers.get(id(what))
        return what.__reduce_ex__(pickle.HIGHEST_PROTOCOL) if number is None else (_the_common, (number,))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BytesIO, common: Sequence[object]) -> None:
        super().__init__(file)
        self._common = common

    def find_class(self, module: str, name: str) -> Any:
        known = (module, name) == (__name__, _the_common.__name__)
        return self._common.__getitem__ if known else super().find_class(module, name)


def _the_common(number: int) -> object:
    """Stand in a pickle for what is common; who reads it knows which that is."""
    raise NotImplementedError(number)
