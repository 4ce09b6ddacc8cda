"""What damaged inputs are thrown at, and what must hold whatever they are. Does not know how they are damaged."""

from __future__ import annotations

import gc
import io
import os
import random
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mutate_package
import mutate_text
import mutate_yaml

from ankibuilder.check import check
from ankibuilder.decode import decode
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.parse import Mapping, Node, Sequence, parse
from ankibuilder.parse.careful import careful
from ankibuilder.parse.quick import quick
from ankibuilder.reading import as_package, read_package
from ankibuilder.render.gate import clean, gate, says_nothing
from ankibuilder.render.judge import is_harmless
from ankibuilder.render.markdown import markdown
from ankibuilder.report import as_json, as_text
from ankibuilder.source import Source, Span

CORPUS = Path(__file__).parent / "corpus"
_Mutator = Callable[[bytes, random.Random, list[bytes]], bytes]


@dataclass(frozen=True)
class Target:
    """A name, the folder of its corpus, how inputs are damaged, and what is asked of each."""

    name: str
    folder: str
    mutator: _Mutator
    judge: Callable[[bytes], str]
    most_milliseconds: float

    def make(self, chance: random.Random) -> bytes:
        """Damage a file of the corpus."""
        corpus = _corpus(self.folder)
        return self.mutator(chance.choice(corpus), chance, corpus)

    def warm_up(self) -> None:
        """Judge what is whole, so that imports are not timed."""
        for raw in _corpus(self.folder):
            self.judge(raw)


_READ: dict[str, list[bytes]] = {}


def _corpus(folder: str) -> list[bytes]:
    if folder not in _READ:
        _READ[folder] = [path.read_bytes() for path in sorted((CORPUS / folder).iterdir())]
    return _READ[folder]


def _parser(raw: bytes) -> str:
    """Each input is nodes or findings; places are in the file; the quick way reads as the careful one."""
    source, found = decode("a.yaml", raw)
    if found:
        _whole(found, source)
        return "not text"
    node, told = parse(source)
    _whole(told, source)
    if zlib.crc32(raw) % 16 == 0 and (quickly := quick(source)) is not None:
        assert (quickly, []) == careful(source)
    if node is None:
        assert told or not quick_content(source.text)
        return f"refused: {told[0].rule}" if told else "empty"
    _placed(node, len(source.text))
    return "read" if not told else f"read, and told: {told[0].rule}"


def quick_content(text: str) -> bool:
    """Whether a text has anything but comments, spaces and marks of documents."""
    return any(line.strip() and not line.lstrip().startswith(("#", "---", "...", "%")) for line in text.splitlines())


def _whole(found: list[Any], source: Source) -> None:
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(source.text) + 1, one
        assert one.span.line >= 1
        assert one.span.column >= 1
        assert one.message.strip()
    as_text(found)


def _placed(root: Node, length: int) -> None:
    nodes = [root]
    while nodes:
        node = nodes.pop()
        assert 0 <= node.start <= node.end <= length + 1
        if isinstance(node, Mapping):
            nodes += node.entries.values()
        elif isinstance(node, Sequence):
            nodes += node.items


def _renderer(raw: bytes) -> str:
    """What the gate lets through, it lets through again; what looks harmless at a glance is."""
    text = raw.decode()
    html = markdown(text)
    source = Source("a.yaml", text)
    found = list(gate(html, Span(source, 0, len(text))))
    _whole(found, source)
    if is_harmless(text):
        assert not found
        assert not says_nothing(html)
    if found:
        return "refused"
    cleaned = clean(html) if "<" in html or "&" in html else html
    assert (clean(cleaned) if "<" in cleaned or "&" in cleaned else cleaned) == cleaned
    assert list(gate(cleaned, Span(source, 0, len(text)))) == []
    return "passed"


def _package(raw: bytes) -> str:
    """A package is read or refused in one line; nothing outside is touched."""
    _WATCH["on"] = True
    try:
        read_package(io.BytesIO(raw), "it.apkg")
    except AnkibuilderError as fault:
        assert (fault.status, fault.message.count("\n")) == (1, 0)  # noqa: PT017 - no test of pytest's
        return "refused"
    finally:
        _WATCH["on"] = False
    return "read"


