"""Writes a realistic project of any size: three kinds, Markdown, tags, sources, terms, order, some pictures.

It is clean by the structural rules, and nearly so by the standard of Closeness (`--standard` puts that to work).

The same seed gives the same bytes. Words come from the deck's own cards, so that lengths, letters and reading grade are
those of real text. Does not know how a project is checked.

    python benchmarks/generate.py 20000 /tmp/twenty-thousand
"""

from __future__ import annotations

import argparse
import random
import re
import struct
import zlib
from pathlib import Path

SEED = 20261124
CARDS_IN_A_FILE = 50
REPOSITORY = Path(__file__).parent.parent
VIEWS = ("self", "partner", "both", "general")
SURENESS = ("established", "supported", "contested")
_ASKING = ("What", "When", "Where", "How", "Why")


def generate(cards: int, folder: Path, seed: int = SEED, standard: bool = False) -> None:
    """Write a project with this many cards into a new folder."""
    chance = random.Random(seed)
    writer = _Writer(chance, _vocabulary())
    files = {"ankibuilder.yaml": _SETTINGS, "cards/references.yaml": _references(chance)}
    modules = [f"module-{number:05}" for number in range(-(-cards // CARDS_IN_A_FILE))]
    for number, module in enumerate(modules):
        count = min(CARDS_IN_A_FILE, cards - number * CARDS_IN_A_FILE)
        files[f"cards/{number:05}-{module}.yaml"] = writer.module(module, count)
    files["cards/objectives.yaml"] = "".join(
        f"- {{id: aim-of-{module}, statement: {writer.sentence(9)}, module: {module}}}\n" for module in modules
    )
    if standard:
        files["ankibuilder.yaml"] += "standard: cards/standard.yaml\n"
        files["cards/standard.yaml"] = (REPOSITORY / "cards/standard.yaml").read_text(encoding="utf-8")
    include = "".join(f"  - {{module: {module}, subdeck: {number:05}}}\n" for number, module in enumerate(modules))
    files["decks/large.yaml"] = f"name: Large\ntitle: Large\ndescription: A large deck.\ninclude:\n{include}"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    (folder / "cards/media").mkdir()
    for name in writer.pictures:
        (folder / "cards/media" / name).write_bytes(_picture(len(name)))


_SETTINGS = "namespace: large\nname: Large\nviews: [self, partner, both, general]\n"
_WORKS = 120


def _vocabulary() -> list[str]:
    """Take plain words from the deck's own texts, as often as they stand there."""
    texts = "".join(path.read_text(encoding="utf-8") for path in sorted((REPOSITORY / "cards").glob("0*.yaml")))
    extras = re.findall(r"extra: >-\n((?:      .*\n)+)", texts)
    return re.findall(r"\b[a-z][a-z']+\b", " ".join(extras))


def _references(chance: random.Random) -> str:
    entries = [
        f"- id: work-{number}\n  type: book\n  title: Work {number}\n"
        f"  author:\n    - {{family: Author{number}, given: A.}}\n"
        f"  issued: {{date-parts: [[{chance.randint(1950, 2026)}]]}}\n  checked: record\n"
        for number in range(_WORKS)
    ]
    return "".join(entries)


class _Writer:
    """Writes modules; remembers which pictures they name."""

    def __init__(self, chance: random.Random, words: list[str]) -> None:
        self.chance = chance
        self.words = words
        self.pictures: list[str] = []

    def module(self, module: str, count: int) -> str:
        """Write one card file."""
        head = f"module: {module}\ntitle: {module.capitalize()}\naim: {self.sentence(8)}\ncards:\n"
        return head + "\n".join(self.card(module, number) for number in range(count))

    def card(self, module: str, number: int) -> str:
        """Write one card: two in five concepts, the rest warning signs and reframes."""
        chance = self.chance
        kind = chance.choices(("concept", "warning-sign", "reframe"), (42, 29, 29))[0]
        lines = [f"  - id: {module}-{number}", f"    kind: {kind}", f"    view: {chance.choice(VIEWS)}"]
        lines += getattr(self, kind.replace("-", "_"))()
        sureness = chance.choice(SURENESS)
        lines += ["    extra: >-", *(f"      {line}" for line in self.paragraph(sureness))]
        works = sorted(chance.sample(range(_WORKS), chance.randint(1, 3)))
        lines += [f"    sources: [{', '.join(f'work-{work}' for work in works)}]"]
        lines += [f"    sureness: {sureness}", f"    covers: [aim-of-{module}]"]
        if not number:
            lines.append(f"    term: {module.replace('-', ' ')}")
        if number and chance.random() < 0.4:
            lines.append(f"    after: [{module}-{chance.randrange(number)}]")
        if chance.random() < 0.2:
            lines.append(f"    tags: [{chance.choice(('contrast', 'practice'))}]")
        if chance.random() < 0.01:
            self.pictures.append(f"{module}-{number}.png")
            lines.append(f"    image: {{file: {self.pictures[-1]}, alt: {self.sentence(6)}}}")
        return "\n".join(lines) + "\n"

    def concept(self) -> list[str]:
        """Write what a concept alone has."""
        return [f"    question: {self.question(self.chance.randint(8, 16))}", f"    answer: {self.answer()}"]

    def warning_sign(self) -> list[str]:
        """Write what a warning sign alone has."""
        scene = f"{self.sentence(self.chance.randint(4, 8))} {self.sentence(self.chance.randint(3, 6))}"
        return [f"    scene: {scene}", f"    question: {self.question(7)}", f"    answer: {self.answer()}"]

    def reframe(self) -> list[str]:
        """Write what a reframe alone has."""
        thought, reframe = self.sentence(self.chance.randint(5, 10)), self.sentence(self.chance.randint(6, 14))
        return [f"    thought: {thought}", "    cue: A truer reading?", f"    reframe: {reframe}"]

    def answer(self) -> str:
        """Write an answer; now and then one that needs quotes, for its colon."""
        if self.chance.random() < 0.25:
            return f'"{self.sentence(2, ":")} {" ".join(self.chance.choices(self.words, k=5))}."'
        return self.sentence(self.chance.randint(4, 12))

    def question(self, words: int) -> str:
        """Write a question that is none of yes or no."""
        return f"{self.chance.choice(_ASKING)} {self.sentence(words - 1, '?').lower()}"

    def paragraph(self, sureness: str) -> list[str]:
        """Write an extra of two to four sentences, a quarter of them with emphasis, a few with a link."""
        sentences = [self.sentence(self.chance.randint(6, 14)) for _ in range(self.chance.choice((1, 2, 2, 3, 3)))]
        sentences += ["Researchers still argue about it."] if sureness == "contested" else []
        roll = self.chance.random()
        if roll < 0.25:
            sentences[-1] = f"*{sentences[-1].split()[0]}* {sentences[-1].split(maxsplit=1)[1]}"
        elif roll < 0.3:
            sentences.append("See [the page](https://example.org/page).")
        words, lines = " ".join(sentences).split(), [""]
        for word in words:
            if len(lines[-1]) + len(word) > 95:
                lines.append("")
            lines[-1] += f" {word}" if lines[-1] else word
        return lines

    def sentence(self, words: int, end: str = ".") -> str:
        """Write a sentence of so many words."""
        text = " ".join(self.chance.choices(self.words, k=words))
        return text[0].upper() + text[1:] + end


def _picture(shade: int) -> bytes:
    """Make a PNG of one grey pixel."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes((0, shade % 256)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cards", type=int)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--standard", action="store_true", help="with the standard of Closeness")
    given = arguments.parse_args()
    generate(given.cards, given.folder, standard=given.standard)
