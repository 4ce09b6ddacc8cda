"""A package as a project, planned: what is kept and how it is written, what is left out and why. Writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.importing.cards import adopted_card, keeps_tag
from ankibuilder.importing.decks import Chapter, chapters, lawful, manifests
from ankibuilder.importing.kinds import adopted_kinds
from ankibuilder.importing.markdown import as_anki_keeps_it
from ankibuilder.importing.media import composed, faults_of_media
from ankibuilder.importing.names import id_of, words_of
from ankibuilder.importing.scalar import in_flow, scalar
from ankibuilder.importing.values import AdoptedCard, AdoptedKind, Plan, Refused
from ankibuilder.package.content import card_ordinals
from ankibuilder.reading import Note, Package

_MOST_NAMED = 5
_MOST_TYPES = 1_000  # each becomes a folder
_NO_CARDS = ""  # a note without cards has no deck


_TEXT = (
    "a text says no ids of note types: who has these notes keeps them, and the packages of this project do not update "
    "them; import an .apkg instead, where there is one"
)


def make_plan(package: Package, path: Path | None, stem: str) -> Plan:
    """Plan the project of a package; `path` is where its media can be read, `stem` the name of its file.

    A text that was exported has no such path: it says no media, note type ids and times. Raises AnkibuilderError
    where there are more note types than a project can hold.
    """
    remarks: list[str] = [] if path is not None else [_TEXT]
    used = {note.note_type for note in package.notes}
    if len(used) > _MOST_TYPES:
        message = f"{package.name} has notes of {len(used):,} note types; the most is {_MOST_TYPES:,}"
        raise AnkibuilderError(message, "export fewer decks at once", status=1)
    kinds, unkind = adopted_kinds([made for number, made in package.note_types.items() if number in used], remarks)
    media = faults_of_media(path, package.media)
    cards, refused = _cards(package.notes, kinds, unkind, media, _decks(package, stem, remarks))
    remarks += _told(cards, media)
    remarks += _other_cards(cards, {made.kind.id: made for made in kinds.values()}) if path is not None else []
    held = _chapters(cards)
    about = {lawful(name, stem, []): told for name, told in package.decks.items()}
    kept = {card.kind for card in cards}
    files = {
        "ankibuilder.yaml": _settings(stem),
        **{name: text for made in kinds.values() if made.kind.id in kept for name, text in made.files.items()},
        **_modules(held, cards),
        **manifests(held, about, package.name, remarks),
    }
    shown = {name for card in cards for name in card.media}
    return Plan(
        name=stem, cards=tuple(cards), kinds=tuple(made.kind for made in kinds.values() if made.kind.id in kept),
        decks=tuple(held), refused=tuple(refused), remarks=tuple(dict.fromkeys(remarks)), files=files,
        media={name: there for name, there in composed(package.media).items() if name in shown},
        times={made.kind.id: package.note_types[number].time for number, made in kinds.items()} if path else {},
    )  # fmt: skip


def _settings(stem: str) -> str:
    name = "".join(sign if sign not in ':"<>{}[]' and sign.isprintable() else " " for sign in stem).strip()[:60].strip()
    return f"namespace: {id_of(stem) or 'adopted'}\nname: {scalar(name or 'Adopted', 2)}\ntags: false\n"


def _decks(package: Package, stem: str, remarks: list[str]) -> dict[str, str]:
    """Give the names that decks will have, by the names they have."""
    instead = lawful(stem.replace("::", " "), "Adopted", [])
    names = dict.fromkeys(note.cards[0].deck for note in package.notes if note.cards)
    made = {name: lawful(name, instead, remarks) for name in names}
    return {**made, _NO_CARDS: next(iter(made.values()), instead)}


def _cards(
    notes: Iterable[Note], kinds: Mapping[int, AdoptedKind], unkind: Mapping[int, str],
    media: Mapping[str, str], decks: Mapping[str, str],
) -> tuple[list[AdoptedCard], list[Refused]]:  # fmt: skip
    """Take notes in the order of their ids, so that the names they get are the same each time."""
    cards: list[AdoptedCard] = []
    refused: list[Refused] = []
    taken: dict[str, int] = {}
    guids: set[str] = set()
    for note in notes:
        made: AdoptedCard | Refused
        if note.note_type not in kinds:
            label = next(filter(None, map(words_of, note.fields.values())), note.guid)
            made = Refused(label, note.guid, unkind[note.note_type])
        elif note.guid and note.guid in guids:
            made = Refused(next(map(words_of, note.fields.values())), note.guid, "another note has its GUID, too")
        else:
            guids.add(note.guid)
            deck = decks[note.cards[0].deck if note.cards else _NO_CARDS]
            made = adopted_card(note, kinds[note.note_type], deck, media, taken)
        if isinstance(made, Refused):
            refused.append(made)
        else:
            cards.append(made)
    return cards, refused


def _chapters(cards: Iterable[AdoptedCard]) -> dict[str, list[Chapter]]:
    """Divide each deck into modules, decks in the order in which Anki shows them."""
    sizes = Counter(card.deck for card in cards)
    taken: dict[str, int] = {}
    return {name: chapters(name, sizes[name], taken) for name in sorted(sizes, key=_as_anki_sorts)}


def _as_anki_sorts(name: str) -> tuple[str, str, str]:
    top, _, rest = name.partition("::")
    return top.casefold(), top, rest.casefold()


def _modules(held: Mapping[str, list[Chapter]], cards: Iterable[AdoptedCard]) -> dict[str, str]:
    """Write the modules, cards in the order in which they are new to a learner."""
    files: dict[str, str] = {}
    by_deck: dict[str, list[AdoptedCard]] = {}
    for card in sorted(cards, key=_place):
        by_deck.setdefault(card.deck, []).append(card)
    width = max(3, len(str(10 * sum(map(len, held.values())))))
    for name, found in held.items():
        for chapter in found:
            written = [line for card in by_deck[name][chapter.first : chapter.last] for line in _card(card)]
            head = [f"module: {chapter.id}", f"title: {scalar(chapter.title, 2)}", "cards:"]
            files[f"cards/{10 * (len(files) + 1):0{width}}-{chapter.id}.yaml"] = "\n".join([*head, *written]) + "\n"
    return files


def _place(card: AdoptedCard) -> tuple[bool, int, int]:
    """Give a note's place: that of its first new card; notes of which all cards were studied come behind, by age."""
    new = [found.due for found in card.note.cards if not found.studied]
    return not new, min(new, default=0), card.note.note_id


