"""Checks that what is referred to exists, exists once, and comes in an order a learner can follow.

Does not know decks; only what cards, modules and objectives say of each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from ankibuilder.diagnostics import error
from ankibuilder.load.bibliography import OBJECTIVES, REFERENCES
from ankibuilder.load.documents import Documents
from ankibuilder.model import Card, Project
from ankibuilder.shape import IDENTIFIER, Report
from ankibuilder.source import Text
from ankibuilder.suggest import closest, did_you_mean


@dataclass(frozen=True, slots=True)
class Known:
    """Every id that was seen, by what it names; `complete` says for which nothing stayed unread."""

    ids: Mapping[str, frozenset[str]]
    complete: frozenset[str]
    unread: Collection[str] = ()
    meant: Collection[str] = ()

    def check(self, what: str, names: Iterable[Text | None], report: Report) -> None:
        """Report each name that nothing has."""
        if what not in self.complete:
            return
        ids, given = self.ids[what], [name for name in names if name]
        if ids.issuperset(map(_VALUE, given)):
            return
        for name in [name for name in given if name.value not in ids and name.value not in self.meant]:
            message = f"there is no {what} `{name.value}`"
            report.append(error(f"unknown-{what}", name.span, message, _cure(what, name.value, ids)))


_VALUE = attrgetter("value")
_HOME = {"source": REFERENCES, "objective": OBJECTIVES}


def _cure(what: str, name: str, ids: Collection[str]) -> str:
    """Say which one was meant, or where it is added; words that are no id may be the title of one that there is."""
    if what in _HOME and ids and not IDENTIFIER.fullmatch(name) and closest(name, ids) is None:
        return f"write its id from {_HOME[what]}, such as `{min(ids)}`"
    return did_you_mean(name, ids) or (f"add it to {_HOME[what]}" if what in _HOME else f"no {what} has this id yet")


def resolve(project: Project, documents: Documents) -> Known:
    """Report doubled and unknown ids, and cards and modules that come before what they need."""
    report = documents.report
    cards = [card.id for card in project.cards] + documents.seen
    modules = [module.id for module in project.modules]
    _once("card id", cards, report)
    _once("module id", modules, report)
    _once("reference id", [reference.id for reference in project.references], report)
    _once("objective id", [objective.id for objective in project.objectives], report)
    known = _known(project, cards, documents)
    everything = (*project.cards, *project.unnamed)
    known.check("card", chain.from_iterable(card.after for card in everything), report)
    known.check("source", chain.from_iterable(card.sources for card in everything), report)
    known.check("objective", chain.from_iterable(card.covers for card in everything), report)
    _replaced([card for card in everything if card.retired], known, report)
    for module in project.modules:
        known.check("module", module.needs, report)
    known.check("module", (objective.module for objective in project.objectives), report)
    _earlier("card", [(card.id, card.after) for card in project.cards], report)
    _earlier("module", [(module.id, module.needs) for module in project.modules], report)
    return known


def _replaced(retired: list[Card], known: Known, report: Report) -> None:
    for card in retired:
        see = card.retired.see if card.retired else None
        known.check("card", [see], report)
        if see and see.value == card.id.value:
            message = "a card cannot be replaced by itself"
            report.append(error("invalid-value", see.span, message, "name another card, or drop `see`"))


def _known(project: Project, cards: list[Text], documents: Documents) -> Known:
    unread = documents.unread
    known_apart = ("cards/media/", REFERENCES, OBJECTIVES)
    modules_unread = any(path.startswith("cards/") and not path.startswith(known_apart) for path in unread)
    complete = {
        "card": not modules_unread and "a card" not in unread,
        "module": not modules_unread,
        "source": REFERENCES not in unread,
        "objective": OBJECTIVES not in unread,
    }
    ids = {
        "card": frozenset(map(_VALUE, cards)),
        "module": frozenset(module.id.value for module in project.modules),
        "source": frozenset(reference.id.value for reference in project.references),
        "objective": frozenset(objective.id.value for objective in project.objectives),
    }
    return Known(ids, frozenset(what for what, whole in complete.items() if whole), unread, documents.meant)


def _once(what: str, ids: list[Text], report: Report) -> None:
    if len(set(map(_VALUE, ids))) == len(ids):
        return
    first: dict[str, Text] = {}
    for identity in sorted(ids, key=lambda text: (text.source.path, text.start)):
        earlier = first.setdefault(identity.value, identity)
        if earlier is not identity:
            message = f"{what} `{identity.value}` is already used at {earlier.span.place}"
            hint = f"ids are never reused; pick another, such as `{identity.value}-2`"
            report.append(error("duplicate-id", identity.span, message, hint))


def _earlier(what: str, needs: list[tuple[Text, tuple[Text, ...]]], report: Report) -> None:
    """What stands later cannot come first; any circle has such a step, so this finds circles too."""
    position = {identity.value: at for at, (identity, _) in reversed([*enumerate(needs)])}  # the first of that id
    for at, (identity, before) in enumerate(needs):
        for name in before:
            if position.get(name.value, -1) >= at:
                place = needs[position[name.value]][0].span.place
                message = f"`{identity.value}` needs `{name.value}`, which comes later ({place})"
                hint = f"move one of the two {what}s, or drop this line; order is the order of files and entries"
                if name.value == identity.value:
                    message, hint = f"the {what} `{name.value}` cannot come after itself", "drop this line"
                report.append(error("circular-order", name.span, message, hint))
