"""Tells how much processor time each stage of a build takes, one after another in one process.

python benchmarks/stages.py /tmp/twenty-thousand
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any


def stages(root: Path) -> dict[str, float]:
    """Build a project's first deck in memory, and give seconds by stage."""
    took: dict[str, float] = {}

    def lap(name: str, work: Callable[[], Any]) -> Any:
        began = time.process_time()
        made = work()
        took[name] = time.process_time() - began
        return made

    gc.disable()  # as `build` does
    lap("import what a build needs", _imports)
    from ankibuilder.check import check
    from ankibuilder.load import load
    from ankibuilder.lock import read_lock
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp
    from ankibuilder.reading import judge_package
    from ankibuilder.render import judge, render, suspects

    project, _ = lap("read the files, YAML and all", lambda: load(root))
    lap("the gate before rendering", lambda: judge(project, suspects(project)))
    whole = lap("", lambda: check(root))
    took["all other rules"] = took.pop("") - took["read the files, YAML and all"] - took["the gate before rendering"]
    notes = lap("render: Markdown, cleaning", lambda: render(whole.project))
    stamped = lap("hashes, ids, times", lambda: stamp(whole.project, notes, read_lock(root), 1_700_000_000))
    made = lap("pack, and the second gate", lambda: content(whole.project.decks[0], stamped))
    raw = lap("SQLite and zip", lambda: package(made))
    lap("read it back", lambda: judge_package(BytesIO(raw), "large.apkg"))
    return took


def _imports() -> None:
    import ankibuilder.check
    import ankibuilder.commands.build
    import ankibuilder.package
    import ankibuilder.reading
    import ankibuilder.writing  # noqa: F401


if __name__ == "__main__":
    for name, seconds in stages(Path(sys.argv[1])).items():
        print(f"{name:32} {seconds:6.3f} s")
