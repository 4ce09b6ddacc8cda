"""Runs the command line with one system call failing: the N-th of a sort, counted where it is about a folder.

python tests/faulty.py CALL N ERRNO FOLDER ARGUMENT...     says HIT on stderr where the call came
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def under(folder: str, what: Any) -> bool:
    """Whether a path or an open file is in the folder."""
    path = Path(f"/proc/self/fd/{what}").readlink() if isinstance(what, int) else Path(what).absolute()
    return path.is_relative_to(folder)


def failing(call: str, at: int, number: int, folder: str) -> Callable[..., Any]:
    real, seen = getattr(os, call), 0

    def function(what: Any, *rest: Any, **named: Any) -> Any:
        nonlocal seen
        seen += under(folder, what)
        if seen == at and under(folder, what):
            sys.stderr.write("HIT\n")
            raise OSError(number, os.strerror(number), what if isinstance(what, str) else None)
        return real(what, *rest, **named)

    return function


if __name__ == "__main__":
    call, at, number, folder, *arguments = sys.argv[1:]
    import ankibuilder.commands.build  # what is imported has been
    import ankibuilder.commands.fix
    import ankibuilder.commands.release
    import ankibuilder.commands.schema  # noqa: F401
    from ankibuilder.cli import program

    setattr(os, call, failing(call, int(at), int(number), folder))
    sys.argv = ["ankibuilder", *arguments]
    program()
