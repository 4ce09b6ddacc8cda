"""What a page is told while its project is edited: cards as Anki draws them, findings, and never less than before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import EPOCH, SMALL, project, run

from ankibuilder.engine.drawing import drawing
from ankibuilder.preview.board import Board
from ankibuilder.preview.editors import linker
from ankibuilder.preview.refresh import Refresh

CARDS = SMALL["cards/example.yaml"]


class Looking:
    """A project, its board, and what the page was told last."""

    def __init__(self, root: Path, refresh: Refresh) -> None:
        self.root, self.refresh = root, refresh
        self.look()

    def save(self, text: str | bytes, name: str = "cards/example.yaml") -> dict[str, Any]:
        raw = text if isinstance(text, bytes) else text.encode()
        (self.root / name).write_bytes(raw)
        return self.look()

    def look(self) -> dict[str, Any]:
        self.refresh.look()
        self.refresh.judge()
        return self.told

    @property
    def told(self) -> dict[str, Any]:
        return self.refresh.board._entries

    def face(self, card: str, side: str = "front") -> str:
        found = self.refresh.board.face(card, 0)
        assert found
        return str(getattr(found.card.faces[found.at], side))


@pytest.fixture
def looking(tmp_path: Path) -> Iterator[Looking]:
    root = project(tmp_path)
    with drawing() as easel:
        yield Looking(root, Refresh(root, Board(linker(root, "vscode")), easel, "", EPOCH))


def test_a_save_is_seen(looking: Looking) -> None:
    before = looking.told["cards"]["kinder"]
    assert "A safe point." in looking.face("secure-base", "back")
    told = looking.save(CARDS.replace("A safe point.", "A harbour."))
    assert "A harbour." in looking.face("secure-base", "back")
    assert told["cards"]["kinder"] == before
    number, changes = looking.refresh.board.number, looking.refresh.board.since(1, 0)
    assert changes is not None
    assert len(changes) == number - 1
    assert b"kinder" not in b"".join(changes), "only what changed is sent"


def test_findings_stand_on_their_card(looking: Looking) -> None:
    told = looking.save(CARDS.replace("    thought:", "    thuoght:"))
    (finding, *_) = told["cards"]["kinder"]["findings"]
    assert (finding["rule"], finding["place"]) == ("unknown-field", "cards/example.yaml:10:5")
    assert finding["excerpt"] == "thuoght: I am too much."
    assert finding["edit"] == f"vscode://file{looking.root.resolve()}/cards/example.yaml:10:5"
    assert told["cards"]["secure-base"]["findings"] == []
    assert looking.save(CARDS)["cards"]["kinder"]["findings"] == []


def test_broken_yaml_keeps_the_last_good_state(looking: Looking) -> None:
    looking.save(
        "module: other\ntitle: Other\ncards:\n  - {id: more, kind: concept, question: Q?, answer: A}\n", "cards/a.yaml"
    )
    told = looking.save(CARDS.replace("question: What", 'question: "What'))
    assert told["order"] == ["more", "secure-base", "kinder"]
    assert [told["cards"][name]["stale"] for name in told["order"]] == [False, True, True]
    assert [finding["rule"] for finding in told["findings"]] == ["yaml-syntax"]
    assert "What is a secure base?" in looking.face("secure-base")
    told = looking.save("namespace: [", "ankibuilder.yaml")
    assert told["order"] == ["more", "secure-base", "kinder"]
    assert told["name"] == "Example"
    looking.save(SMALL["ankibuilder.yaml"], "ankibuilder.yaml")
    told = looking.save(CARDS)
    assert not any(told["cards"][name]["stale"] for name in told["order"])
    assert [finding["rule"] for finding in told["findings"]] == ["left-out-card"]


def test_a_card_that_is_taken_out_is_gone(looking: Looking) -> None:
    told = looking.save(CARDS.split("  - id: kinder")[0])
    assert told["order"] == ["secure-base"]
    assert list(told["cards"]) == ["secure-base"]


def test_a_card_renamed_while_it_has_errors_is_there_once(looking: Looking) -> None:
    """As a newcomer does: an id of its own comes first, and the empty lines after it are still errors."""
    empty = "  - id: new-reframe\n    kind: reframe\n    thought:\n    reframe:\n"
    assert looking.save(CARDS + empty)["order"] == ["secure-base", "kinder", "new-reframe"]
    told = looking.save(CARDS + empty.replace("new-reframe", "freedom-stays"))
    assert told["order"] == ["secure-base", "kinder", "freedom-stays"]


def test_a_card_whose_kind_cannot_be_read_stays_and_blames_no_neighbour(looking: Looking) -> None:
    told = looking.save(CARDS.replace("kind: reframe", "kind: refrane"))
    assert told["order"] == ["secure-base", "kinder"]
    assert told["cards"]["kinder"]["stale"]
    assert told["cards"]["secure-base"]["findings"] == []
    assert "unknown-kind" in [finding["rule"] for finding in told["findings"]]


def test_what_must_not_reach_anki_is_not_drawn(looking: Looking) -> None:
    told = looking.save(CARDS.replace("A safe point.", "A <script>alert(1)</script> point."))
    assert told["cards"]["secure-base"]["faces"] == []
    assert told["cards"]["secure-base"]["findings"][0]["rule"] == "unsafe-content"
    assert told["cards"]["kinder"]["faces"]


def test_what_must_not_reach_anki_is_not_drawn_however_it_is_laid_out(looking: Looking) -> None:
    """Where an entry goes on further out than it begins, nobody may take what stands there for another's."""
    outer = (
        "module: outer\ntitle: Outer\ncards: [\n     {id: one, kind: concept, question: Q?,\n"
        ' answer: "<script>alert(1)</script>"}, {id: two, kind: concept, question: Q?, answer: A.}]\n'
    )
    told = looking.save(outer, "cards/outer.yaml")
    assert told["cards"]["one"]["faces"] == []
    assert told["cards"]["two"]["faces"]


def test_a_lock_that_cannot_be_read_is_told(looking: Looking) -> None:
    told = looking.save("{", "ankibuilder.lock")
    assert "ankibuilder.lock" in told["trouble"]
    assert told["order"]
    (looking.root / "ankibuilder.lock").unlink()
    assert looking.look()["trouble"] == ""


def test_a_style_changes_every_card_of_its_kind(looking: Looking) -> None:
    kind = looking.root / "kinds/reframe"
    kind.mkdir(parents=True)
    built_in = Path(linker.__globals__["__file__"]).parents[1] / "kinds/reframe"
    for path in built_in.iterdir():
        (kind / path.name).write_bytes(path.read_bytes())
    before = looking.told["cards"]
    told = looking.save(".ab-reframe { color: #123456; }\n", "kinds/reframe/style.css")
    assert told["cards"]["kinder"]["faces"] != before["kinder"]["faces"]
    assert told["cards"]["secure-base"] == before["secure-base"]


def test_what_changed_since_a_release(looking: Looking) -> None:
    assert looking.told["since"] == ""
    assert run("release", "1.0.0", "--no-rehearse", "--project", looking.root).returncode == 0
    told = looking.save(
        CARDS.replace("A safe point.", "A harbour.") + "  - {id: more, kind: concept, question: Q?, answer: A}\n"
    )
    assert told["since"] == "1.0.0"
    assert {name: card["since"] for name, card in told["cards"].items()} == {
        "secure-base": "changed", "kinder": "", "more": "new",
    }  # fmt: skip
