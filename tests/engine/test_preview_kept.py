"""The preview makes anew only what changed. Whatever is edited, its page is told what a fresh preview would tell."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support import CASES, EPOCH, run

from ankibuilder.engine.drawing import drawing
from ankibuilder.preview.board import Board
from ankibuilder.preview.editors import linker
from ankibuilder.preview.face import face_page
from ankibuilder.preview.refresh import Refresh

PNG = b"\x89PNG\r\n\x1a\n"
MORE = "  - {id: more, kind: warning-sign, view: self, scene: S., question: Q?, answer: A.}\n"


class Edit(NamedTuple):
    """A change of a file: what stands in place of what; all of it where nothing is named, and None takes it away."""

    path: str
    old: str
    new: str | bytes | None


CARDS, OTHER = "cards/basics.yaml", "cards/020-animals.yaml"
EDITS = [
    Edit(CARDS, "Seek closeness.", "Seek *warmth*."),
    Edit(CARDS, "  - id: attachment-system", "\n# a comment\n  - id: attachment-system"),
    Edit(CARDS, "view: partner\n    scene", "view: self\n    scene"),
    Edit(CARDS, "sureness: lore", "sureness: contested"),
    Edit(CARDS, "tags: [safety, area::parents]", "tags: [area::parents, other]"),
    Edit(
        CARDS, "kind: reframe\n    view: partner\n    thought: It", "kind: mirror\n    view: partner\n    thought: It"
    ),
    Edit(CARDS, "title: Basics & more", "title: Basics, no more"),
    Edit(CARDS, "module: basics", "module: beginnings"),
    Edit(CARDS, "id: my-worth\n", "id: my-own-worth\n"),
    Edit(CARDS, "What is a secure base?", "What is a <b>safe</b> base?"),
    Edit(CARDS, "id: attachment-system\n", "id: attachment-system\n    retired: {because: Old., see: secure-base}\n"),
    Edit(CARDS, 'alt: "A child & a parent"', "alt: Two people"),
    Edit(CARDS, "answer: Closeness.\n", "answer: Closeness.\n" + MORE),
    Edit(CARDS, "thought: They", "thuoght: They"),
    Edit(CARDS, "scene: A", 'scene: "A'),
    Edit(CARDS, "answer: Closeness.", "answer: <script>x</script>"),
    Edit(CARDS, "", None),
    Edit(OTHER, "die Katze", "das Kätzchen"),
    Edit(OTHER, "module: animals", "module: basics"),
    Edit(OTHER, "", None),
    Edit("cards/030-new.yaml", "", b"module: new\ntitle: New\ncards:\n" + MORE.encode()),
    Edit("cards/references.yaml", "title: A Secure Base", "title: A Safe Base"),
    Edit("cards/references.yaml", "id: bowlby-1988", "id: bowlby-1987"),
    Edit("cards/references.yaml", "title", "tilte"),
    Edit("cards/objectives.yaml", "module: basics", "module: elsewhere"),
    Edit("cards/objectives.yaml", "id: safe-point", "id: point"),
    Edit("cards/media/base.png", "", PNG + b"another"),
    Edit("cards/media/base.png", "", b"GIF89a"),
    Edit("cards/media/base.mp3", "", None),
    Edit("cards/media/unused.png", "", PNG),
    Edit("cards/standard.yaml", "words: 25", "words: 3"),
    Edit("cards/standard.yaml", "incomplete-card: warning", "incomplete-card: off"),
    Edit("cards/standard.yaml", "limits", "limtis"),
    Edit("cards/standard.yaml", "", None),
    Edit("kinds/pair/sign.html", "–", "="),
    Edit("kinds/pair/sign.html", "{{Word}} –", "{{Wrod}} –"),
    Edit("kinds/pair/back.html", "[[tail]]", ""),
    Edit("kinds/pair/style.css", "", b".card { color: #222222; }\n"),
    Edit("kinds/pair/kind.yaml", "name: Word pair", "name: Pair of words"),
    Edit("kinds/pair/kind.yaml", "limit: 10", "required: true"),
    Edit("kinds/pair/kind.yaml", "templates:", "note_type: {id: '77', name: Old pair}\ntemplates:"),
    Edit("kinds/pair/kind.yaml", "", None),
    Edit("kinds/pair/kind.yaml", "fields", "feilds"),
    Edit("kinds/concept/kind.yaml", "", b"name: Mine\n"),
    Edit("decks/whole.yaml", "subdeck: 020 Animals", "subdeck: 021 Animals"),
    Edit("decks/whole.yaml", "{module: basics,", "{module: animals}\n  - {module: basics,"),
    Edit("decks/whole.yaml", "name: Whole\n", "name: Everything\n"),
    Edit("decks/whole.yaml", "subdeck: 010 Basics}", "subdeck: 010 Basics, views: [self]}"),
    Edit("decks/whole.yaml", "", None),
    Edit("decks/more.yaml", "", b"name: More\ntitle: M\ndescription: M\ninclude:\n  - {module: animals}\n"),
    Edit("ankibuilder.yaml", "all: For learning.", "all: Only for learning."),
    Edit("ankibuilder.yaml", "namespace: whole", "namespace: wholly"),
    Edit("ankibuilder.yaml", "name: Whole", "name: Wholly"),
    Edit("ankibuilder.yaml", "language: en", "language: he"),
    Edit("ankibuilder.yaml", "tags: true", "tags: false"),
    Edit("ankibuilder.yaml", "views: [self, partner]", "views: [both, partner]"),
    Edit("ankibuilder.yaml", "views: [self, partner]", "views: [self]"),
    Edit("ankibuilder.yaml", "views", "veiws"),
    Edit("ankibuilder.yaml", "new?card", "report?card"),
    Edit("ankibuilder.yaml", "standard: cards/standard.yaml\n", ""),
    Edit("ankibuilder.lock", "", None),
    Edit("ankibuilder.lock", "", b"{"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a bit of everything, a release of it, and a standard that finds something."""
    root = tmp_path / "p"
    good = CASES / "good"
    shutil.copytree(good / "everything-a-card-may-say", root)
    shutil.copytree(good / "own-kind-with-two-templates/kinds", root / "kinds")
    words = (good / "own-kind-with-two-templates/cards/animals.yaml").read_text(encoding="utf-8")
    words = words.replace("kind: pair,", "kind: pair, view: self,")
    (root / OTHER).write_text(words, encoding="utf-8")
    deck = root / "decks/whole.yaml"
    animals = "  - {module: animals, subdeck: 020 Animals}\npreset"
    deck.write_text(deck.read_text(encoding="utf-8").replace("preset", animals), encoding="utf-8")
    with (root / "kinds/pair/back.html").open("a", encoding="utf-8") as back:
        back.write("{{Deck}} {{Tags}}")
    done = run("release", "0.1.0", "--no-rehearse", "--project", root)
    assert done.returncode == 0, done.stdout + done.stderr
    retired = words.replace("meaning: dog", "meaning: dog, retired: {because: Old., see: secure-base}")
    (root / OTHER).write_text(retired, encoding="utf-8")
    shutil.copy(good / "with-a-standard/cards/standard.yaml", root / "cards")
    with (root / "ankibuilder.yaml").open("a", encoding="utf-8") as settings:
        settings.write("standard: cards/standard.yaml\n")
    return root


