"""The command line as a process: streams, exit statuses, and a message for everything a user can do wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context
from support import REPOSITORY, SMALL, project, run, run_apart

from ankibuilder.subcommands import main

BROKEN = SMALL["cards/example.yaml"].replace("answer:", "anwser:")


def test_version_and_help() -> None:
    assert run_apart("--version").stdout.startswith("ankibuilder, version ")
    helped = run_apart("--help").stdout
    for command in main.list_commands(Context(main)):
        assert f"  {command}" in helped
        assert f"ankibuilder {command}" in run(command, "--help").stdout, "every help has an example"


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['ankibuilder', '--help']\n"
        "from ankibuilder.cli import run\n"
        "try: run()\nexcept SystemExit: pass\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'yaml', 'genanki', 'nh3', 'markdown_it', 'rapidfuzz', 'anki', 'sqlite3', 'zipfile'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_build_prints_paths_alone_on_stdout(tmp_path: Path) -> None:
    root = project(tmp_path)
    built = run_apart("build", cwd=root)
    assert (built.returncode, built.stdout) == (0, f"{Path('dist/example.apkg')}\n")
    assert built.stderr == "built 1 package from 2 cards in 1 module\n"
    quiet = run("build", "-q", "example", "-o", tmp_path / "out", cwd=root / "cards")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, f"{tmp_path / 'out/example.apkg'}\n", "")
    assert run("build", "decks/example.yaml", cwd=root).returncode == 0


def test_build_says_what_it_left_out(tmp_path: Path) -> None:
    root = project(
        tmp_path, decks__example=SMALL["decks/example.yaml"].replace("example}", "example, cards: [kinder]}")
    )
    assert "no deck includes card `secure-base` [left-out-card]" in run("build", "--project", root).stderr


def test_check_tells_findings_on_stdout(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=BROKEN)
    checked = run_apart("check", "--project", root)
    assert checked.returncode == 1
    assert checked.stdout == (
        "cards/example.yaml:7:5: error: card has no field `anwser` [unknown-field]\n"
        "    7 |     anwser: A safe point.\n"
        "      |     ^^^^^^\n"
        "   hint: did you mean `answer`?\n"
    )
    assert checked.stderr == "checked 2 cards, 1 module, 1 deck: 1 error, 0 warnings\n"


def test_check_json(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=BROKEN)
    checked = run("check", "--project", root, "--format", "json", "-q")
    assert (checked.returncode, checked.stderr) == (1, "")
    assert json.loads(checked.stdout) == {
        "diagnostics": [
            {
                "rule": "unknown-field", "severity": "error", "path": "cards/example.yaml", "line": 7, "column": 5,
                "message": "card has no field `anwser`", "hint": "did you mean `answer`?",
            }
        ],
        "errors": 1,
        "warnings": 0,
    }  # fmt: skip
    clean = run("check", "--project", project(tmp_path / "clean"), "--format", "json")
    assert (clean.returncode, json.loads(clean.stdout)) == (0, {"diagnostics": [], "errors": 0, "warnings": 0})


def test_check_of_a_path_tells_only_of_it(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=BROKEN)
    assert run("check", "cards", cwd=root).returncode == 1
    assert run("check", "cards/example.yaml", cwd=root).returncode == 1
    elsewhere = run("check", "decks", cwd=root)
    assert (elsewhere.returncode, elsewhere.stdout) == (0, "")
    assert run("check", "../cards/example.yaml", cwd=root / "decks").returncode == 1


def test_colour_is_for_terminals(tmp_path: Path) -> None:
    assert "\x1b" not in run_apart("check", "--project", project(tmp_path, cards__example=BROKEN)).stdout
    import pty

    def on_terminal(*options: str, **environment: str) -> bytes:
        leader, follower = pty.openpty()
        command = [sys.executable, "-m", "ankibuilder", "check", "-q", "--project", str(tmp_path), *options]
        env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        subprocess.run(command, stdout=follower, env={**env, "TERM": "xterm", **environment}, check=False)
        os.close(follower)
        shown = os.read(leader, 100_000)
        os.close(leader)
        return shown

    assert b"\x1b[" in on_terminal()
    assert b"\x1b[" not in on_terminal("--no-color")
    assert b"\x1b[" not in on_terminal(NO_COLOR="1")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["chekc"], 2, "did you mean `check`?"),
        (["check", "--fromat", "json"], 2, "--fromat"),
        (["check", "--format", "xml"], 2, "xml"),
        (["build", "exmaple"], 2, "did you mean `example`?"),
        (["check", "nowhere"], 2, "there is no file or folder nowhere"),
        (["check", "/"], 2, "is not in the project"),
        (["show", "secure-bse"], 2, "did you mean `secure-base`?"),
        (["build", "--project", "/nowhere"], 2, "there is no folder /nowhere"),
        (["build", "--project", "/"], 2, "no ankibuilder.yaml in /"),
        (["build", "-o", "ankibuilder.yaml"], 3, "it is no folder"),
        (["build", "-o", ""], 2, "it is no folder"),
        (["build", "-o", "/proc/nowhere"], 3, "cannot write"),
    ],
)
def test_a_wrong_command_is_told_why(tmp_path: Path, arguments: list[str], status: int, words: str) -> None:
    failed = run(*arguments, cwd=project(tmp_path))
    assert (failed.returncode, failed.stdout) == (status, "")
    assert words in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_process_ends_with_the_status(tmp_path: Path) -> None:
    wrong = run_apart("chekc", cwd=project(tmp_path))
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "did you mean `check`?" in wrong.stderr


@pytest.mark.parametrize("epoch", ["x", "-1", "0", "1.5", "99999999999", "٣"])
def test_a_time_that_cannot_be_is_refused(tmp_path: Path, epoch: str) -> None:
    failed = run("build", cwd=project(tmp_path), SOURCE_DATE_EPOCH=epoch)
    assert failed.returncode == 2
    assert "SOURCE_DATE_EPOCH" in failed.stderr


def test_without_an_epoch_the_clock_stamps(tmp_path: Path) -> None:
    assert run("build", cwd=project(tmp_path), SOURCE_DATE_EPOCH="").returncode == 0


def test_an_unreadable_file_is_told_in_one_line(tmp_path: Path) -> None:
    """Root may read everything, so root lets go of just that right."""
    root = project(tmp_path)
    (root / "cards/example.yaml").chmod(0)
    rights = "-dac_override,-dac_read_search"
    humble = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.getuid() == 0 else []
    command = [*humble, sys.executable, "-m", "ankibuilder", "check", "--project", str(root)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.stderr == "error: cannot read cards/example.yaml: Permission denied\n"
    assert (checked.returncode, checked.stdout) == (3, "")


def test_a_damaged_lock_stops_a_build(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "ankibuilder.lock").write_text("{")
    built = run("build", cwd=root)
    assert (built.returncode, built.stdout) == (1, "")
    assert "ankibuilder.lock is damaged" in built.stderr


def test_a_reader_that_leaves_early_is_no_fault(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example="module: example\ntitle: E\ncards:\n" + "  - {x: 1}\n" * 3000)
    command = f"{sys.executable} -m ankibuilder check --project {root} 2>&1 | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert "Traceback" not in done.stdout
    assert "BrokenPipe" not in done.stdout + done.stderr


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ankibuilder", "show", "secure-base", "--project", str(project(tmp_path))],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 3
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


def test_show(tmp_path: Path) -> None:
    shown = run("show", "secure-base", cwd=project(tmp_path))
    assert shown.returncode == 0
    for words in ("secure-base · Concept · Example", "cards/example.yaml:4:9", "A safe point.", "in Example (example)",
                  "1 of 2 in", "not released yet", "Front (Card 1), as Anki draws it"):  # fmt: skip
        assert words in shown.stdout
    broken = run(
        "show", "kinder", cwd=project(tmp_path / "b", cards__example=SMALL["cards/example.yaml"] + "    x: y\n")
    )
    assert "card has no field `x`" in broken.stdout
    assert broken.returncode == 0


@pytest.mark.parametrize("command", [["check"], ["build"], ["explain"], ["show", "secure-base"]])
def test_a_closed_stdout_is_no_fault(tmp_path: Path, command: list[str]) -> None:
    words = " ".join([sys.executable, "-m", "ankibuilder", *command])
    done = subprocess.run(
        f"{words} >&-", shell=True, capture_output=True, text=True, cwd=project(tmp_path), check=False
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    root = project(tmp_path / "project")
    (root / "cards").rename(tmp_path / "elsewhere")
    (root / "cards").symlink_to(tmp_path / "elsewhere")
    checked = run("check", "--project", root)
    assert checked.returncode == 1
    assert checked.stdout.startswith("cards:1:1: error: this is a shortcut")


def test_thousands_of_findings_are_told_in_bounded_time_and_space(tmp_path: Path) -> None:
    many = "".join(f"  - {{id: card-{at}, kind: concpet, question: Q{at}, answer: A}}\n" for at in range(5000))
    root = project(tmp_path / "many", cards__example=f"module: example\ntitle: E\ncards:\n{many}")
    checked = run_apart("check", "--project", root)
    assert checked.stdout.count("[unknown-kind]") == 5000
    long = "x" * 19_000
    wide = project(tmp_path / "wide", cards__example=f"module: example\ntitle: E\ncards:\n  - {{{long}: 1}}\n")
    assert len(run("check", "--project", wide).stdout) < 60_000
    binary = project(tmp_path / "binary")
    (binary / "cards/example.yaml").write_bytes(b"a\x00" * 500_000)
    told = run("check", "--project", binary).stdout
    assert told.count("[not-text]") == 51
    assert len(told) < 30_000
