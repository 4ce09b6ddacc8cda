"""`init`: a project that builds, is clean, refuses to write over anything, and whose workflows do what they say."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from support import EPOCH, REPOSITORY, run

from ankibuilder.kinds import read_kinds
from ankibuilder.starting import as_scalar, likely_name, likely_namespace, starting_files

STARTING = REPOSITORY / "ankibuilder/starting"
WORKFLOWS = sorted((STARTING / "dot-github/workflows").iterdir())


def begun(folder: Path, *options: str) -> Path:
    done = run("init", folder, *options)
    assert (done.returncode, done.stderr[:6]) == (0, "began "), done.stderr
    return folder


def test_a_new_project_is_clean_and_builds(tmp_path: Path) -> None:
    root = begun(tmp_path / "capitals-of-europe")
    checked = run("check", "--strict", cwd=root)
    assert (checked.returncode, checked.stdout) == (0, "")
    assert run("build", cwd=root).stdout == f"{Path('dist/capitals-of-europe.apkg')}\n"
    for command in (("fix", "--diff"), ("schema", "--check")):
        assert run(*command, cwd=root).stdout == ""


def test_what_was_written_is_printed(tmp_path: Path) -> None:
    done = run("init", "new", cwd=tmp_path)
    assert {tmp_path / line for line in done.stdout.splitlines()} == {p for p in tmp_path.rglob("*") if p.is_file()}


def test_editors_find_nothing_to_mark(tmp_path: Path) -> None:
    root = begun(tmp_path)
    files = [path for path in root.rglob("*.yaml") if ".github" not in path.parts]
    assert len(files) == 6
    for path in files:
        schema = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
        assert schema, path.name
        form = json.loads((path.parent / schema[1]).read_text(encoding="utf-8"))
        Draft202012Validator(form).validate(yaml.load(path.read_text(encoding="utf-8"), yaml.SafeLoader))


def test_every_kind_has_its_card_and_every_reference_its_use(tmp_path: Path) -> None:
    root = begun(tmp_path)
    (module,) = (root / "cards").glob("0*.yaml")
    cards = yaml.safe_load(module.read_text(encoding="utf-8"))["cards"]
    assert sorted(card["kind"] for card in cards) == sorted(read_kinds(REPOSITORY, [], set()))
    used = {source for card in cards for source in card["sources"]}
    assert used == {entry["id"] for entry in yaml.safe_load((root / "cards/references.yaml").read_text("utf-8"))}


@pytest.mark.parametrize(
    "name", ["Été, l’hiver", "no", "O'Neill's 3 rules", "日本語", "10 # rivers", "a" * 51, "- x -"]
)
def test_any_name_that_a_deck_may_have(tmp_path: Path, name: str) -> None:
    root = begun(tmp_path / "x", "--name", name)
    assert yaml.load((root / "ankibuilder.yaml").read_text("utf-8"), yaml.BaseLoader)["name"] == name
    assert run("build", cwd=root).returncode == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--name", "a: b"),
        ("--namespace", "Big One"),
        ("--namespace", "../up"),
        ("--name", "{{namespace}}"),
        ("--name", "a\x07b"),
        ("--name", "<b>"),
    ],
)
def test_a_name_that_cannot_be_leaves_nothing_behind(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = run("init", tmp_path / "new", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing was written" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["README.md", "cards/standard.yaml", ".gitignore", "schema/card.schema.json"])
def test_what_is_there_already_is_named_and_left_alone(tmp_path: Path, file: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("mine", encoding="utf-8")
    done = run("init", tmp_path)
    assert done.returncode == 2
    assert f"has {file} already: nothing was written" in done.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / file]
    assert (tmp_path / file).read_text(encoding="utf-8") == "mine"


def test_a_file_or_a_link_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "is no folder" in run("init", tmp_path / "file").stderr
    (tmp_path / "new").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "new/cards").symlink_to(tmp_path / "elsewhere")
    assert "not followed" in run("init", tmp_path / "new").stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["cards"]


def test_in_a_terminal_the_names_are_asked_for(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "ankibuilder", "init", str(tmp_path / "rivers")]
    with subprocess.Popen(command, stdin=follower, stdout=subprocess.PIPE, stderr=follower) as process:
        os.write(leader, b"Great rivers\n\n")
        process.communicate(timeout=60)
    os.close(follower)
    shown = os.read(leader, 10_000).decode()
    os.close(leader)
    assert "Name of the deck [Rivers]: " in shown
    assert "[great-rivers]" in shown
    assert (tmp_path / "rivers/decks/great-rivers.yaml").is_file()


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ankibuilder", "init"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "[" not in done.stderr


def test_likely_names(tmp_path: Path) -> None:
    assert [likely_name(folder) for folder in ("my_deck-2", "été", "", '"')] == [
        "My deck 2",
        "Été",
        "My deck",
        "My deck",
    ]
    made = [likely_namespace(name) for name in ("Été 2", "3 rivers", "Größe", "Łódź", "日本")]
    assert made == ["ete-2", "rivers", "grosse", "lodz", "my-deck"]
    assert "its namespace is `my-deck`, as that of others may be" in run("init", tmp_path / "日本").stderr
    assert yaml.load(f"[{as_scalar('no')}, {as_scalar('a, b')}]", yaml.SafeLoader) == ["no", "a, b"]


def test_no_mark_is_left_in_a_file() -> None:
    for name, text in starting_files("Rivers", "rivers").items():
        assert not re.search(r"(?<!\$)\{\{", text), name


def test_the_editors_settings_are_those_of_the_docs() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", (REPOSITORY / "docs/editors.md").read_text(encoding="utf-8"), re.S)
    made = json.loads((STARTING / "dot-vscode/settings.json").read_text(encoding="utf-8"))
    assert made == json.loads(shown)
    ours = (REPOSITORY / ".vscode/extensions.json").read_text(encoding="utf-8")
    assert (STARTING / "dot-vscode/extensions.json").read_text(encoding="utf-8") == ours


def test_every_file_is_in_git_and_so_in_the_wheel() -> None:
    files = [str(path) for path in STARTING.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    ignored = subprocess.run(
        ["git", "check-ignore", *files], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (len(files) > 12, ignored.stdout) == (True, "")


def read(path: Path) -> dict[str, Any]:
    made: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return made


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for job, what in read(path)["jobs"].items():
        yield from ((job, step) for step in what["steps"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_pinned_and_has_few_rights(path: Path) -> None:
    ours = (REPOSITORY / ".github/workflows" / path.name).read_text(encoding="utf-8")
    lines = path.read_text(encoding="utf-8").splitlines()
    pinned = [line.strip().removeprefix("- ") for line in lines if "uses:" in line]
    assert pinned
    assert all(line in ours for line in pinned), "the same pins as in this repository's own"
    assert read(path)["permissions"] in ("{}", {}, {"contents": "read"})
    for job, step in steps(path):
        assert "${{" not in step.get("run", ""), "text of others would become code"
        rights = read(path)["jobs"][job].get("permissions", {"contents": "read"})
        if "write" in rights.values():
            assert not {"pip", "ankibuilder"} & set(step.get("run", "").split())
            assert "checkout" not in step.get("uses", "")


def ran(root: Path, workflow: str, name: str, tag: str = "") -> subprocess.CompletedProcess[str]:
    """Run a step as the runner would: with `bash -e`, in the checkout."""
    (command,) = (s["run"] for _, s in steps(STARTING / "dot-github/workflows" / workflow) if s.get("name") == name)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SOURCE_DATE_EPOCH": str(EPOCH),
        "GITHUB_WORKSPACE": str(root),
        "GITHUB_REF_NAME": tag,
    }
    return subprocess.run(["bash", "-eo", "pipefail", "-c", command], cwd=root, env=environment, capture_output=True,
                          encoding="utf-8", timeout=120, check=False)  # fmt: skip


def test_a_pull_request_gets_its_findings_and_its_pictures(tmp_path: Path) -> None:
    root = begun(tmp_path)
    for name in ("Check", "Show what `fix` would mend", "Draw what the cards look like"):
        assert ran(root, "check.yml", name).returncode == 0
    assert "third-reading" in (root / "gallery/index.html").read_text(encoding="utf-8")
    (module,) = (root / "cards").glob("0*.yaml")
    module.write_text(module.read_text(encoding="utf-8").replace("answer:", "anwser:", 1), encoding="utf-8")
    assert ran(root, "check.yml", "Check").stdout.startswith("::error file=cards/010-first-steps.yaml,line=")


RELEASE = [step["name"] for job, step in steps(STARTING / "dot-github/workflows/release.yml")
           if job == "build" and "run" in step and not step["name"].startswith("Install")]  # fmt: skip


def test_a_tag_becomes_a_release(tmp_path: Path) -> None:
    root = begun(tmp_path, "--name", "Rivers")
    assert run("release", "0.1.0", "--no-rehearse", cwd=root).returncode == 0
    (module,) = (root / "cards").glob("0*.yaml")
    module.write_text(
        module.read_text(encoding="utf-8").replace("recalling it from", "recalling from"), encoding="utf-8"
    )
    assert run("release", "0.2.0", "--no-rehearse", cwd=root, SOURCE_DATE_EPOCH=str(EPOCH + 99)).returncode == 0
    for name in RELEASE:
        done = ran(root, "release.yml", name, "deck-0.2.0")
        assert done.returncode == 0, (name, done.stderr)
    made = sorted(path.name for path in (root / "out").iterdir())
    assert made == ["SHA256SUMS", "notes.md", "rivers-0.2.0.apkg", "rivers-since-0.1.0-concept.txt"]
    assert "recalling" in (root / "out/notes.md").read_text(encoding="utf-8")
    sums = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=root / "out", capture_output=True, check=False)
    assert sums.returncode == 0


def test_a_tag_of_nothing_makes_no_release(tmp_path: Path) -> None:
    root = begun(tmp_path, "--name", "Rivers")
    run("release", "0.1.0", "--no-rehearse", cwd=root)
    assert ran(root, "release.yml", "Build, and compare with what is released", "deck-0.9.0").returncode != 0
    (root / "out").rmdir()
    with (root / "decks/releases/rivers-0.1.0.apkg").open("ab") as package:
        package.write(b"x")
    assert ran(root, "release.yml", "Build, and compare with what is released", "deck-0.1.0").returncode != 0