class Looking:
    """A preview of a project that goes on, and what its page is told."""

    def __init__(self, root: Path, easel: Any) -> None:
        self.board = Board(linker(root, "vscode"))
        self.refresh = Refresh(root, self.board, easel, "", EPOCH)

    def told(self) -> dict[str, Any]:
        """Look, and give all that the page shows, faces too; of cards that cannot be read now, nothing."""
        self.refresh.look()
        first = self._told()
        self.refresh.judge()
        return {"first": [card["faces"] for card in first["cards"].values()], **self._told()}

    def _told(self) -> dict[str, Any]:
        told = self.board._entries
        if told["trouble"]:
            return {"trouble": told["trouble"], "cards": {}}
        cards = {name: card for name, card in told["cards"].items() if not card["stale"]}
        whole = len(cards) == len(told["cards"])
        names = {name: told[name] for name in ("name", "modules", "decks", "kinds") if whole}
        order = [name for name in told["order"] if name in cards]
        pages = {(name, at, side): self._page(name, at, side) for name, card in cards.items()
                 for at in range(len(card["faces"])) for side in ("front", "back")}  # fmt: skip
        shown = {name: told[name] for name in ("findings", "since")}
        return {**names, **shown, "order": order, "cards": cards, "pages": pages}

    def _page(self, name: str, at: int, side: str) -> bytes:
        face = self.board.face(name, at)
        assert face
        return face_page(face.card, at, side, face.style, face.language, False, False)


def fresh(root: Path) -> dict[str, Any]:
    """What a preview tells that is started now."""
    with drawing() as easel:
        return Looking(root, easel).told()


def put(root: Path, edit: Edit) -> bytes | None:
    """Make an edit; gives what was there before."""
    path = root / edit.path
    before = path.read_bytes() if path.exists() else None
    if edit.new is None:
        path.unlink()
    elif isinstance(edit.new, bytes):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(edit.new)
    else:
        assert before is not None
        assert edit.old.encode() in before, edit
        path.write_bytes(before.replace(edit.old.encode(), edit.new.encode(), 1))
    return before


def take_back(root: Path, edit: Edit, before: bytes | None) -> None:
    path = root / edit.path
    path.unlink(missing_ok=True)
    if before is not None:
        path.write_bytes(before)
    elif not any(path.parent.iterdir()):
        path.parent.rmdir()


@pytest.fixture
def looking(root: Path) -> Iterator[Looking]:
    with drawing() as easel:
        yield Looking(root, easel)


@pytest.mark.long
def test_after_every_edit_and_after_taking_it_back(root: Path, looking: Looking) -> None:
    whole = looking.told()
    assert whole == fresh(root)
    assert len(whole["order"]) == 7
    assert any(card["findings"] for card in whole["cards"].values())
    for edit in EDITS:
        before = put(root, edit)
        now = looking.told()
        anew = fresh(root)
        assert now == {name: anew[name] for name in now}, edit
        assert now != whole, f"nobody would notice {edit}"
        take_back(root, edit, before)
        assert looking.told() == whole, edit


def test_however_edits_follow_each_other(root: Path, looking: Looking) -> None:
    """Many edits at once, also broken ones, each looked at; then all is taken back, and is as it was."""
    whole = looking.told()
    chance = random.Random(20261124)
    for _ in range(6):
        before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for edit in chance.sample(EDITS, 8):
            path = root / edit.path
            if isinstance(edit.new, bytes) or (path.exists() and edit.old.encode() in path.read_bytes()):
                put(root, edit)
                looking.refresh.look()  # and before the rules have run, the next one is there
        now, anew = looking.told(), fresh(root)
        assert now == {name: anew[name] for name in now}
        for path in {path for path in root.rglob("*") if path.is_file()} | before.keys():
            take_back(root, Edit(str(path.relative_to(root)), "", ""), before.get(path))
        assert looking.told() == whole
