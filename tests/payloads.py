"""Payloads and harmless texts, and a project that has them in every place where somebody can write."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from support import write

from ankibuilder.decode import HIDDEN

HERE = Path(__file__).parent
PNG = b"\x89PNG\r\n\x1a\n"


def payloads() -> list[str]:
    return [_spelt(line) for line in _lines("payloads.txt")]


def harmless() -> list[tuple[str, str]]:
    """What somebody writes, and what a learner must see of it."""
    lines = (line.partition(" ⟹ ") for line in _lines("harmless.txt"))
    return [(_spelt(written), shown or _spelt(written)) for written, _, shown in lines]


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("# ")]


def _spelt(line: str) -> str:
    line = re.sub(r"⟦([^⟧]*)\*(\d+)⟧", lambda found: found[1] * int(found[2]), line)
    return re.sub(r"⟦([0-9A-F]+)⟧", lambda found: chr(int(found[1], 16)), line)


class Slot(NamedTuple):
    """A place for text: what sort of place, and which payload."""

    place: str
    number: int


class Written(NamedTuple):
    """A project's files, and which slot each line holds; line 0 stands for a whole file."""

    files: dict[str, str | None]
    slots: dict[tuple[str, int], Slot]

    def slot(self, path: str, line: int) -> Slot | None:
        return self.slots.get((path, line)) or self.slots.get((path, 0))


_CARDS = (
    ("concept", ("question", "answer", "extra", "hint"), {"question": "What?", "answer": "That."}),
    ("warning-sign", ("scene", "question", "answer"), {"scene": "Here.", "question": "What?", "answer": "That."}),
    ("reframe", ("thought", "cue", "reframe"), {"thought": "No.", "reframe": "Yes."}),
    ("every-filter", ("word", "sign"), {"word": "Word", "sign": "Sign"}),
)
_EVERY_FILTER = {
    "kinds/every-filter/kind.yaml": (
        "name: Every filter\nsort: word\nfields:\n  - {id: word, name: Word, required: true}\n"
        "  - {id: sign, name: Sign, required: true}\n"
        "templates:\n  - {id: one, name: One, front: front.html, back: back.html}\n"
        "  - {id: two, name: Two, front: other.html, back: plain.html}\n"
    ),
    "kinds/every-filter/front.html": '{{#Word}}{{#Sign}}<div id="{{Card ID}}">{{Word}}{{Sign}}</div>{{/Sign}}{{/Word}}',
    "kinds/every-filter/other.html": "{{#Word}}{{#Sign}}{{Sign}}{{Word}}{{/Sign}}{{/Word}}",
    "kinds/every-filter/plain.html": "{{Sign}}{{Word}}<span lang=en>{{Extra}}{{Module}}</span>[[tail]]",
    "kinds/every-filter/back.html": (
        "{{FrontSide}}<hr id=answer>{{furigana:Word}}{{kana:Word}}{{kanji:Sign}}{{hint:Sign}}{{type:Word}}"
        "{{tts en_US:Word}}{{Tags}} {{Deck}} {{Subdeck}} {{Type}} {{Card}}[[tail]]"
    ),
}
REFERENCE = (
    "title", "container-title", "publisher", "volume", "page", "issued", "URL", "DOI", "literal", "family", "given",
    "non-dropping-particle", "editor", "date-parts",
)  # fmt: skip
FILES = ("front", "back", "style")  # of a kind: each may hold anything


def project_of(texts: list[str], refused: Collection[Slot]) -> Written:
    """Write every text into every place that is not refused for it; the rest is harmless."""
    made = _Writer(texts, refused)
    made.line("ankibuilder.yaml", "namespace: example\nname: Example\nfooter:")
    made.files |= {path: [text] for path, text in _EVERY_FILTER.items()}
    made.line("decks/all.yaml", "name: All\ntitle: All\ndescription: All of it.\ninclude:")
    for number in range(len(texts)):
        made.module(number)
    made.files["cards/media/a.png"] = []
    return Written({path: "".join(lines) for path, lines in made.files.items()}, made.slots)


