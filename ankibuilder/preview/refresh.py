"""Looks at a project and puts on the board what is to be seen: cards as soon as they are drawn, findings when asked.

Does not know files' times, nor the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ankibuilder.check import check_in_steps
from ankibuilder.diagnostics import AnkibuilderError, Severity
from ankibuilder.engine.drawing import Drawing
from ankibuilder.kept import Kept
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
    _kept: Kept = field(default_factory=Kept)
    _before: Album = field(default_factory=Album)
    _steps: Iterator[None] = field(default_factory=lambda: iter(()))

    def look(self) -> None:
        """Put up the cards as they are now; what the system does not let us read is told on the page."""
        self._steps = self._look()
        self._go_on()

    def judge(self) -> None:
        """Put up what the rules find in what was looked at last; nothing where that was done."""
        self._go_on()

    def _go_on(self) -> None:
        try:
            next(self._steps, None)
        except AnkibuilderError as fault:
            self.board.trouble(f"{fault.message}; {fault.hint}" if fault.hint else fault.message)

    def _look(self) -> Iterator[None]:
        steps = check_in_steps(self.root, kept=self._kept)
        checked = next(steps)
        lock = read_lock(self.root)
        stamped = stamp(checked.project, checked.notes, lock, self.now, self._kept)
        drawn = self.drawing.draw(to_draw(checked.notes, stamped, checked))
        since = self._version(lock)
        made = album(checked, checked.notes, stamped, drawn, since)
        broken = {found.path for found in made.findings if found.severity == Severity.ERROR}
        self._put_up(still_warned(self._before, kept(self._before, made, broken)))
        yield
        self._put_up(kept(self._before, with_findings(made, next(steps)), broken))

    def _put_up(self, album: Album) -> None:
        self.board.show(album)
        self._before = album

    def _version(self, lock: Lock) -> str:
        known = {release.version for release in lock.releases}
        return self.since if self.since in known else latest(lock)
