"""Dependencies are pinned with hashes and name no index; workflows have few rights, pinned actions and no secrets."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support import EPOCH, REPOSITORY, SMALL, project, run

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
WORKFLOWS = {path.name: path.read_text(encoding="utf-8") for path in (REPOSITORY / ".github/workflows").iterdir()}
FILES = {name: (REPOSITORY / "requirements" / name).read_text(encoding="utf-8") for name in ("build.txt", "test.txt")}
MAY_WRITE = {("release.yml", "publish"): {"contents": "write", "id-token": "write", "attestations": "write"}}


def entries(text: str) -> dict[str, tuple[str, list[str], list[str]]]:
    """Each requirement's version, hashes, and what asks for it."""
    found = {}
    for block in re.split(r"\n(?=[a-z])", text.strip()):
        plain = re.sub(r" \\\n", "\n", block)
        head, *rest = plain.splitlines()
        match = re.fullmatch(r"([a-z0-9-]+)==([\w.]+)(?: ; .+)?", head.strip())
        assert match, head
        hashes = [line.strip() for line in rest if line.strip().startswith("--hash=")]
        asking = [re.sub(r"# +(?:via)? *", "", line.strip()) for line in rest if line.strip().startswith("#")]
        assert len(hashes) + len(asking) == len(rest), block
        found[match[1]] = (match[2], hashes, [name for name in asking if name])
    return found


def wanted(test: bool) -> list[Requirement]:
    named = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    if test:
        for extra in PROJECT["project"]["optional-dependencies"].values():
            named += extra
        for group in PROJECT["dependency-groups"].values():
            named += [entry for entry in group if isinstance(entry, str)]
    return [Requirement(entry) for entry in named]


@pytest.mark.parametrize("name", FILES)
def test_everything_is_pinned_with_hashes_and_nothing_says_where_it_is_from(name: str) -> None:
    for version, hashes, _ in entries(FILES[name]).values():
        assert version
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes)
    assert not re.search(r"(?i)://|index|find-links|trusted-host|file:|@|^-", FILES[name], re.M)


@pytest.mark.parametrize("name", FILES)
def test_the_pins_are_what_the_project_asks_for_and_what_that_needs(name: str) -> None:
    pinned = entries(FILES[name])
    asked = wanted(name == "test.txt")
    for requirement in asked:
        version, _, _ = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement
    direct = {canonicalize_name(requirement.name) for requirement in asked}
    for entry, (_, _, asking) in pinned.items():
        assert entry in direct or any(canonicalize_name(other) in pinned for other in asking), entry


def test_both_files_pin_the_same() -> None:
    build, test = entries(FILES["build.txt"]), entries(FILES["test.txt"])
    assert build.keys() <= test.keys()
    assert all(test[name][:2] == entry[:2] for name, entry in build.items())


def read(name: str) -> dict[str, Any]:
    made: dict[str, Any] = yaml.load(WORKFLOWS[name], yaml.BaseLoader)
    return made


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_has_few_rights_and_pinned_actions(name: str) -> None:
    made = read(name)
    assert set(made["on"]) <= {"pull_request", "push"}
    assert made["permissions"] in ({}, {"contents": "read"}, "")
    for job, what in made["jobs"].items():
        rights = what.get("permissions", made["permissions"])
        assert rights == MAY_WRITE.get((name, job), {"contents": "read"})
        assert int(what["timeout-minutes"]) <= 30
        for step in what["steps"]:
            assert "${{" not in step.get("run", ""), "text of others would become code"
            if "uses" in step:
                assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"])
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"
    assert all(re.search(r"# v\d+\.\d+\.\d+$", line) for line in WORKFLOWS[name].splitlines() if "uses:" in line)


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_pull_request_meets_no_secret_and_nothing_that_writes(name: str) -> None:
    assert "pull_request_target" not in WORKFLOWS[name]
    assert "workflow_run" not in WORKFLOWS[name]
    assert "secrets." not in WORKFLOWS[name]
    if "pull_request" in read(name)["on"]:
        assert "github.token" not in WORKFLOWS[name]
        assert "write" not in WORKFLOWS[name]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_installs_only_what_is_pinned(name: str) -> None:
    for line in re.findall(r"pip install[^&\n]*", WORKFLOWS[name]):
        assert "--require-hashes -r requirements/" in line or "--no-deps --no-build-isolation ." in line


def test_whoever_may_write_runs_nothing_of_the_repository() -> None:
    for name, job in MAY_WRITE:
        steps = read(name)["jobs"][job]["steps"]
        assert not any("checkout" in step.get("uses", "") or "pip" in step.get("run", "") for step in steps)


def released(folder: Path, tag: str) -> subprocess.CompletedProcess[str]:
    """Run the release workflow's own script on a copy of the project's files."""
    for name in ("cards", "decks", ".ci"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for name in ("ankibuilder.yaml", "ankibuilder.lock"):
        shutil.copy(REPOSITORY / name, folder)
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run([folder / ".ci/same-as-released", tag, "out"], cwd=folder, env=environment,
                          capture_output=True, text=True, check=False)  # fmt: skip


def test_a_tag_of_nothing_is_refused(tmp_path: Path) -> None:
    assert released(tmp_path / "a", "deck-99.0.0").returncode == 1
    assert released(tmp_path / "b", "deck-$(id)").returncode == 2


def test_a_tag_of_a_release_comes_with_texts_sums_and_notes(tmp_path: Path) -> None:
    root = project(tmp_path)
    shutil.copytree(REPOSITORY / ".ci", root / ".ci")
    run("release", "0.1.0", "--no-rehearse", cwd=root)
    changed = SMALL["cards/example.yaml"].replace("A safe point.", "A safe place.")
    project(root, cards__example=changed)
    assert run("release", "0.2.0", "--no-rehearse", cwd=root, SOURCE_DATE_EPOCH=str(EPOCH + 60)).returncode == 0
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "SOURCE_DATE_EPOCH": str(EPOCH + 60)}
    done = subprocess.run([root / ".ci/same-as-released", "deck-0.2.0", "out"], cwd=root, env=environment,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = {path.name: path.read_bytes() for path in (root / "out").iterdir()}
    assert sorted(made) == ["SHA256SUMS", "example-0.2.0.apkg", "example-since-0.1.0-concept.txt", "notes.md"]
    assert b"safe" in made["notes.md"]
    assert len(made["SHA256SUMS"].splitlines()) == 2
