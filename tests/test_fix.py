"""`fix`: every folder in `cases/fix/` is a project before and after; what stands in neither is the small project's."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from support import CASES, EPOCH, REPOSITORY, project, run_apart, run_here, write

from ankibuilder.fix import Mended, fix

BAD = sorted(path for path in (CASES / "bad").iterdir() if path.is_dir())
GOOD = sorted(path for path in (CASES / "good").iterdir() if path.is_dir())
NOT_CERTAIN = "nothing that is certain enough to mend; `ankibuilder check` tells what is wrong"
FIX = sorted(path for path in (CASES / "fix").iterdir() if path.is_dir())


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def before(case: Path, folder: Path) -> Path:
    """The small project with the case's files, written anew."""
    return Path(shutil.copytree(case / "before", project(folder), dirs_exist_ok=True))


@pytest.mark.parametrize("case", FIX, ids=lambda case: case.name)
def test_a_case_is_mended_as_it_says_and_once(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = before(case, tmp_path)
    after = files(case / "after") if (case / "after").exists() else {}
    expected = {**files(root), **after}
    told = run_here(capsys, "fix", "--project", root)
    assert files(root) == expected
    assert told == (0, "".join(f"{root / path}\n" for path in after), (case / "expected.txt").read_text())
    status, written, said = run_here(capsys, "fix", "--project", root)
    assert (status, written) == (0, "")
    assert said.splitlines()[-1] in ("nothing to mend", NOT_CERTAIN)


@pytest.mark.parametrize("case", FIX, ids=lambda case: case.name)
def test_a_diff_writes_nothing(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = before(case, tmp_path)
    untouched = files(root)
    after = files(case / "after") if (case / "after").exists() else {}
    status, shown, said = run_here(capsys, "fix", "--diff", "--project", root)
    assert files(root) == untouched
    assert status == (1 if after else 0)
    assert set(re.findall(r"^\+\+\+ b/(.*)$", shown, re.M)) == set(after)
    assert said.replace("would mend", "mended") == (case / "expected.txt").read_text()


def test_nothing_here_needs_mending() -> None:
    assert fix(REPOSITORY) == Mended((), (), errors_remain=False)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_packages_stay_the_same_bytes(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a learner gets does not change: no id, no text, no hash."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    root = Path(shutil.copytree(case, tmp_path / "project"))
    for path in (root / "cards").rglob("*.yaml"):
        text = re.sub(r"^    kind: \S+$", "\\g<0>  \n    tags: [z, a::b, B]", path.read_text("utf-8"), flags=re.M)
        text = text.replace("\n", " \n", 1)
        path.write_text(re.sub(r"\n    tags: .*(?=(\n    .*)*\n    tags: )", "", text), "utf-8")
    packages = []
    for _ in range(2):
        assert run_here(capsys, "build", "--project", root, "-o", tmp_path / "built")[0] == 0
        packages.append(files(tmp_path / "built"))
        assert run_here(capsys, "fix", "--project", root)[1] != "" or len(packages) == 2
    assert packages[0] == packages[1]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_one_run_is_enough_whatever_is_wrong(case: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(case, tmp_path / "project", symlinks=True))
    for draft in fix(root).drafts:
        (root / draft.path).write_bytes(draft.raw)
    assert fix(root).drafts == ()


def test_paths_limit_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(
        tmp_path, cards__a="module: a\ntitle: A  \ncards: []\n", cards__b="module: b\ntitle: B  \ncards: []\n"
    )
    status, told, _ = run_here(capsys, "fix", "--diff", "--project", root, root / "cards/b.yaml")
    assert (status, re.findall(r"^\+\+\+ (.*)$", told, re.M)) == (1, ["b/cards/b.yaml"])
    assert run_here(capsys, "fix", "-q", "--project", root, root / "decks", root / "cards/a.yaml")[2] == ""
    assert (root / "cards/a.yaml").read_text() == "module: a\ntitle: A\ncards: []\n"
    assert run_here(capsys, "fix", "--project", root, root / "cards/c.yaml")[0] == 2
    assert run_here(capsys, "fix", "--project", root, tmp_path.parent)[0] == 2


def test_a_diff_is_what_patch_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path, cards__a="module: a\r\ntitle: A  \r\ncards: []")
    expected = (
        "--- a/cards/a.yaml\n+++ b/cards/a.yaml\n@@ -1,3 +1,3 @@\n module: a\r\n-title: A  \r\n-cards: []\n"
        "\\ No newline at end of file\n+title: A\r\n+cards: []\r\n"
    )
    assert run_here(capsys, "fix", "--diff", "-q", "--project", root) == (1, expected, "")


@pytest.mark.parametrize("broken", ["cards: [", "a: b\na: c\n", "a: &b c\n", "a: b\x07\n"])
def test_what_is_left_alone_is_told(broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path, cards__a=broken + "  ")
    status, told, said = run_here(capsys, "fix", "--project", root)
    assert (status, told) == (0, "")
    assert re.fullmatch(r"cards/a\.yaml:\d+:\d+: left alone: .+\n" + NOT_CERTAIN + "\n", said)


def test_rights_are_kept_and_links_are_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "project", cards__a="module: a  \n")
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(root / "cards", elsewhere)
    (root / "cards/a.yaml").chmod(0o640)
    (root / "cards/file.yaml").symlink_to(elsewhere / "a.yaml")
    (root / "cards/folder").symlink_to(elsewhere)
    (root / "kinds").symlink_to(elsewhere)
    (root / "cards/directory.yaml").mkdir()
    os.mkfifo(root / "cards/pipe.yaml")
    told = run_here(capsys, "fix", "-q", "--project", root)
    assert told == (0, f"{root / 'cards/a.yaml'}\n", "")
    assert (root / "cards/a.yaml").stat().st_mode & 0o777 == 0o640
    assert (elsewhere / "a.yaml").read_text() == "module: a  \n"


def test_what_somebody_else_wrote_meanwhile_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, cards__a="module: a  \n")

    def and_saved_by_an_editor(*arguments: Any) -> Mended:
        mended = fix(*arguments)
        (root / "cards/a.yaml").write_text("module: a  \n# more\n")
        return mended

    monkeypatch.setattr("ankibuilder.fix.fix", and_saved_by_an_editor)
    status, told, said = run_here(capsys, "fix", "--project", root)
    assert (status, told) == (0, "")
    assert said.splitlines()[-1] == NOT_CERTAIN
    assert (root / "cards/a.yaml").read_text() == "module: a  \n# more\n"


def test_a_name_with_any_signs_can_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(project(tmp_path), {"cards/a**[b.yaml": "module: a  \n"})
    assert run_here(capsys, "fix", "-q", "--project", root)[0] == 0
    assert (root / "cards/a**[b.yaml").read_text() == "module: a\n"


def test_a_name_that_is_no_text_is_left_alone_and_told(tmp_path: Path) -> None:
    root = project(tmp_path)
    named = root / "cards" / os.fsdecode(b"\xff.yaml")
    named.write_text("module: a  \n")
    for command, status, told in (
        (["fix", "--diff"], 0, "`ankibuilder check` tells"),
        (["check"], 1, "cards/·.yaml"),
        (["fix"], 0, "`ankibuilder check` tells"),
    ):
        done = run_apart(*command, "--project", root, PYTHONIOENCODING="utf-8:strict")
        assert (done.returncode, "Traceback" in done.stderr) == (status, False)
        assert told in done.stdout + done.stderr
    assert named.read_text() == "module: a  \n"