def _adopted(raw: bytes) -> str:
    """What can be read becomes a project that builds, or is left out card by card, or is refused in one line."""
    from ankibuilder.importing import make_plan, try_project

    try:
        package = read_package(io.BytesIO(raw), "it.apkg")
        plan = make_plan(package, None, "it")
        assert len(plan.cards) + len(plan.refused) == len(package.notes)
        if plan.cards and not plan.media:
            try_project(plan, None)
            gc.unfreeze()
    except AnkibuilderError as fault:
        assert (fault.status, fault.message.count("\n")) == (1, 0), fault.message  # noqa: PT017 - no test of pytest's
        return "refused"
    return "kept" if plan.cards else "left out"


def _text(raw: bytes) -> str:
    """A table becomes notes with as many fields as their note types, or is refused in one line."""
    from ankibuilder.importing.text import as_package

    try:
        package = as_package(raw, "it.txt", "it")
    except AnkibuilderError as fault:
        assert (fault.status, fault.message.count("\n")) == (1, 0), fault.message  # noqa: PT017 - no test of pytest's
        return "refused"
    for note in package.notes:
        assert tuple(note.fields) == tuple(field.name for field in package.note_types[note.note_type].fields)
    return "read"


def _project(raw: bytes) -> str:
    """A whole check of a project with such a file; without errors it becomes a package that says the same."""
    _ROOT.mkdir(exist_ok=True)
    for name, text in _AROUND.items():
        (_ROOT / name).parent.mkdir(exist_ok=True)
        (_ROOT / name).write_text(text)
    where = "cards/it.yaml"
    for sign, path in (
        (b"namespace:", "ankibuilder.yaml"),
        (b"include:", "decks/it.yaml"),
        (b"- id:", "cards/references.yaml"),
    ):
        where = path if raw.startswith(sign) else where
    (_ROOT / where).write_bytes(raw)
    checked = check(_ROOT)
    as_text(checked.diagnostics)
    as_json(checked.diagnostics)
    gc.unfreeze()  # `check` is made for processes that end
    (_ROOT / "cards/it.yaml").unlink(missing_ok=True)
    if checked.errors:
        return "refused"
    return _there_and_back(checked)


def _there_and_back(checked: Any) -> str:
    from ankibuilder.lock import Lock
    from ankibuilder.package import package
    from ankibuilder.package.content import content, stamp

    stamped = stamp(checked.project, checked.notes, Lock(), 1_790_000_000)
    for deck in checked.project.decks:
        packed = content(deck, stamped)
        read, ours = read_package(io.BytesIO(package(packed)), "it"), as_package(packed, "it")
        assert (read.notes, read.media) == (ours.notes, ours.media)
        assert {name: about for name, about in read.decks.items() if name != "Default"} == ours.decks
    return "built"


_ROOT = Path(tempfile.gettempdir()) / f"ankibuilder-fuzz-{os.getpid()}"
_AROUND = {
    "ankibuilder.yaml": "namespace: rivers\nname: Rivers\n",
    "cards/references.yaml": "- {id: bowlby-1988, type: book, title: A Secure Base}\n",
    "cards/one.yaml": "module: one\ntitle: One\ncards:\n  - {id: volga, kind: concept, question: Q?, answer: A.}\n",
    "decks/it.yaml": "name: Rivers\ntitle: Rivers\ndescription: Rivers.\ninclude:\n  - {module: one}\n",
}
_WATCH = {"on": False}
_TOUCHING = (
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "subprocess.Popen",
    "socket.connect",
    "socket.bind",
    "shutil",
    "sqlite3.enable_load",
)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse, while a package is read, whatever could change the world outside."""
    if not _WATCH["on"]:
        return
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    elsewhere = event == "sqlite3.connect" and arguments[0] != ":memory:"
    if writes or elsewhere or event.startswith(_TOUCHING):
        raise AssertionError(f"touched the world outside: {event} {arguments!r}")


sys.addaudithook(_watch)

TARGETS = {
    target.name: target
    for target in (
        Target("parser", "yaml", mutate_yaml.mutated, _parser, 50),
        Target("renderer", "text", mutate_text.mutated, _renderer, 2_000),
        Target("project", "yaml", mutate_yaml.mutated, _project, 2_000),
        Target("package", "packages", mutate_package.mutated, _package, 5_000),
        Target("import", "packages", mutate_package.mutated, _adopted, 10_000),
        Target("table", "text", mutate_text.mutated, _text, 2_000),
    )
}
