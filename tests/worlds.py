"""Random projects as plain data, and random edits as maintainers make them."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from ankibuilder.lock import Lock

START = 1_700_000_000
WORDS = (
    "closeness warmth distance silence partner evening letter question answer fear calm need habit story river "
    "morning signal repair promise step word look *often* **not** rain — “quoted” naïve 言葉 O'Brien & <b>bold</b> "
    "$x^2$"
).split()
KINDS = {
    "concept": ("question", "answer"),
    "warning-sign": ("scene", "question", "answer"),
    "reframe": ("thought", "reframe"),
    "pair": ("word", "meaning"),
}


@dataclass
class World:
    """A project between two releases, and what has been released of it."""

    chance: Random
    modules: list[dict[str, Any]] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    style: int = 0
    footer: str = "For learning."
    description: str = "A description."
    label: str = "Meaning"
    numbers: dict[str, int] = field(default_factory=dict)
    past: list[tuple[str, str, str]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    serial: int = 0
    releases: int = 0
    time: int = START
    edits: Counter[str] = field(default_factory=Counter)

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [card for module in self.modules for card in module["cards"]]

    def next(self, name: str) -> str:
        self.serial += 1
        return f"{name}-{self.serial}"


def new_world(seed: int) -> World:
    """Make a project of 20 to 30 cards in two to four modules."""
    world = World(Random(seed))
    for _ in range(world.chance.randint(2, 4)):
        _new_module(world)
    for kind in KINDS:
        world.modules[0]["cards"].append(_card(world, kind))
    for _ in range(world.chance.randint(16, 26)):
        _add_card(world)
    return world


def text(world: World) -> str:
    world.serial += 1
    return " ".join(world.chance.choices(WORDS, k=world.chance.randint(3, 9))) + f" {world.serial}."


def _card(world: World, kind: str = "") -> dict[str, Any]:
    kind = kind or world.chance.choice(list(KINDS))
    card = {"id": world.next("card"), "kind": kind, **{name: text(world) for name in KINDS[kind]}}
    if world.chance.random() < 0.3:
        card["extra"] = text(world)
    return card


def _new_module(world: World) -> None:
    """Where a module stands is in its subdeck's name, which never changes; a new one may come between."""
    name = world.next("module")
    world.numbers[name] = world.chance.choice([at for at in range(10, 999) if at not in world.numbers.values()])
    world.modules.append({"module": name, "title": f"Title {name}", "aim": text(world), "cards": [_card(world)]})
    world.modules.sort(key=lambda module: world.numbers[module["module"]])


def _add_card(world: World) -> None:
    cards = world.chance.choice(world.modules)["cards"]
    cards.insert(world.chance.randint(0, len(cards)), _card(world))


def _some(world: World, wanted: Callable[[dict[str, Any]], bool] = lambda card: True) -> list[dict[str, Any]]:
    fit = [card for card in world.cards if wanted(card)]
    return world.chance.sample(fit, min(len(fit), world.chance.randint(1, 3)))


def _edit_text(world: World) -> None:
    for card in _some(world):
        name = world.chance.choice([*KINDS[card["kind"]], "extra", "hint"])
        world.past += [(card["id"], name, card[name])] if name in card else []
        card[name] = text(world)


def _edit_back(world: World) -> None:
    """A text becomes again what it was in an earlier release."""
    if world.past:
        identity, name, old = world.past.pop(world.chance.randrange(len(world.past)))
        next(card for card in world.cards if card["id"] == identity)[name] = old


def _edit_tags(world: World) -> None:
    for card in _some(world):
        card["tags"] = sorted(world.chance.sample(("safety", "contrast", "a::b", "über"), world.chance.randint(0, 3)))


def _edit_order(world: World) -> None:
    world.chance.shuffle(world.chance.choice(world.modules)["cards"])


def _edit_modules(world: World) -> None:
    """A new module, a new title, or a card that moves from one module to another."""
    choice = world.chance.randrange(3)
    if choice == 0 and len(world.modules) < 7:
        _new_module(world)
    elif choice == 1:
        world.chance.choice(world.modules)["title"] = text(world)
    else:
        home, other = world.chance.sample(world.modules, 2)
        if len(home["cards"]) > 1:
            other["cards"].append(home["cards"].pop(world.chance.randrange(len(home["cards"]))))


def _edit_retired(world: World) -> None:
    for card in _some(world, lambda card: "retired" not in card)[:1]:
        card["retired"] = {"because": text(world)}


def _edit_media(world: World) -> None:
    """A new picture or sound, other bytes under an old name, or one taken away."""
    card = world.chance.choice(world.cards)
    if "image" in card and world.chance.random() < 0.6:
        if world.chance.random() < 0.3:
            del world.media[card.pop("image")["file"]]
            return
        world.media[card["image"]["file"]] = pixel(world.chance.randrange(2**24))
        return
    name = world.next("picture") + ".png"
    if old := card.get("image"):
        del world.media[old["file"]]
    world.media[name] = pixel(world.chance.randrange(2**24))
    card["image"] = {"file": name, "alt": text(world)}


def _edit_style(world: World) -> None:
    world.style += 1


def _edit_footer(world: World) -> None:
    world.footer = text(world)


def _edit_description(world: World) -> None:
    world.description = text(world)


def _edit_new(world: World) -> None:
    for _ in range(world.chance.randint(1, 3)):
        _add_card(world)


def _edit_label(world: World) -> None:
    world.label = f"Meaning {world.next('label')}"


def _edit_second_card(world: World) -> None:
    """An optional field is filled, and the note gets a second card."""
    for card in _some(world, lambda card: card["kind"] == "pair" and "sign" not in card)[:1]:
        card["sign"] = text(world)


EDITS: dict[str, Callable[[World], None]] = {
    "text": _edit_text,
    "text taken back": _edit_back,
    "tags": _edit_tags,
    "order": _edit_order,
    "modules": _edit_modules,
    "retired": _edit_retired,
    "media": _edit_media,
    "style": _edit_style,
    "footer": _edit_footer,
    "description": _edit_description,
    "new cards": _edit_new,
    "field renamed": _edit_label,
    "second card": _edit_second_card,
}


def pixel(colour: int) -> bytes:
    """Make a picture of one pixel."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0" + colour.to_bytes(3, "big"))),
        (b"IEND", b""),
    ]
    chunks = [
        struct.pack(">I", len(raw)) + name + raw + struct.pack(">I", zlib.crc32(name + raw)) for name, raw in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def edit(world: World, *names: str) -> None:
    """Make some edits of different sorts, or those that are named; count those that changed something."""
    for name in names or world.chance.sample(list(EDITS), world.chance.randint(2, 5)):
        before = sources(world)
        EDITS[name](world)
        world.edits[name] += sources(world) != before


def sources(world: World) -> str:
    """All that a release is made of."""
    return repr((world.modules, world.media, world.style, world.footer, world.description, world.label))
