"""A release: made, compared with what learners have, tried on them, written. Does not know the command line."""

from __future__ import annotations

from ankibuilder.releasing.made import Made, make
from ankibuilder.releasing.remembered import refuse_forgotten
from ankibuilder.releasing.trial import Trial, trials
from ankibuilder.releasing.writing import changelog, write

__all__ = ["Made", "Trial", "changelog", "make", "refuse_forgotten", "trials", "write"]
