"""What stands before every package: what the first gate let through by a fault, and what does not fit, stops it."""

from __future__ import annotations

import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from support import EPOCH, project

from ankibuilder.check import check
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import Lock
from ankibuilder.package import package
from ankibuilder.package.content import Content, PackedDeck, content, stamp
from ankibuilder.package.gate import refuse_descriptions


def packed(root: Path, answer: str) -> Content:
    """Pack the small project with an answer that no gate has seen."""
    checked = check(project(root))
    notes = [n._replace(fields={**n.fields, "answer": answer}) if "answer" in n.fields else n for n in checked.notes]
    return content(checked.project.decks[0], stamp(checked.project, notes, Lock(), EPOCH))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("<script>x</script>", "the back of `Card 1` would hold the tag `<script>`"),
        ("a\x1fb", "a field would hold the control character U+001F"),
    ],
)
def test_what_the_first_gate_let_through_is_in_no_package(answer: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(AnkibuilderError) as told:
        packed(tmp_path, answer)
    assert (told.value.status, told.value.message.startswith(f"cards/example.yaml:4:9: {words}")) == (1, True)
    assert "should have told its place" in str(told.value.hint)


def test_no_description_is_packed_that_must_not_be_shown() -> None:
    with pytest.raises(AnkibuilderError, match="deck `B`: its description would hold the tag `<script>`"):
        refuse_descriptions([PackedDeck(1, "A", "*a*"), PackedDeck(2, "B", "<script>x</script>")])


@contextmanager
def little_memory(more: int) -> Iterator[None]:
    """Let this process have so many bytes more than it has now."""
    now = int(re.findall(r"VmData:\s+(\d+)", Path("/proc/self/status").read_text())[0]) * 1024
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (now + more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def test_a_deck_that_does_not_fit_into_memory_is_told(tmp_path: Path) -> None:
    small = packed(tmp_path, "b")
    large = small.notes[0]._replace(fields=("a" * 40_000_000, *small.notes[0].fields[1:]))
    with little_memory(20_000_000), pytest.raises(AnkibuilderError, match="does not fit into memory") as told:
        package(replace(small, notes=(large,)))
    assert told.value.status == 3
