"""Being interrupted, at any moment, without a traceback and with everything tidied up.

Knows nothing of what is interrupted, and imports nothing that Python has not loaded by itself: the sooner it is there,
the fewer moments are not its own.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # what `signal` wraps; importing that takes milliseconds
import os
import sys

STATUS = 130
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # the last is Windows' own, SIGHUP is not
_working = False
_told = False


def watch_signals() -> None:
    """Take the signals that end a process; one that whoever started us lets be ignored stays so."""
    for name in _NAMES:
        number = getattr(_signal, name, None)
        if number is not None and _signal.getsignal(number) != _signal.SIG_IGN:
            _signal.signal(number, _interrupt)
    sys.unraisablehook = _unraisable


def working(now: bool) -> None:
    """Say whether there is work that would have to be tidied up; where there is none, a signal ends us at once."""
    global _working
    _working = now


def interrupted() -> bool:
    """Tell whether a signal came, though a library may have taken the exception for an error of its own."""
    return _told


def _interrupt(_number: int, _frame: object) -> None:
    global _told
    _told = True
    if _working:
        raise KeyboardInterrupt
    leave()


def leave() -> None:
    """Say so and end at once."""
    try:
        if sys.stderr is not None:
            os.write(2, b"interrupted\n")
    finally:  # nobody may be there to be told
        os._exit(STATUS)


def _unraisable(what: sys.UnraisableHookArgs) -> None:
    """Keep quiet of an interrupt that came where none can be raised; it is remembered."""
    if not isinstance(what.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(what)
