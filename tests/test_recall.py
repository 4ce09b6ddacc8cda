"""What is recalled of a build is never wrong, whatever was changed, touched up or planted."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support import EPOCH, project, run

from ankibuilder import recall as recalling
from ankibuilder.package import package as pack

SAID = "built 1 package from 2 cards in 1 module\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/ankibuilder"


@pytest.fixture
def root(tmp_path: Path, cache: Path) -> Path:
    return project(tmp_path / "decks/releases/project")


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """List what is packed: nothing where a build was recalled."""
    done: list[object] = []

    def packs(content: object) -> bytes:
        done.append(content)
        return pack(content)  # type: ignore[arg-type]

    monkeypatch.setattr("ankibuilder.package.package", packs)
    return done


def build(root: Path, *more: str, **environment: str) -> bytes:
    """Build, and give the package."""
    done = run("build", *more, cwd=root, **environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{Path('dist/example.apkg')}\n"
    assert done.stderr.endswith(SAID)
    return (root / "dist/example.apkg").read_bytes()


def remembered(cache: Path) -> Path:
    (found,) = cache.glob("*.json")
    return found


def test_the_same_build_is_done_once_and_says_the_same(root: Path, packed: list[object]) -> None:
    (root / "cards/media").mkdir()
    (root / "cards/media/unused.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    first, again = (run("build", "-v", cwd=root) for _ in range(2))
    assert len(packed) == 1
    assert "unused-media" in first.stderr
    assert again.stdout == first.stdout
    assert again.stderr.replace(", as it was", "") == first.stderr
    assert run("build", cwd=root).returncode == 0
    assert run("build", "example", cwd=root).returncode == 0
    assert len(packed) == 2


def test_another_time_is_another_build_until_it_is_released(root: Path, packed: list[object]) -> None:
    first = build(root)
    assert build(root, SOURCE_DATE_EPOCH=str(EPOCH + 1)) != first
    assert len(packed) == 2
    assert run("release", "0.1.0", cwd=root).returncode == 0
    packed.clear()
    released = build(root)
    assert build(root, SOURCE_DATE_EPOCH=str(EPOCH + 100)) == released
    assert len(packed) == 1


CHANGES: dict[str, Callable[[Path], object]] = {
    "a card": lambda root: _replace(root / "cards/example.yaml", "A safe point.", "A safe place."),
    "a setting": lambda root: _replace(root / "ankibuilder.yaml", "name: Example", "name: Another"),
    "a manifest": lambda root: _replace(root / "decks/example.yaml", "An example.", "A sampling."),
    "the package": lambda root: (root / "dist/example.apkg").write_bytes(b"PK"),
    "no package": lambda root: (root / "dist/example.apkg").unlink(),
    "no folder": lambda root: shutil.rmtree(root / "dist"),
}


def _replace(path: Path, old: str, new: str) -> None:
    """Change a file to one of the same size and time, as no change was ever seen."""
    text, state = path.read_text(encoding="utf-8"), path.stat()
    assert text.replace(old, new) != text
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changed_is_built(what: str, root: Path, tmp_path: Path, packed: list[object]) -> None:
    build(root)
    CHANGES[what](root)
    other = tmp_path / "other"
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("dist"))
    assert build(root) == build(other)
    assert len(packed) == 3


def test_a_file_that_nobody_expected_is_never_passed_over(root: Path, packed: list[object]) -> None:
    settings = "{namespace: example, name: Example, standard: other/standard.yaml}\n"
    (root / "ankibuilder.yaml").write_text(settings, encoding="utf-8")
    (root / "other").mkdir()
    (root / "other/standard.yaml").write_text("required: []\n", encoding="utf-8")
    build(root)
    (root / "other/standard.yaml").write_text("required: [extra]\n", encoding="utf-8")
    assert "extra" in run("build", cwd=root).stderr


def test_another_program_builds_anew(root: Path, packed: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    build(root)
    monkeypatch.setattr(recalling, "_program", lambda: iter(["another"]))
    build(root)
    assert len(packed) == 2


def test_a_new_mistake_is_told(root: Path) -> None:
    build(root)
    (root / "cards/more.yaml").symlink_to(root / "cards/example.yaml")
    assert "symbolic link" in run("build", cwd=root).stderr


POISON: dict[str, Callable[[Path], object]] = {
    "no JSON": lambda place: place.write_bytes(b"\xff{"),
    "another shape": lambda place: place.write_text("[]", encoding="utf-8"),
    "nothing": lambda place: place.write_text("null", encoding="utf-8"),
    "a list of packages": lambda place: _alter(place, packages=["example.apkg"]),
    "a name too many": lambda place: _alter(place, more=1),
    "no sums": lambda place: _alter(place, packages={}),
    "a sum that is none": lambda place: _alter(place, packages={"example.apkg": 1}),
    "a package elsewhere": lambda place: _alter(place, packages={"../example.apkg": "0"}),
    "others may write to it": lambda place: place.chmod(0o666),
    "others may write into the folder": lambda place: place.parent.chmod(0o777),
    "a link": lambda place: place.symlink_to(place.rename(place.with_suffix(".elsewhere"))),
    "the folder a link": lambda place: place.parent.symlink_to(place.parent.rename(place.parent.with_suffix(".else"))),
    "too large": lambda place: place.write_text(place.read_text(encoding="utf-8") + " " * 5_000_000, encoding="utf-8"),
}


def _alter(place: Path, **changed: object) -> None:
    place.write_text(json.dumps(json.loads(place.read_bytes()) | changed), encoding="utf-8")


@pytest.mark.parametrize("poison", POISON)
def test_what_was_planted_is_not_believed(poison: str, root: Path, cache: Path, packed: list[object]) -> None:
    good = build(root)
    POISON[poison](remembered(cache))
    assert build(root) == good
    assert len(packed) == 2


def test_a_package_is_not_let_pass_by_what_a_project_brings_along(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger's project may hold a package, and all that this program would have remembered of making it."""
    good = build(root)
    evil = b"PK evil"
    (root / "dist/example.apkg").write_bytes(evil)
    place = remembered(cache)
    _alter(place, packages={"example.apkg": recalling._sum(root / "dist/example.apkg")})
    for brought in (".ankibuilder/cache", "ankibuilder", ".cache/ankibuilder"):
        shutil.copytree(cache, root / brought)
    shutil.rmtree(cache)
    monkeypatch.setenv("XDG_CACHE_HOME", ".")  # no absolute path, so nothing is meant by it
    monkeypatch.setenv("HOME", str(root.parent.parent / "home"))
    assert build(root) == good


def test_a_home_that_is_no_whole_path_is_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be wherever one stands: in a stranger's project, perhaps."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", ".")
    build(root)
    assert not list(root.rglob("*.json"))


def test_it_does_without(root: Path, cache: Path, packed: list[object]) -> None:
    cache.parent.mkdir()
    cache.write_text("no folder", encoding="utf-8")
    assert build(root) == build(root)
    assert len(packed) == 2


def test_what_is_kept_is_bounded(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalling, "_KEPT", 3)
    for number in range(5):
        run("build", "-o", f"out-{number}", cwd=root)
    assert len(list(cache.glob("*.json"))) == 3
