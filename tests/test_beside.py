"""Work in a child comes to the same as work done here, whatever becomes of the child; and no child is left.

Each case runs in a process of its own, as those of the test runner have threads, beside which no child is begun.
"""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from ankibuilder.beside import beside

PARENT = os.getpid()
TWO_CORES = sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class Row(NamedTuple):
    """A row with what is common."""

    name: str
    common: object


class Common:
    """Something that must stay the same object."""


def is_child() -> bool:
    return os.getpid() != PARENT


def no_child_is_left() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError as fault:
        return fault.errno == errno.ECHILD
    return False


def a_result() -> None:
    known, other = Common(), Common()
    with beside(lambda: (is_child(), [Row("a", known), Row("b", other)], {"c": known}), [known]) as result:
        there, (one, two), more = result()
    assert there is TWO_CORES
    assert one == Row("a", known)
    assert more["c"] is known
    assert type(two) is Row
    assert type(two.common) is Common
    assert (two.common is other) is not TWO_CORES


def a_large_result() -> None:
    with beside(lambda: "a" * 30_000_000) as result:
        assert result() == "a" * 30_000_000


def work_that_fails() -> None:
    def fails() -> None:
        raise ValueError("here, too")

    with beside(fails) as result, pytest.raises(ValueError, match="here, too"):
        result()


def a_child_that_is_killed() -> None:
    def dies() -> str:
        if is_child():
            os.kill(os.getpid(), 9)
        return "done here"

    with beside(dies) as result:
        assert result() == "done here"


def a_child_that_ends_too_soon() -> None:
    with beside(lambda: os._exit(0) if is_child() else "done here") as result:
        assert result() == "done here"


def what_cannot_be_sent() -> None:
    with beside(lambda: (is_child(), lambda: 1)) as result:
        assert result()[0] is False


def nobody_asks() -> None:
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), beside(lambda: time.sleep(20) if is_child() else None):
        raise KeyboardInterrupt
    assert time.monotonic() - began < 10


def beside_a_thread() -> None:
    threading.Thread(target=time.sleep, args=(0.3,)).start()
    with beside(is_child) as result:
        assert not result()


def on_one_core() -> None:
    os.sched_setaffinity(0, {next(iter(os.sched_getaffinity(0)))})
    with beside(is_child) as result:
        assert not result()


def no_process_to_be_had() -> None:
    def none() -> int:
        raise OSError(errno.EAGAIN, "no more")

    os.fork = none
    with beside(is_child) as result:
        assert not result()


def no_pipe_to_be_had() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))  # enough to look for threads
    with beside(is_child) as result:
        assert not result()


def nothing_is_left_open() -> None:
    for _ in range(3):
        with beside(lambda: 1) as result:
            result()
        with beside(lambda: 1):
            pass
    before = len([*Path("/proc/self/fd").iterdir()])
    for _ in range(20):
        with beside(lambda: 1):
            pass
        with beside(lambda: 1) as result:
            result()
    assert len([*Path("/proc/self/fd").iterdir()]) == before


def it_does_not_pay() -> None:
    with beside(is_child, pays=False) as result:
        assert not result()


def a_child_that_is_told_to_end() -> None:
    heard, tell = os.pipe()
    signal.signal(signal.SIGTERM, lambda *_: os.write(tell, b"the parent's handler, in a child"))

    def ends() -> bool:
        if is_child():
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.1)
        return is_child()

    with beside(ends) as result:
        assert not result()
    os.close(tell)
    assert not os.read(heard, 100)


def a_signal_while_it_begins() -> None:
    fork = os.fork

    def slow() -> int:
        number = fork()
        if number:
            os.kill(os.getpid(), signal.SIGINT)
        return number

    os.fork = slow
    with pytest.raises(KeyboardInterrupt), beside(lambda: time.sleep(20) if is_child() else None):
        os.kill(os.getpid(), signal.SIGINT)  # on one core, where there is no child
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())


def who_keeps_no_ends_of_children() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with beside(is_child) as result:
        assert not result()
    with beside(is_child):
        pass


def nobody_is_left_to_ask() -> None:
    if not os.fork():
        with beside(lambda: b"a" * 10_000_000):
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.wait()[1] == signal.SIGKILL  # and nobody holds the streams any more, whose end the test waits for


CASES = [
    a_result, a_large_result, work_that_fails, a_child_that_is_killed, a_child_that_ends_too_soon, what_cannot_be_sent,
    nobody_asks,
    beside_a_thread, on_one_core, no_process_to_be_had, no_pipe_to_be_had, nothing_is_left_open, it_does_not_pay,
    a_child_that_is_told_to_end, a_signal_while_it_begins, who_keeps_no_ends_of_children,
    nobody_is_left_to_ask,
]  # fmt: skip


@pytest.mark.parametrize("case", [case.__name__ for case in CASES])
def test_a_child(case: str) -> None:
    command = [sys.executable, str(Path(__file__)), case]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
    assert no_child_is_left()
