"""What a build was asked for. Does not know how it is made."""

from __future__ import annotations

from typing import NamedTuple


class Asked(NamedTuple):
    """What stood on the command line of a build."""

    decks: tuple[str, ...]
    output: str | None
    form: str
    since: str | None
    ankiweb: bool
    opens: bool

    @property
    def packages_alone(self) -> bool:
        """Whether nothing but packages is asked for."""
        return self.form == "apkg" and self.since is None and not self.ankiweb
