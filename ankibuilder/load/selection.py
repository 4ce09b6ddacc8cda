"""Selects the cards of a deck: what each entry of `include` means, and that the order holds together in Anki.

Does not know manifests' other values.
"""

from __future__ import annotations

from ankibuilder.diagnostics import error
from ankibuilder.load.documents import Documents
from ankibuilder.load.resolve import Known
from ankibuilder.model import Card, Module, Project, Subdeck
from ankibuilder.shape import Record, Report
from ankibuilder.source import Text
from ankibuilder.suggest import did_you_mean


def select(
    deck: str, includes: tuple[Record, ...], project: Project, known: Known, documents: Documents
) -> tuple[Subdeck, ...]:
    """Collect each include's cards in the project's order; parts of one subdeck are joined."""
    report = documents.report
    modules = {module.id.value: module for module in project.modules}
    home = {card.id.value: card.module for card in project.cards}
    taken: dict[str, tuple[Card, Text]] = {}
    subdecks: dict[str, tuple[str, list[Card]]] = {}
    spelt: dict[str, str] = {}
    _check_order(includes, modules, report)
    for include in includes:
        named: Text | None = include.get("module")
        known.check("module", [named], report)
        module = modules.get(named.value) if named else None
        if named is None or module is None:
            continue
        subdeck: Text | None = include.get("subdeck")
        name = f"{deck}::{subdeck.value}" if subdeck else deck
        other = spelt.setdefault(name.casefold(), name)
        if other != name and subdeck:
            message = f"`{other}` differs in case alone: Anki would take the two for one"
            report.append(error("invalid-value", subdeck.span, message, "spell both alike"))
        _, cards = subdecks.setdefault(name, (module.aim.value if module.aim and subdeck else "", []))
        for card in _chosen(include, module, home, project, known, report):
            first, where = taken.setdefault(card.id.value, (card, named))
            if first is card and where is named:
                cards.append(card)
            elif first is card:
                message = f"card `{card.id.value}` is already included at {where.span.place}"
                where_named = next((name for name in include.get("cards", ()) if name.value == card.id.value), named)
                report.append(error("invalid-value", where_named.span, message, "a card stands once in a deck"))
                break
    order = {identity: at for at, identity in enumerate(home)}
    return tuple(
        Subdeck(name, aim, tuple(sorted(cards, key=lambda card: order[card.id.value])))
        for name, (aim, cards) in subdecks.items()
    )


def _chosen(
    include: Record, module: Module, home: dict[str, str], project: Project, known: Known, report: Report
) -> list[Card]:
    before = len(report)
    kinds = {kind.value for kind in include.get("kinds", ())}
    views = {view.value for view in include.get("views", ())}
    cards = {card.value for card in include.get("cards", ())}
    for kind in include.get("kinds", ()):
        if kind.value not in project.kinds and f"kinds/{kind.value}" not in known.unread:
            hint = did_you_mean(kind.value, project.kinds)
            report.append(error("unknown-kind", kind.span, f"there is no kind `{kind.value}`", hint))
    known.check("card", include.get("cards", ()), report)
    for card in include.get("cards", ()):
        if home.get(card.value, module.id.value) != module.id.value:
            message = f"card `{card.value}` stands in module `{home[card.value]}`, not in `{module.id.value}`"
            report.append(error("invalid-value", card.span, message))
    chosen = [
        card
        for card in module.cards
        if (not kinds or card.kind.id in kinds)
        and (not views or card.view is None or card.view.value in views)  # None: told already that it lacks
        and (not cards or card.id.value in cards)
    ]
    if not chosen and module.cards and len(report) == before:
        report.append(error("invalid-value", include.get("module").span, "no card of this module fits this entry"))
    return chosen


_RENUMBER = "change the numbers that the subdecks' names begin with"


def _check_order(includes: tuple[Record, ...], modules: dict[str, Module], report: Report) -> None:
    """Anki sorts subdecks by name, whatever the manifest says: the two must agree, and with what modules need."""
    highest = ""
    position = {identity: at for at, identity in enumerate(modules)}
    later = [include.get("module").value for include in includes if include.get("module")]
    for include in includes:
        subdeck: Text | None = include.get("subdeck")
        name = subdeck.value.casefold() if subdeck else ""
        if subdeck and name < highest:
            message = f"Anki sorts `{subdeck.value}` before the subdeck above it"
            report.append(error("invalid-value", subdeck.span, message, "number subdecks in tens: `010 Start here`"))
        highest = max(highest, name)
        if (named := include.get("module")) is not None:
            later.remove(named.value)
            needed = modules[named.value].needs if named.value in modules else ()
            for need in needed:
                if need.value in later and position.get(need.value, -1) < position[named.value]:
                    message = f"`{named.value}` needs `{need.value}`, which comes later here"
                    report.append(error("circular-order", named.span, message, _RENUMBER))
