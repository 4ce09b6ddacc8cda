"""Every call that writes, failed in turn: the old file is intact, the exit status 3, and a line says why."""

from __future__ import annotations

import errno
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from faulty import failing
from support import EPOCH, REPOSITORY, SMALL, project, run

FAULTS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
COMMANDS = {
    "build": (["build", "-q"], "dist", ("dist/example.apkg",)),
    "release": (
        ["release", "0.2.0", "-q", "--no-rehearse"],
        ".",
        ("ankibuilder.lock", "decks/releases/example-0.1.0.apkg", "decks/releases/CHANGELOG.md"),
    ),
    "fix": (["fix", "-q"], "cards", ("cards/example.yaml",)),
    "schema": (["schema", "-q", "-o", "schema"], "schema", ("schema/card.schema.json",)),
}


def prepared(folder: Path) -> Path:
    """A project with a release, a build, schemas, and a change since."""
    root = project(folder)
    for command in (["build"], ["schema", "-o", "schema"], ["release", "0.1.0", "--no-rehearse"]):
        assert run(*command, cwd=root).returncode == 0
    (root / "cards/example.yaml").write_text(SMALL["cards/example.yaml"].replace("safe point.", "safe place.  "))
    (root / "ankibuilder.yaml").write_text("namespace: example\nname: Example\nviews: [self]\n")
    (root / "ankibuilder.yaml").write_text("namespace: example\nname: Example\nlanguage: en-GB\n")
    (root / "schema/card.schema.json").write_text("{}")
    return root


def state(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def told_in_a_line(done: subprocess.CompletedProcess[str]) -> None:
    words = [
        line
        for line in done.stderr.splitlines()
        if line not in ("HIT", "NOT REHEARSED: nobody has tried what this release does to a learner's reviews")
    ]
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("error: ") == 1
    assert "Traceback" not in done.stderr
    assert words[-1].startswith(("error: ", "   hint: ")), words


Fail = Callable[[Path, str, str, int, int], subprocess.CompletedProcess[str]]


def fail_here(root: Path, name: str, call: str, at: int, number: int) -> subprocess.CompletedProcess[str]:
    """Fail the N-th call that is about a command's folder, in this process."""
    arguments, folder, _ = COMMANDS[name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, failing(call, at, number, str((root / folder).resolve())))
        return run(*arguments, cwd=root, SOURCE_DATE_EPOCH=str(EPOCH + 1))


def fail(root: Path, name: str, call: str, at: int, number: int) -> subprocess.CompletedProcess[str]:
    """The same, in a process of its own."""
    arguments, folder, _ = COMMANDS[name]
    command = [sys.executable, str(REPOSITORY / "tests/faulty.py"), call, str(at), str(number),
               str((root / folder).resolve()), *arguments]  # fmt: skip
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH + 1), "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


def put_back(root: Path, before: dict[str, bytes]) -> None:
    for name in state(root):
        if name not in before:
            (root / name).unlink()
    for name, raw in before.items():
        if (root / name).read_bytes() != raw:
            (root / name).write_bytes(raw)


def each_in_turn(root: Path, name: str, call: str, faults: tuple[int, ...], fail: Fail) -> int:
    """Fail the first, the second, the third … call of a sort; give how many there were."""
    before = state(root)
    assert fail(root, name, call, 10_000, errno.EIO).returncode == 0
    after = state(root)
    assert after != before
    put_back(root, before)
    for at in count(1):
        for number in faults if len(faults) > 1 and at == 1 else (faults[at % len(faults)],):
            done = fail(root, name, call, at, number)
            if "HIT" not in done.stderr:
                assert done.returncode == 0, done.stderr
                put_back(root, before)
                return at - 1
            told_in_a_line(done)
            judge(name, before, state(root), after, done.stderr)
            put_back(root, before)
    raise AssertionError


def judge(name: str, before: dict[str, bytes], now: dict[str, bytes], after: dict[str, bytes], told: str) -> None:
    """Every file is the old one or the new one, nothing else is there, and the lock lists what is there."""
    assert not [path for path in now if "ankibuilder-" in path]
    assert set(before) <= set(now) <= set(after)
    assert all(raw in (before.get(path), after[path]) for path, raw in now.items())
    if "is written and whole" not in told and len(COMMANDS[name][2]) == 1:
        assert all(now[path] == before[path] for path in COMMANDS[name][2])
    if now.get("ankibuilder.lock") != before.get("ankibuilder.lock"):
        assert now == after


@pytest.mark.parametrize("name", ["build", "release", "fix", "schema"])
def test_writing_replacing_and_rights(tmp_path: Path, name: str) -> None:
    root = prepared(tmp_path)
    counted = {
        call: each_in_turn(root, name, call, (errno.ENOSPC, errno.EIO), fail_here) for call in ("write", "replace")
    }
    assert all(counted.values()), counted


@pytest.mark.long
@pytest.mark.parametrize("call", ["open", "write", "fsync", "chmod", "replace"])
@pytest.mark.parametrize("name", ["build", "release", "fix", "schema"])
def test_each_call_with_each_fault(tmp_path: Path, name: str, call: str) -> None:
    root = prepared(tmp_path)
    total = sum(each_in_turn(root, name, call, (number,), fail) for number in FAULTS)
    print(f"{name}: {call}: {total} failed")
    assert total


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    root = project(tmp_path)
    for name, at in (("build", 1), ("schema", 1)):
        told_in_a_line(fail(root, name, "mkdir", at, errno.ENOSPC))
    assert {path.name for path in root.iterdir()} == {"ankibuilder.yaml", "cards", "decks"}


def limited(root: Path, most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    root = prepared(tmp_path)
    before = state(root)
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH + 1), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run([sys.executable, "-m", "ankibuilder", "build", "-q"], cwd=root, env=env, capture_output=True,
                          text=True, check=False, preexec_fn=limited(root, 20_000))  # fmt: skip
    told_in_a_line(done)
    assert "File too large" in done.stderr
    assert state(root) == before


def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    """Root may write everywhere, so root lets go of just that right."""
    root = prepared(tmp_path)
    before = state(root)
    rights = "-dac_override,-dac_read_search"
    humble = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.getuid() == 0 else []
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH + 1), "PYTHONPATH": str(REPOSITORY)}
    (root / "dist").chmod(0o555)
    done = subprocess.run([*humble, sys.executable, "-m", "ankibuilder", "build", "-q"], cwd=root, env=env,
                          capture_output=True, text=True, check=False)  # fmt: skip
    told_in_a_line(done)
    assert re.fullmatch(r"error: cannot write \S*dist/example\.apkg: Permission denied\n", done.stderr)
    assert state(root) == before


@pytest.mark.long
@pytest.mark.parametrize("size", [4, 20, 40, 64])
def test_a_disk_that_is_full(tmp_path: Path, size: int) -> None:
    """A disk in memory, of some kilobytes, in a name space of its own, where anybody may mount one."""
    root = prepared(tmp_path)
    (root / "disk").mkdir()
    script = (
        f"mount -t tmpfs -o size={size}k,nr_inodes=20 tmpfs disk && echo old > disk/example.apkg && "
        f"{sys.executable} -m ankibuilder build -q -o disk; echo status $?; ls -A disk; "
        "head -c 3 disk/example.apkg"
    )
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH + 1), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(["unshare", "--user", "--map-root-user", "--mount", "bash", "-c", script], cwd=root, env=env,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.stdout == "status 3\nexample.apkg\nold"
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
