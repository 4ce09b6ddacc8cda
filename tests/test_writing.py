"""The old file or the new one, at every moment: drafts, rights, sweeping, and what a file may not be written over."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from support import SMALL, project, run

from ankibuilder import writing
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.writing import alone, private_folder, write_whole
from ankibuilder.writing.folders import _sweep

DRAFT = ".ankibuilder-0123456789abcdef.tmp"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@contextmanager
def other_process(code: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has done something and waits, and is killed at the end."""
    code += "\nprint('ready', flush=True)\nimport time\ntime.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield running
        running.kill()


@pytest.mark.parametrize("what", ["folder", "link", "link to nothing", "pipe", "device"])
def test_what_is_no_file_is_not_written_over(tmp_path: Path, what: str) -> None:
    path = tmp_path / "out" / "it"
    path.parent.mkdir()
    (tmp_path / "else").write_bytes(b"theirs")
    match what:
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(tmp_path / "else")
        case "link to nothing":
            path.symlink_to(tmp_path / "nothing")
        case "pipe":
            os.mkfifo(path)
        case _:
            path = Path("/dev/full")
    with pytest.raises(AnkibuilderError, match=r"cannot write .*it is (a shortcut|no ordinary file)"):
        write_whole(path, b"new")
    assert (tmp_path / "else").read_bytes() == b"theirs"
    assert not (tmp_path / "nothing").exists()
    assert names(path.parent) == ["it"] or what == "device"


def test_a_build_tells_in_a_line_that_it_may_not_write(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "dist").mkdir()
    (root / "dist/example.apkg").symlink_to(root / "ankibuilder.yaml")
    built = run("build", cwd=root)
    assert (built.returncode, built.stdout) == (3, "")
    assert built.stderr.startswith("error: cannot write ")
    assert "Traceback" not in built.stderr
    assert (root / "ankibuilder.yaml").read_text() == SMALL["ankibuilder.yaml"]


def test_the_projects_own_folder_is_no_link(tmp_path: Path) -> None:
    root, other = project(tmp_path / "project"), tmp_path / "other"
    other.mkdir()
    (root / "dist").symlink_to(other)
    refused = run("build", cwd=root)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "is a shortcut (a symbolic link), which is not followed" in refused.stderr
    assert names(other) == []


def test_rights_and_new_files_rights(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", b"1")
    finally:
        os.umask(mask)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    (tmp_path / "new").chmod(0o604)
    assert write_whole(tmp_path / "new", b"2")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o604
    assert not write_whole(tmp_path / "new", b"2")


def test_a_judge_is_shown_what_was_written_and_may_refuse(tmp_path: Path) -> None:
    seen = []

    def judge(file: IO[bytes]) -> None:
        seen.append(file.read())
        if seen[-1] == b"bad":
            raise AnkibuilderError("it is bad", status=1)

    assert write_whole(tmp_path / "it", b"good", judge)
    with pytest.raises(AnkibuilderError, match="it would not be whole: it is bad") as refused:
        write_whole(tmp_path / "it", b"bad", judge)
    assert refused.value.status == 3
    assert seen == [b"good", b"bad"]
    assert (names(tmp_path), (tmp_path / "it").read_bytes()) == (["it"], b"good")


def test_a_draft_that_nobody_writes_any_more_is_swept_and_a_live_one_is_not(tmp_path: Path) -> None:
    code = "from pathlib import Path\nfrom ankibuilder.writing.drafts import create\n"
    code += f"create(Path({str(tmp_path / DRAFT)!r}))"
    (tmp_path / ".ankibuilder-mine.tmp").touch()
    with other_process(code) as running:
        write_whole(tmp_path / "it", b"1")
        assert names(tmp_path) == [DRAFT, ".ankibuilder-mine.tmp", "it"]
        running.kill()
        running.wait()
        assert not write_whole(tmp_path / "it", b"1")  # swept although nothing was to be written
        assert names(tmp_path) == [".ankibuilder-mine.tmp", "it"]


def test_a_draft_that_is_a_link_is_left(tmp_path: Path) -> None:
    (tmp_path / "theirs").touch()
    (tmp_path / DRAFT).symlink_to(tmp_path / "theirs")
    write_whole(tmp_path / "it", b"1")
    assert names(tmp_path) == [DRAFT, "it", "theirs"]


def test_a_private_folder_is_gone_afterwards_and_so_are_those_of_the_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code = f"import tempfile\ntempfile.tempdir = {str(tmp_path)!r}\nfrom ankibuilder.writing import private_folder\n"
    with other_process(code + "held = private_folder()\n(held.__enter__() / 'inside').touch()") as running:
        with private_folder() as folder:
            (folder / "inside").mkdir()
            assert len(names(tmp_path)) == 2
            assert folder.stat().st_mode & 0o777 == 0o700
        assert len(names(tmp_path)) == 1
        running.kill()
        running.wait()
        with private_folder() as folder:
            assert names(tmp_path) == [folder.name]
    assert names(tmp_path) == []


def test_where_a_file_is_held_open_the_replacing_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: there, Anki or a virus scanner may hold the old file for a moment."""
    tries = []
    replace = Path.replace

    def held(draft: Path, path: Path) -> Path:
        tries.append(path)
        if len(tries) < 3:
            raise PermissionError(13, "held")
        return replace(draft, path)

    monkeypatch.setattr(writing, "_PATIENCE", (0.0, 0.0, 0.0))
    monkeypatch.setattr(Path, "replace", held)
    assert write_whole(tmp_path / "it", b"1")
    assert len(tries) == 3
    tries[:] = []
    monkeypatch.setattr(writing, "_PATIENCE", (0.0,))
    with pytest.raises(AnkibuilderError, match="held"):
        write_whole(tmp_path / "it", b"2")
    assert (names(tmp_path), (tmp_path / "it").read_bytes()) == (["it"], b"1")


def test_two_releases_at_once_are_kept_apart(tmp_path: Path) -> None:
    root = project(tmp_path)
    with alone(root / "decks/releases"):
        refused = run("release", "0.1.0", "--no-rehearse", cwd=root)
    assert refused.returncode == 3
    assert "error: another process writes into " in refused.stderr
    assert run("release", "0.1.0", "--no-rehearse", cwd=root).returncode == 0


def test_a_folder_that_is_swept_while_it_is_made_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process may sweep between making a folder and holding it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = threading.Event()

    def sweeping() -> None:
        while not done.is_set():
            _sweep(tmp_path)

    sweepers = [threading.Thread(target=sweeping) for _ in range(3)]
    for each in sweepers:
        each.start()
    try:
        for _ in range(300):
            with private_folder() as folder:
                assert folder.is_dir()
    finally:
        done.set()
        for each in sweepers:
            each.join()
    assert list(tmp_path.iterdir()) == []
