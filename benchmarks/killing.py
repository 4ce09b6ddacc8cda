"""Tries mutants in one pytest session: all is imported and collected once, and each mutant gets a process forked then.

A mutant is one function's code put in place of what it was, so that whoever imported the function has it too; its
file is changed as well, for processes that tests start. Only those tests run that reach the changed lines, the ones
that killed most so far first, and the first that fails ends it. Does not know how mutants are made.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NoReturn

from mutations import Mutation

_MOST_BYTES = 2 << 30  # of a mutant
Reached = dict[tuple[str, int], dict[str, float]]  # by file and line, the tests that run it, and how long they take
Survived = Callable[[Path, Mutation, int], None]


class Killing:
    """A pytest plugin that runs the tests of each mutant, and calls `survived` for what no test killed."""

    def __init__(self, mutants: list[tuple[Path, Mutation]], kills: Counter[str], survived: Survived) -> None:
        self.mutants = mutants
        self.kills = kills
        self.survived = survived

    def pytest_runtestloop(self, session: Any) -> bool:
        """Run all tests once as they are, to see what they reach; then those that concern each mutant."""
        items = {item.nodeid: item for item in session.items}
        reached: Reached = defaultdict(dict)
        for told in in_child(lambda tell: _reach(session.items, {str(file) for file, _ in self.mutants}, tell)):
            test, seconds, *lines = told.split("\t")
            if not seconds:
                raise RuntimeError(f"{test} fails without any change, so that it would kill every mutant")
            for line in lines:
                file, _, number = line.rpartition(":")
                reached[file, int(number)][test] = float(seconds)
        for at, (file, mutation) in enumerate(self.mutants):
            if at % 20 == 0:
                print(f"{at} of {len(self.mutants)} within functions", file=sys.stderr, flush=True)
            tests = self._concerned(str(file), mutation, reached)
            with changed(file, mutation.text):
                chosen = [(items[test], took) for test, took in tests]
                killers = list(in_child(lambda tell: _try(file, mutation, chosen, tell)))  # noqa: B023
            self.kills.update(killers[:1])
            if not killers:
                self.survived(file, mutation, len(tests))
        return True

    def _concerned(self, file: str, mutation: Mutation, reached: Reached) -> list[tuple[str, float]]:
        """Give the tests that run any line of the change, or else of what is around it, and how long they take."""
        for lines in mutation.lines:
            found = {test: took for line in lines for test, took in reached.get((file, line), {}).items()}
            if found:
                return sorted(found.items(), key=lambda each: (-self.kills[each[0]], each[1]))
        return []


def in_child(work: Callable[[Callable[[str], None]], None]) -> Iterator[str]:
    """Fork, and yield the lines that the child tells; last of all that it did not end well."""
    told, tells = os.pipe()
    if (child := os.fork()) == 0:
        os.close(told)
        _work(work, tells)
    os.close(tells)
    with os.fdopen(told, encoding="utf-8") as lines:
        yield from (line.removesuffix("\n") for line in lines)
    if status := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        yield f"status {status}"


def _work(work: Callable[[Callable[[str], None]], None], tells: int) -> NoReturn:
    """Work, and end here, whatever happens."""
    try:
        work(lambda line: (os.write(tells, f"{line}\n".encode()), None)[1])
        os._exit(0)
    except BaseException as fault:
        os.write(2, f"{fault!r}\n".encode())
        os._exit(1)


@contextmanager
def changed(file: Path, text: str) -> Iterator[None]:
    """Change a file for a while; what was compiled of it is thrown away before."""
    whole = file.read_bytes()
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
        compiled.unlink()
    file.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        file.write_bytes(whole)


def limit_time(usual: float = 4) -> None:
    """Begin anew to count: whoever works several times as long as usual, or sleeps, is ended by a signal."""
    signal.setitimer(signal.ITIMER_PROF, 2 + 5 * usual)
    signal.setitimer(signal.ITIMER_REAL, 200)


def limit_memory() -> None:
    """Let no mutant take the machine's memory."""
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_BYTES, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _reach(items: list[Any], files: set[str], tell: Callable[[str], None]) -> None:
    """Tell of each test how long it takes, and which lines of the files it runs."""
    lines: dict[str, set[int]] = {str(Path.cwd() / file): set() for file in files}

    def on_call(frame: FrameType, event: str, argument: Any) -> Any:
        if (seen := lines.get(frame.f_code.co_filename)) is None:
            return None
        seen.add(frame.f_lineno)
        return on_line

    def on_line(frame: FrameType, event: str, argument: Any) -> Any:
        lines[frame.f_code.co_filename].add(frame.f_lineno)
        return on_line

    for item, following in zip(items, [*items[1:], None], strict=True):
        for seen in lines.values():
            seen.clear()
        sys.settrace(on_call)
        began = time.process_time()
        passed = _passes(item, following)
        took = f"{time.process_time() - began:.4f}" if passed else ""
        sys.settrace(None)
        ran = [f"{Path(name).relative_to(Path.cwd())}:{line}" for name, seen in lines.items() for line in sorted(seen)]
        tell("\t".join([item.nodeid, took, *ran]))


def _try(file: Path, mutation: Mutation, items: list[tuple[Any, float]], tell: Callable[[str], None]) -> None:
    """Tell which test fails on a mutant, if any does."""
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    limit_memory()
    _replace(file, mutation)
    for (item, took), (following, _) in zip(items, [*items[1:], (None, 0)], strict=True):
        limit_time(took)
        if not _passes(item, following):
            tell(item.nodeid)
            os._exit(0)


def _passes(item: Any, following: Any) -> bool:
    from _pytest.runner import runtestprotocol

    item._initrequest()
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _replace(file: Path, mutation: Mutation) -> None:
    """Give a function its changed code, wherever it is held."""
    (code,) = _codes(compile(mutation.text, str(file.absolute()), "exec"), mutation.function)
    module = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    found = [made for made in gc.get_objects() if isinstance(made, FunctionType) and made.__module__ == module]
    for function in found:
        if function.__qualname__ == mutation.function:
            function.__code__ = code


def _codes(code: CodeType, function: str) -> list[CodeType]:
    inside = [part for part in code.co_consts if isinstance(part, CodeType)]
    return [code] if code.co_qualname == function else [found for part in inside for found in _codes(part, function)]
