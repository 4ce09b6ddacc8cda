"""`import` of a text: what Anki exports, and any table of that form."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import run

from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.importing.text import as_package

TEXT = '#separator:Semicolon\n#html:false\n#tags:all\n#columns:Q;A\n<b>;1\nTwo?;"2\n3"\n'


def test_a_table_is_read_as_it_says() -> None:
    read = as_package(TEXT.encode(), "it.txt", "it")
    assert [list(note.fields.items()) for note in read.notes] == [
        [("Q", "&lt;b&gt;"), ("A", "1")], [("Q", "Two?"), ("A", "2<br>3")],
    ]  # fmt: skip
    assert [note.tags for note in read.notes] == [("all",), ("all",)]


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"#html:true\n", b"\xff\xfea\0", b"a\tb\xff\n", b"#guid column:x\na\tb\n", b"#guid column:0\na\n",
        b"#guid column:999999\na\n", b"\t".join([b"a"] * 200), b'"' + b"a" * 200_000 + b'"\tb', b"\n\n\n",
    ],
)  # fmt: skip
def test_a_text_that_is_no_table_is_refused_in_a_line(raw: bytes, tmp_path: Path) -> None:
    with pytest.raises(AnkibuilderError) as fault:
        as_package(raw, "it.txt", "it")
    assert fault.value.status == 1
    assert "\n" not in fault.value.message


def test_a_table_becomes_a_project(tmp_path: Path) -> None:
    (tmp_path / "rivers.txt").write_text(TEXT, encoding="utf-8")
    made = run("import", tmp_path / "rivers.txt", "-o", tmp_path / "project")
    assert made.returncode == 0, made.stderr
    assert "a text says no ids of note types" in made.stdout
    assert run("build", "--project", tmp_path / "project").returncode == 0
    assert not (tmp_path / "project/ankibuilder.lock").exists()
