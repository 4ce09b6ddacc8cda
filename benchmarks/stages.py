"""Tells how much processor time each stage of a build takes, and how much more memory is held after it.

One after another in one process, on one core, as what a child did is not counted.

python benchmarks/stages.py /tmp/twenty-thousand
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any


def stages(root: Path) -> dict[str, tuple[float, float]]:
    """Build a project's first deck in memory, and give seconds and MiB by stage."""
    took: dict[str, tuple[float, float]] = {}

    def lap(name: str, work: Callable[[], Any]) -> Any:
        began, held = time.process_time(), _held()
        made = work()
        took[name] = time.process_time() - began, _held() - held
        return made

    gc.disable()  # as `build` does
    lap("import what a build needs", _imports)
    from ankibuilder.check import gated, judged
    from ankibuilder.load import load
    from ankibuilder.lock import read_lock
    from ankibuilder.package import package
    from ankibuilder.package.content import refuse, selected, stamp
    from ankibuilder.reading import judge_package
    from ankibuilder.render import render

    project, found = lap("read the files, YAML and all", lambda: load(root))
    lap("the gates before rendering", lambda: found.extend(gated(project, [])))
    lap("all other rules", lambda: judged(project, found, lambda rule: True))
    notes = lap("render: Markdown, cleaning", lambda: render(project))
    stamped = lap("hashes, ids, times", lambda: stamp(project, notes, read_lock(root), 1_700_000_000))
    made = lap("choose what is packed", lambda: selected(project.decks[0], stamped))
    lap("the second gate", lambda: refuse(made, stamped))
    raw = lap("SQLite and zip", lambda: package(made))
    lap("read it back", lambda: judge_package(BytesIO(raw), "large.apkg"))
    return took


def _held() -> float:
    """Give the MiB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


def _imports() -> None:
    import ankibuilder.check
    import ankibuilder.commands.build
    import ankibuilder.package
    import ankibuilder.reading
    import ankibuilder.writing  # noqa: F401


if __name__ == "__main__":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for name, (seconds, held) in stages(Path(sys.argv[1])).items():
        print(f"{name:32} {seconds:8.3f} s {held:8.1f} MiB")
