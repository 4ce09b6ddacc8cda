"""Looks at a project and puts on the board what is to be seen: cards as soon as they are drawn, findings behind them.

Does not know files' times, nor the network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ankibuilder.check import check_in_steps
from ankibuilder.diagnostics import AnkibuilderError, Severity
from ankibuilder.engine.drawing import Drawing
from ankibuilder.load.documents import Kept
from ankibuilder.lock import Lock, read_lock
from ankibuilder.package.content import stamp
from ankibuilder.preview.board import Board
from ankibuilder.preview.keeping import kept, still_warned
from ankibuilder.shown import Album, album, latest, to_draw, with_findings


@dataclass(slots=True)
class Refresh:
    """One project, whose changes since a release (the last one otherwise) are marked; `now` stamps what is new."""

    root: Path
    board: Board
    drawing: Drawing
    since: str
    now: int
    _parsed: Kept = field(default_factory=dict)
    _before: Album = field(default_factory=Album)

    def look(self) -> None:
        """Look at the project as it is now; what the system does not let us read is told on the page."""
        try:
            self._look()
        except AnkibuilderError as fault:
            self.board.trouble(f"{fault.message}; {fault.hint}" if fault.hint else fault.message)

    def _look(self) -> None:
        steps = check_in_steps(self.root, kept=self._parsed)
        checked = next(steps)
        lock = read_lock(self.root)
        stamped = stamp(checked.project, checked.notes, lock, self.now)
        drawn = self.drawing.draw(to_draw(checked.notes, stamped, checked))
        since = self._version(lock)
        made = album(checked, checked.notes, stamped, drawn, since)
        broken = {found.path for found in made.findings if found.severity == Severity.ERROR}
        self.board.show(still_warned(self._before, kept(self._before, made, broken)))
        second = next(steps)
        made = kept(self._before, with_findings(made, second), broken)
        self.board.show(made)
        self._before = made

    def _version(self, lock: Lock) -> str:
        known = {release.version for release in lock.releases}
        return self.since if self.since in known else latest(lock)
