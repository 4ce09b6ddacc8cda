"""An existing deck as a project that keeps its identities: planned, told, and written whole or not at all.

Every card goes through the same gates as a card of the project's own; what does not pass is listed, and left out. Does
not know the command line.
"""

from __future__ import annotations

from ankibuilder.importing.plan import make_plan
from ankibuilder.importing.project import try_project, write_project
from ankibuilder.importing.text import read_text
from ankibuilder.importing.values import Plan, Refused

__all__ = ["Plan", "Refused", "make_plan", "read_text", "try_project", "write_project"]