class _Writer:
    def __init__(self, texts: list[str], refused: Collection[Slot]) -> None:
        self.texts, self.refused = texts, refused
        self.files: dict[str, list[str]] = {}
        self.count: dict[str, int] = {}
        self.slots: dict[tuple[str, int], Slot] = {}

    def line(self, path: str, text: str, slot: Slot | None = None) -> None:
        self.count[path] = self.count.get(path, 0) + 1
        if slot:
            self.slots[path, self.count[path]] = slot
        self.files.setdefault(path, []).append(f"{text}\n")
        self.count[path] += text.count("\n")

    def put(self, path: str, before: str, place: str, number: int, otherwise: str, after: str = "") -> None:
        slot = Slot(place, number)
        text = otherwise if slot in self.refused else self.texts[number]
        *above, before = before.split("\n")
        for line in above:
            self.line(path, line)
        self.line(path, f"{before}{quoted(text)}{after}", slot)

    def module(self, at: int) -> None:
        path, name = f"cards/m{at}.yaml", f"m{at}"
        self.line(path, f"module: {name}")
        self.put(path, "title: ", "module title", at, name)
        self.put(path, "aim: ", "aim", at, name)
        self.line(path, "cards:")
        for kind, fields, usual in _CARDS:
            for field in fields:
                self._card(path, at, kind, field, usual)
        for place, more in _AROUND.items():
            self.line(path, f"  - id: {place.replace(' ', '-')}-{at}\n    kind: every-filter\n    word: W\n    sign: S")
            self.put(path, f"    {more[0]}", place, at, more[1] or f"{place}-{at}", more[2])
        self.line("decks/all.yaml", f"  - {{module: {name}, subdeck: 'Part {at:03}'}}")
        self._around(at)

    def _card(self, path: str, at: int, kind: str, field: str, usual: dict[str, str]) -> None:
        self.line(path, f"  - id: {kind}-{field}-{at}\n    kind: {kind}")
        for name, text in usual.items():
            if name != field:
                self.line(path, f"    {name}: {text}")
        self.put(path, f"    {field}: ", f"{kind} {field}", at, usual.get(field, "More."))

    def _around(self, at: int) -> None:
        """Write the deck, the kind and the references of a text."""
        deck, kind = f"decks/d{at}.yaml", f"kinds/k{at}/kind.yaml"
        self.put(deck, "name: ", "deck name", at, f"D{at}")
        self.put(deck, "title: ", "deck title", at, f"D{at}")
        self.put(deck, "description: ", "deck description", at, f"D{at}")
        self.put(deck, "preset:\n  new_per_day: 5\n  reviews_per_day: 50\n  name: ", "preset", at, f"P{at}")
        self.line(deck, f"include:\n  - module: m{at}\n    cards: [k-{at}, every-filter-word-{at}]")
        self.put(deck, "    subdeck: ", "subdeck", at, "010 Part")
        self.put(kind, "name: ", "kind name", at, f"K{at}")
        self.line(kind, "sort: word\nfields:\n  - {id: word, name: Word, required: true}\n  - id: more\n    name: More")
        self.put(kind, "    default: ", "default", at, "Usual.")
        self.line(kind, "templates:\n  - {id: one, name: One, front: front.html, back: back.html}")
        self.files[f"kinds/k{at}/front.html"] = ["{{#Word}}{{Word}}{{/Word}}"]
        self.files[f"kinds/k{at}/back.html"] = ["[[kind]]{{FrontSide}}{{More}}<div>[[footer]]</div>"]
        self.put("ankibuilder.yaml", f"  k{at}: ", "footer", at, "Footer.")
        self.line(f"cards/m{at}.yaml", f"  - {{id: k-{at}, kind: k{at}, word: W}}")
        self._names(at)
        for place in FILES:
            self._kind_of_files(place, at)
        self.line(f"cards/m{at}.yaml", f"  - id: sources-{at}\n    kind: every-filter\n    word: W\n    sign: S")
        self.line(f"cards/m{at}.yaml", "    sources: [" + ", ".join(f"{n.lower()}-{at}" for n in REFERENCE) + "]")
        for name in REFERENCE:
            self._reference(name, at)

    def _names(self, at: int) -> None:
        """Write a kind whose names are the text, and templates that show them."""
        folder, slot = f"kinds/n{at}", Slot("field name", at)
        path, name = f"{folder}/kind.yaml", "More" if slot in self.refused else self.texts[at]
        self.line(path, f"name: N{at}\nsort: word")
        self.put(path, "about: ", "kind about", at, "About.")
        self.line(path, "fields:\n  - {id: word, name: Word, required: true}\n  - id: more")
        self.put(path, "    about: ", "field about", at, "About.")
        self.put(path, "    name: ", slot.place, at, "More")
        self.line(path, "templates:\n  - id: one\n    front: front.html\n    back: back.html")
        self.put(path, "    name: ", "template name", at, "One")
        self.line(path, f"note_type:\n  id: {at + 1}")
        pinned = Slot("note type name", at)  # another than the name of the kind before
        self.line(path, f"  name: {quoted(f'N{at}' if pinned in self.refused else f'{self.texts[at]} N{at}')}", pinned)
        self.files[f"{folder}/front.html"] = ["{{#Word}}{{Word}}{{/Word}}"]
        self.files[f"{folder}/back.html"] = ["{{FrontSide}}{{hint:" + name + "}} {{Type}} {{Card}} {{Subdeck}}"]
        self.slots[f"{folder}/back.html", 0] = slot
        self.line(f"cards/m{at}.yaml", f"  - {{id: n-{at}, kind: n{at}, word: W, more: M}}")

    def _kind_of_files(self, place: str, at: int) -> None:
        """Write a kind one of whose files holds the text."""
        folder, slot = f"kinds/{place}{at}", Slot(place, at)
        text = "" if slot in self.refused else self.texts[at]
        self.line(f"{folder}/kind.yaml", f"name: {place}{at}\nsort: word\nfields:")
        self.line(f"{folder}/kind.yaml", "  - {id: word, name: Word, required: true}\ntemplates:")
        self.line(f"{folder}/kind.yaml", "  - {id: one, name: One, front: front.html, back: back.html}")
        front, back = (text if place == side else "" for side in ("front", "back"))
        self.files[f"{folder}/front.html"] = [f"{{{{#Word}}}}{{{{Word}}}}{front}{{{{/Word}}}}"]
        self.files[f"{folder}/back.html"] = [f"{{{{FrontSide}}}}<hr id=answer>{back}{{{{Word}}}}"]
        self.files[f"{folder}/style.css"] = [text if place == "style" else ".x {}"]
        file = "style.css" if place == "style" else f"{place}.html"
        self.slots |= {(f"{folder}/{name}", 0): slot for name in (file, "kind.yaml", "front.html", "back.html")}
        self.line(f"cards/m{at}.yaml", f"  - {{id: {place}-{at}, kind: {place}{at}, word: W}}")

    def _reference(self, name: str, at: int) -> None:
        path, slot = "cards/references.yaml", Slot(f"reference {name}", at)
        self.line(path, f"- id: {name.lower()}-{at}", slot)
        self.line(path, "  type: book")
        if name != "title":
            self.line(path, "  title: A title")
        usual = {"URL": "https://example.org/", "DOI": "10.1000/1", "issued": "1988"}.get(name, "Words")
        if name in _NAMED:
            self.put(path, f"  author: [{{{_NAMED[name]}: ", slot.place, at, usual, "}]")
        elif name == "editor":
            self.put(path, "  editor: [{literal: ", slot.place, at, usual, "}]")
        elif name == "date-parts":
            self.put(path, "  issued: {date-parts: [[", slot.place, at, "1988", "]]}")
        else:
            self.put(path, f"  {name}: ", slot.place, at, usual)


_NAMED = {
    "literal": "literal", "family": "family", "given": "family: Ward, given",
    "non-dropping-particle": "family: Ward, non-dropping-particle",
}  # fmt: skip
_AROUND: dict[str, tuple[str, str, str]] = {
    "tag": ("tags: [", "tag", "]"),
    "retired": ("retired: {because: ", "Old.", "}"),
    "alt": ("image: {file: a.png, alt: ", "A picture.", "}"),
    "credit": ("image: {file: a.png, alt: A picture., credit: ", "Us.", "}"),
    "picture": ("image: {alt: A picture., file: ", "a.png", "}"),
    "sound": ("audio: {file: ", "a.mp3", "}"),
    "guid": ("guid: ", "", ""),
    "term": ("term: ", "term", ""),
}


def quoted(text: str) -> str:
    """Write a text in YAML's double quotes, with what nobody can see by its number."""
    plain = json.dumps(text, ensure_ascii=False)
    return HIDDEN.sub(lambda found: f"\\U{ord(found[0]):08X}", plain)


def into(folder: Path, written: Written) -> Path:
    write(folder, written.files)
    (folder / "cards/media/a.png").write_bytes(PNG)
    (folder / "cards/media/a.mp3").write_bytes(b"ID3\x04")
    return folder
