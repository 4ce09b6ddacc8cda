"""Where a gallery is written: what is its own is replaced and taken away, and nothing else, whatever stands there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import SMALL, project, run, run_here

from ankibuilder import writing

CARDS = SMALL["cards/example.yaml"]
MORE = "module: more\ntitle: More\ncards:\n  - {id: more, kind: concept, question: Q?, answer: A}\n"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nobody_elses_folder_is_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "p")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_text("years of work", encoding="utf-8")
    for marker in (None, "{}", '{"files": ["../p/ankibuilder.yaml", "thesis.txt"]', "[]"):
        if marker is not None:
            (theirs / "gallery.json").write_text(marker, encoding="utf-8")
        status, out, told = run_here(capsys, "gallery", "-o", theirs, "--project", root)
        assert (status, out) == (2, "")
        assert "is not empty, and no gallery" in told
    assert (theirs / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_forged_list_takes_nothing_away_that_is_not_of_the_shape_of_ours(tmp_path: Path) -> None:
    root, site = project(tmp_path / "p"), tmp_path / "site"
    names = ["thesis.txt", "modules/notes.txt", "look/mine.css", "media/photo.png", "docs/index.html", ".git", "look"]
    for name in names[:5]:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("years of work", encoding="utf-8")
    forged = [*names, "../p/ankibuilder.yaml", "modules/../thesis.txt", "modules/gone.html", "/etc/passwd", 7]
    (site / "modules/gone.html").write_text("ours", encoding="utf-8")
    (site / "gallery.json").write_text(json.dumps({"files": forged}), encoding="utf-8")
    assert run("gallery", "-o", site, "--project", root).returncode == 0
    assert [name for name in names[:5] if not (site / name).is_file()] == []
    assert not (site / "modules/gone.html").exists()
    assert (root / "ankibuilder.yaml").is_file()


def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, site = project(tmp_path / "p"), tmp_path / "site"
    more = root / "cards/more.yaml"
    more.write_text(MORE, encoding="utf-8")
    run("gallery", "-o", site, "--project", root)
    whole = files(site)
    more.unlink()
    killed = [0]
    once = writing.write_whole

    def write(path: Path, raw: bytes) -> bool:
        killed[0] += 1
        if killed[0] == 3:
            raise KeyboardInterrupt
        return once(path, raw)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "write_whole", write)
        assert run("gallery", "-o", site, "--project", root).returncode == 130
    assert files(site).keys() == whole.keys()
    run("gallery", "-o", site, "--project", root)
    assert "modules/more.html" in whole
    assert "modules/more.html" not in files(site)
    run("gallery", "-o", tmp_path / "fresh", "--project", root)
    assert files(site) == files(tmp_path / "fresh")


def test_a_folder_that_leads_elsewhere_is_not_written_into(tmp_path: Path) -> None:
    root, site, theirs = project(tmp_path / "p"), tmp_path / "site", tmp_path / "theirs"
    run("gallery", "-o", site, "--project", root)
    (site / "modules").rename(theirs)
    (site / "modules").symlink_to(theirs)
    (theirs / "example.html").write_text("years of work", encoding="utf-8")
    done = run("gallery", "-o", site, "--project", root)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"cannot write into {site / 'modules'}: it is a shortcut" in done.stderr
    assert (theirs / "example.html").read_text(encoding="utf-8") == "years of work"


def test_an_earlier_gallery_is_replaced(tmp_path: Path) -> None:
    root, site = project(tmp_path / "p"), tmp_path / "site"
    (root / "cards/more.yaml").write_text(MORE, encoding="utf-8")
    run("gallery", "-o", site, "--project", root)
    (site / "CNAME").write_text("cards.example.org", encoding="utf-8")
    assert (site / "modules/more.html").is_file()
    (root / "cards/more.yaml").unlink()
    run("gallery", "-o", site, "--project", root)
    assert not (site / "modules/more.html").exists()
    assert (site / "CNAME").is_file(), "what somebody added stays"
    listed = (site / "gallery.json").read_text(encoding="utf-8")
    (site / "gallery.json").write_text(
        listed.replace('"index.html"', '"../p/ankibuilder.yaml", "index.html"'), encoding="utf-8"
    )
    run("gallery", "-o", site, "--project", root)
    assert (root / "ankibuilder.yaml").is_file(), "a list that leads outside is not followed"