def _card(card: AdoptedCard) -> list[str]:
    lines = [f"  - id: {card.id}", f"    kind: {card.kind}"]
    lines += [f"    guid: {scalar(card.note.guid, 6)}"] if card.note.guid else []
    lines += [f"    {name}: {scalar(text, 6)}" for name, text in card.texts.items()]
    return lines + ([f"    tags: [{', '.join(map(in_flow, card.tags))}]"] if card.tags else [])


def _told(cards: list[AdoptedCard], media: Mapping[str, str]) -> list[str]:
    """Tell what of kept cards does not come along, each with the cards or files that it is about."""
    shown = {name for card in cards for name in card.media}
    tags = {tag: None for card in cards for tag in card.note.tags if not keeps_tag(tag)}
    apart = [card.id for card in cards if len({found.deck for found in card.note.cards}) > 1]
    unused = sorted(name for name in media if name not in shown)
    return [
        *(f"tag `{tag}` is left out: {_some([c.id for c in cards if tag in c.note.tags])}" for tag in tags),
        *(
            [f"cards of one note are in several decks; newcomers get them in the first: {_some(apart)}"]
            if apart
            else []
        ),
        *([f"media that no kept card shows are left out: {_some(unused)}"] if unused else []),
    ]


def _other_cards(cards: list[AdoptedCard], kinds: Mapping[str, AdoptedKind]) -> list[str]:
    """Tell of notes that get other cards than they have: an import makes only those whose front is not empty."""
    more: list[str] = []
    fewer: list[str] = []
    for card in cards:
        made = kinds[card.kind]
        fields = {made.fields[name]: as_anki_keeps_it(html) for name, html in card.note.fields.items()}
        wanted, there = set(card_ordinals(made.kind, fields)), {found.ordinal for found in card.note.cards}
        more += [card.id] if wanted - there else []
        fewer += [card.id] if there - wanted else []
    return [
        *([f"newcomers do not get cards with an empty front: {_some(fewer)}"] if fewer else []),
        *([f"notes get a card that they lack: {_some(more)}"] if more else []),
    ]


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more
