"""What was made of something the last time, for who makes the same again and again, as the preview does at each save.

What is made must hang on nothing but what it is made of, and that must never change. Does not know what that is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class _Made(NamedTuple):
    """What was made; of what, which is kept so that no other value gets its `id`; and with what more."""

    of: Any
    more: tuple[Any, ...]
    result: Any


class _Round(NamedTuple):
    """What was made of each value since it was last asked for under a name, while this was given for all of them."""

    given: tuple[Any, ...]
    made: dict[Hashable, _Made]


@dataclass(slots=True)
class Kept:
    """Results by name and by what they were made of. What a round does not ask for is forgotten with the next one."""

    _rounds: dict[str, _Round] = field(default_factory=dict)

    def each(
        self, name: str, make: Callable[..., Any], *given: Any, key: Callable[[Any], Hashable] = id
    ) -> Callable[..., Any]:
        """Begin a round: give a function that makes only what is new.

        It makes anew of a value whose key is another (it is another object, unless `key` says more), where `more` that
        it is called with is not equal to what it was, and of all values where that is so of what is `given` here.
        """
        before = self._rounds.get(name)
        known: Mapping[Hashable, _Made] = before.made if before and before.given == given else {}
        fresh: dict[Hashable, _Made] = {}
        self._rounds[name] = _Round(given, fresh)

        def kept(of: Any, *more: Any) -> Any:
            at = key(of)
            made = known.get(at) or fresh.get(at)
            if made is None or made.more != more:
                made = _Made(of, more, make(of, *more))
            fresh[at] = made
            return made.result

        return kept


def each(
    kept: Kept | None, name: str, make: Callable[..., Any], *given: Any, key: Callable[[Any], Hashable] = id
) -> Callable[..., Any]:
    """Give what `kept.each` gives; where nothing is kept, everything is made."""
    return make if kept is None else kept.each(name, make, *given, key=key)
