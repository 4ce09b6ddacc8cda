"""Which field (or template) of a note type became which, as Anki sees it: by position, by id, else by name.

Anki takes two versions of a note type for one schema when there are equally many and each stands where it stood, with
the same id where both have one and else the same name (anki-import §3). Does not know what follows from a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ankibuilder.reading import Field, Template

Slot = Field | Template
_Slot = TypeVar("_Slot", Field, Template)


@dataclass(frozen=True, slots=True)
class Slots(Generic[_Slot]):
    """Pairs that belong together, and what has no partner; `broken` are pairs that Anki would not take for one."""

    pairs: tuple[tuple[_Slot, _Slot], ...]
    added: tuple[_Slot, ...]
    removed: tuple[_Slot, ...]
    broken: tuple[tuple[_Slot, _Slot], ...]
    reordered: bool


def slots(old: Sequence[_Slot], new: Sequence[_Slot]) -> Slots[_Slot]:
    """Pair what is the same: by id, then by name, then, of what is left where the numbers agree, by position."""
    left, right = dict(enumerate(old)), dict(enumerate(new))
    found: dict[int, int] = {}
    for same in (_same_id, _same_name):
        for at, slot in list(right.items()):
            partner = next((i for i, other in left.items() if same(other, slot)), None)
            if partner is not None:
                found[at] = partner
                del left[partner], right[at]
    if len(old) == len(new):
        for at in [at for at in right if at in left and None in (left[at].id, right[at].id)]:
            found[at] = at
            del left[at], right[at]
    places = [found[at] for at in sorted(found)]
    pairs = tuple((old[found[at]], new[at]) for at in sorted(found))
    return Slots(
        pairs=pairs,
        added=tuple(right.values()),
        removed=tuple(left.values()),
        broken=tuple(pair for pair in pairs if not _one_to_anki(*pair)),
        reordered=places != sorted(places),
    )


def _same_id(old: Slot, new: Slot) -> bool:
    return old.id is not None and old.id == new.id


def _same_name(old: Slot, new: Slot) -> bool:
    return old.name == new.name


def _one_to_anki(old: Slot, new: Slot) -> bool:
    return old.id == new.id if old.id is not None and new.id is not None else old.name == new.name
