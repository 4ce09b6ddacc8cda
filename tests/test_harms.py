"""Each folder in `cases/harm` and `cases/harmless` changes the project in `cases/update`: what `diff` says of it.

`old` and `new` hold the files that differ from it; `later.txt`, how many seconds lie between the builds.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support import CASES, EPOCH, run_here

from ankibuilder.difference.harms import names

HARM = sorted(path for path in (CASES / "harm").iterdir() if path.is_dir())
HARMLESS = sorted(path for path in (CASES / "harmless").iterdir() if path.is_dir())
# Nothing that ankibuilder builds can have them; test_difference.py tries them with stock genanki.
FOREIGN = {"cloze-dropped", "guid-doubled", "media-replaced"}


def versions(case: Path, folder: Path) -> tuple[Path, Path]:
    """The project before and after."""
    for side in ("old", "new"):
        shutil.copytree(CASES / "update", folder / side)
        for layer in ("old", side):
            if (case / layer).is_dir():
                shutil.copytree(case / layer, folder / side, dirs_exist_ok=True)
    return folder / "old", folder / "new"


@pytest.fixture
def told(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str],
         monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:  # fmt: skip
    """Build the old version, and compare the new one with it."""
    case: Path = request.param
    old, new = versions(case, tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    status, _, said = run_here(capsys, "build", "--project", old, "-o", tmp_path)
    assert status == 0, said
    later = case / "later.txt"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + int(later.read_text()) if later.exists() else EPOCH + 1000))
    return run_here(capsys, "diff", tmp_path / "rivers.apkg", "--project", new)


def expected(case: Path) -> str:
    return (case / "expected.txt").read_text(encoding="utf-8")


def without_manual(text: str) -> str:
    """Leave out what is the manual's, word by word."""
    return re.sub(r"(?m)^   (?:why|learners): .*\n", "", text)


@pytest.mark.parametrize(
    ("told", "case"), [(case, case) for case in HARM], indirect=["told"], ids=lambda case: case.name
)
def test_a_harm_is_stopped_with_its_cure(told: tuple[int, str, str], case: Path) -> None:
    """Reports are written by hand: there is no option to record them."""
    status, report, said = told
    assert without_manual(report) == expected(case)
    assert (status, said) == (1, "1 harm in 1 deck\n")
    assert len(re.findall(r"(?m)^   (?:why|cure|learners): \S.*[a-z`}]\.?$", report)) == 3


@pytest.mark.parametrize(
    ("told", "case"), [(case, case) for case in HARMLESS], indirect=["told"], ids=lambda case: case.name
)
def test_a_harmless_change_passes(told: tuple[int, str, str], case: Path) -> None:
    status, report, said = told
    assert report == expected(case)
    assert (status, said) == (0, "0 harms in 1 deck\n")


@pytest.mark.parametrize("case", [case for case in HARM if case.name != "never-newer"], ids=lambda case: case.name)
def test_a_harm_is_seen_against_a_release(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock gives a changed card a later time by itself, so nothing released is ever never newer."""
    old, new = versions(case, tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    status, _, said = run_here(capsys, "release", "0.1.0", "--no-rehearse", "--project", old)
    assert status == 0, said
    shutil.copytree(old / "decks/releases", new / "decks/releases")
    shutil.copy(old / "ankibuilder.lock", new)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH + 1000))
    status, report, _ = run_here(capsys, "diff", "--project", new)
    assert status == 1
    assert without_manual(report) == expected(case).replace("rivers.apkg", "rivers-0.1.0.apkg", 1)


def test_every_class_of_harm_has_a_case() -> None:
    shown = "".join(expected(case) for case in HARM)
    assert set(re.findall(r"^harm: .* \[([a-z-]+)\]$", shown, re.M)) | FOREIGN == set(names())
    assert len(names()) >= 12
