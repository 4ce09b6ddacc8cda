"""Does work in a child of this process, beside what goes on here, where there is a core to spare.

The child sees everything as it was when it was begun, and hands back one value. Whatever keeps it from that, the work
is done here when its result is asked for: nothing can come of it but what would have come anyway. On Linux alone, as
the libraries of other systems do not all outlive a fork. Does not know what the work is.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # what `signal` wraps; importing that takes milliseconds
import copyreg
import os
import pickle
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Child:
    """A process of ours, and where what it hands back can be read; none where the number is 0."""

    number: int = 0
    pipe: int = -1


@contextmanager
def beside(work: Callable[[], T], common: Sequence[object] = (), pays: bool = True) -> Iterator[Callable[[], T]]:
    """Begin some work, and give what waits for its result, or raises what it raised.

    What is `common` is not copied: the result names those very objects. Who does not ask for a result stops the work.
    """
    child = _Child()
    try:
        if pays and _has_room():
            _begin(child, work, common)
        yield lambda: _result(child, work, common)
    finally:
        _stop(child)


def _has_room() -> bool:
    """Tell whether there are two cores, and no thread, which would stand still in a child for ever.

    Where whoever started us ignores the ends of children, nobody could tell how one ended.
    """
    if sys.platform != "linux" or _signal.getsignal(_signal.SIGCHLD) == _signal.SIG_IGN:
        return False
    with suppress(OSError):
        return len(os.sched_getaffinity(0)) > 1 and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208
    return False


def _begin(child: _Child, work: Callable[[], Any], common: Sequence[object]) -> None:
    """Begin a child where one is to be had. A signal waits until it is known who has to be stopped."""
    mask = _signal.pthread_sigmask(_signal.SIG_BLOCK, ())
    try:
        _signal.pthread_sigmask(_signal.SIG_BLOCK, _signal.valid_signals())
        with suppress(OSError):  # no memory, no more processes, no more open files
            _fork(child, lambda pipe: _be_child(work, common, pipe, mask))
    finally:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, mask)


def _fork(child: _Child, be_child: Callable[[int], NoReturn]) -> None:
    read, write = os.pipe()
    try:
        number = os.fork()
        if not number:
            os.close(read)  # or a child whose parent is killed would wait for ever for itself to read
            be_child(write)
        child.number, child.pipe = number, read
    finally:
        os.close(write)
        if not child.number:
            os.close(read)


def _be_child(work: Callable[[], Any], common: Sequence[object], pipe: int, mask: Collection[int]) -> NoReturn:
    """End as the child, without a word, and without what a process does at its end, which is the parent's to do."""
    try:
        for number in filter(lambda number: callable(_signal.getsignal(number)), _signal.valid_signals()):
            _signal.signal(number, _signal.SIG_DFL)  # what the parent does at a signal is not to be done twice
        _signal.pthread_sigmask(_signal.SIG_SETMASK, mask)
        raw = BytesIO()
        _Pickler(raw, common).dump(work())
        left = raw.getbuffer()
        while left:
            left = left[os.write(pipe, left) :]
        os._exit(0)
    finally:
        os._exit(1)


def _result(child: _Child, work: Callable[[], T], common: Sequence[object]) -> T:
    """Wait for the child; where it ended in any other way than with a result, do its work."""
    if not child.number:
        return work()
    with open(child.pipe, "rb", closefd=False) as file:
        raw = file.read()
    if _ended(child) or not raw:
        return work()
    found: T = _Unpickler(BytesIO(raw), common).load()
    return found


def _stop(child: _Child) -> None:
    """Let nothing go on that nobody waits for any more."""
    if child.number:
        os.kill(child.number, _signal.SIGKILL)
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
    raise pickle.UnpicklingError(f"only who began this child knows what number {number} is")
