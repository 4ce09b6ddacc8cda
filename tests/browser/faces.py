"""Faces of cards, drawn by Anki, on pages like those of its reviewer; and a project whose cards fill every field.

Does not know the browser.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from support import run, write

from ankibuilder.engine import collection, import_package

# What the reviewer brings along (aqt's reviewer.css): a card's style has to win over it.
_REVIEWER = (
    "hr{background-color:#737373;margin:1em 0;border:none;height:1px}body{margin:20px;overflow-wrap:break-word}"
    "body.nightMode{background-color:#2c2c2c;color:#fcfcfc}img{max-width:100%;max-height:95vh}li{text-align:start}"
    "pre{text-align:left}.replay-button{text-decoration:none;display:inline-flex;vertical-align:middle;margin:3px}"
    ".replay-button svg{width:40px;height:40px}.replay-button svg circle{fill:#fff;stroke:#414141}"
)
_REPLAY = (
    '<a class="replay-button soundLink" href=# draggable=false><svg class="playImage" viewBox="0 0 64 64">'
    '<circle cx="32" cy="32" r="29"/><path d="M56.502,32.301l-37.502,20.101l0.329,-40.804l37.173,20.703Z"/></svg></a>'
)
MODES = {"day": "", "night": "nightMode night_mode"}


def faces(package: Path, filled: Mapping[str, str] | None = None) -> Iterator[tuple[str, str]]:
    """Import a package, fill some more fields, and give each card's sides: a name, and HTML with its style."""
    with collection() as opened:
        import_package(opened, package)
        assert opened.media is not None
        for file in Path(opened.media.dir()).iterdir():
            (package.parent / file.name).write_bytes(file.read_bytes())
        for identity in opened.find_cards("deck:*"):
            note = opened.get_card(identity).note()
            for name, text in (filled or {}).items():
                note[name] = text
            opened.update_note(note)
            card = opened.get_card(identity)
            for side, html in (("front", card.question()), ("back", card.answer())):
                yield f"{note['Card ID']}-{side}", re.sub(r"\[anki:play:[^\]]*\]", _REPLAY, html)


def page(folder: Path, html: str, mode: str, more: str = "") -> Path:
    """Write a page as Anki's reviewer would show it, with some more style or markup at its end."""
    path = folder / "page.html"
    path.write_text(
        '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<style>{_REVIEWER}</style></head><body class="card card1 {MODES[mode]}">'
        f'<div id="qa">{html}</div>{more}</body></html>',
        encoding="utf-8",
    )
    return path


PLAIN = "A text as most cards have it; one or two sentences. It ends here."
DIAL = "In need, call 1-800-555-0199."
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = "https://example.org/" + "a-very-long-address-without-any-space/" * 2
HEBREW = "כשמישהו מתקרב, משהו בי נסוג; זה היה פעם דרך להישאר בטוח."
MARKDOWN = (
    "Two *kinds* of **help**:\n\n- one, `code`\n- {link}\n\n> A quoted line.\n\n"
    "<table><tbody><tr><th>When</th><td>{long}</td></tr></tbody></table>\n\n"
    "<mark>Marked</mark>, <kbd>Ctrl</kbd>, <small>small</small>.\n\n```\n{long}\n```"
)
# What cards must bear: the usual, words without a place to break, right to left, all that Markdown makes.
TEXTS = {
    "plain": PLAIN,
    "long": f"{LONG} and {ADDRESS}",
    "right-to-left": HEBREW,
    "markdown": MARKDOWN.format(link=f"[an address]({ADDRESS})", long=LONG),
}
_PROMPTS = {"concept": "question answer", "warning-sign": "scene question answer", "reframe": "thought cue reframe"}


def every_field(folder: Path, language: str = "en") -> Path:
    """Build a project of all kinds, with every field filled, by every sort of text; gives the package."""
    (folder / "cards/media").mkdir(parents=True)
    (folder / "cards/media/wide.png").write_bytes(_png(1600, 900))
    (folder / "cards/media/sound.mp3").write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 64)
    cards = "".join(_card(kind, sort, text) for kind in _PROMPTS for sort, text in TEXTS.items())
    write(
        folder,
        {
            "ankibuilder.yaml": (
                f"namespace: every\nname: Every\nlanguage: {language}\nviews: [self]\nfooter:\n  all: {PLAIN} {DIAL}\n"
                "report: https://example.org/new?card={id}\n"
            ),
            "cards/references.yaml": f"- {{id: work, type: book, title: '{LONG}', URL: '{ADDRESS}'}}\n",
            "cards/every.yaml": f"module: every\ntitle: {PLAIN}\ncards:\n{cards}",
            "decks/every.yaml": "name: Every\ntitle: Every\ndescription: x\ninclude:\n  - {module: every}\n",
        },
    )
    done = run("build", "every", "-o", folder / "dist", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "dist/every.apkg"


def _card(kind: str, sort: str, text: str) -> str:
    lines = "".join(f"      {line}\n" if line else "\n" for line in text.split("\n"))
    fields = "".join(f"    {name}: |\n{lines}" for name in (*_PROMPTS[kind].split(), "extra", "hint"))
    return (
        f"  - id: {kind}-{sort}\n    kind: {kind}\n    view: self\n{fields}"
        "    sources: [work]\n    sureness: contested\n"
        "    image: {file: wide.png, alt: A wide picture, credit: Somebody}\n"
        "    audio: {file: sound.mp3, credit: Somebody}\n"
    )


def _png(width: int, height: int) -> bytes:
    """A picture of one light colour."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = (b"\0" + b"\xfb\xfa\xf7" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
