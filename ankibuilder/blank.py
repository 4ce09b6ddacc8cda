"""A card to fill in: what its kind and the project ask for, with nothing in it yet, and what else it may say.

Does not know where it is put.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.load.card_keys import SURENESS, card_keys
from ankibuilder.model import Kind, Project
from ankibuilder.shape import Key

_SELDOM = ("reviewed", "retired", "guid")  # what a new card does not have
_LISTS = ("sources", "covers", "after", "tags")
_NESTED = {
    "image": "{file: name.png, alt: What it shows, credit: Who made it}",
    "audio": "{file: name.mp3, credit: Who made it}",
}


def blank_card(kind: Kind, project: Project) -> str:
    """Write a card as an entry of `cards:`, to be put behind the last one of a module."""
    left = ("id", "kind", *_SELDOM, *(() if project.views else ("view",)))
    keys = [key for key in card_keys(kind, project.views) if key.name not in left]
    asked = [key for key in keys if key.required or key.name in _wanted(kind, project)]
    lines = [
        "# A few words with hyphens between, never used before and never changed after: learners' reviews hang on it.",
        f"  - id: {_free_id(kind, project)}",
        f"    kind: {kind.id}",
        *(line for key in asked for line in _asked(key, project)),
        "    # What it may have besides; take away the `#` in front:",
        *(f"    # {key.name}: {_sample(key)}".rstrip() for key in keys if key not in asked),
    ]
    return "\n  " + "\n".join(lines) + "\n"


def _wanted(kind: Kind, project: Project) -> set[str]:
    """Name what is asked for though a card could do without: an adopted kind requires none of its fields."""
    own = () if kind.common else (field.id for field in kind.fields)
    return {*project.standard.required, *own}


def _free_id(kind: Kind, project: Project) -> str:
    """Give an id that no card has, so that a card not yet named hurts no other."""
    taken = {card.id.value for card in project.cards}
    return next(name for name in _names(f"new-{kind.id}") if name not in taken)


def _names(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _asked(key: Key, project: Project) -> Iterator[str]:
    """Say above a name what to write there: behind it, a comment would look like text that is cut off."""
    about = {
        "view": f"{key.about.removesuffix('.')}: {', '.join(project.views)}.",
        "sureness": f"How sure we are: {', '.join(SURENESS)}.",
    }.get(key.name, key.about)
    if about:
        yield f"    # {about}"
    yield f"    {key.name}:{' []' if key.name in _LISTS else ''}"


def _sample(key: Key) -> str:
    """Show what could stand there: the default, or words that say what."""
    sample = _NESTED.get(key.name, str(key.default or key.about.removesuffix(".")))
    return f"[{sample.rpartition(': ')[2]}]" if key.name in _LISTS else sample
