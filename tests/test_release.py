"""`release`: what learners get is whole, comes in order, and builds to the same bytes ever after."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from support import EPOCH, SMALL, decoded, project, run, run_apart

from ankibuilder.changelog import HEAD
from ankibuilder.lock import as_file, read_lock

CARDS = SMALL["cards/example.yaml"]
DAY = 86_400


def released(root: Path, version: str, day: int = 0, *options: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """Change files of a project, and release it on a day; rehearsed only where asked for, as that takes a while."""
    project(root, **changed) if changed else None
    unless = () if "--rehearse" in options else ("--no-rehearse",)
    options = tuple(option for option in options if option != "--rehearse")
    return run("release", version, *options, *unless, "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + day * DAY))


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def package(root: Path, version: str) -> Path:
    return root / f"decks/releases/example-{version}.apkg"


def notes(path: Path) -> dict[str, dict[str, object]]:
    return {note["fields"]["Card ID"]: note for note in decoded(path)["notes"]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of which 0.1.0 is released."""
    made = released(project(tmp_path / "project"), "0.1.0")
    assert (made.returncode, made.stdout) == (0, "decks/releases/example-0.1.0.apkg\n"), made.stderr
    return tmp_path / "project"


def test_a_released_state_builds_to_the_same_bytes_whenever_and_wherever(root: Path, tmp_path: Path) -> None:
    first = digest(package(root, "0.1.0"))
    assert read_lock(root).releases[0].packages == {"example-0.1.0.apkg": first}
    for at, (zone, seed) in enumerate([("Asia/Tokyo", "1"), ("America/Lima", "2")]):
        elsewhere, later = shutil.copytree(root, tmp_path / str(at) / "checkout"), str(EPOCH + at * 999)
        run_apart("build", "--project", elsewhere, SOURCE_DATE_EPOCH=later, TZ=zone, PYTHONHASHSEED=seed)
        assert digest(elsewhere / "dist/example.apkg") == first


def test_two_checkouts_release_the_same_bytes(tmp_path: Path) -> None:
    digests = set()
    for name, zone, seed in (("a", "Asia/Tokyo", "1"), ("b/c", "America/Lima", "2")):
        folder = project(tmp_path / name)
        run_apart("release", "0.1.0", "--no-rehearse", "--project", folder, TZ=zone, PYTHONHASHSEED=seed)
        digests.add((digest(package(folder, "0.1.0")), digest(folder / "ankibuilder.lock")))
    assert len(digests) == 1


def test_another_version_of_the_tool_lists_what_it_would_change(root: Path) -> None:
    lock = read_lock(root)
    (root / "ankibuilder.lock").write_bytes(as_file(replace(lock, tool="0.0.1")))
    assert "released with ankibuilder 0.0.1; by this one" in run("build", "--project", root).stderr
    assert run("build", "--project", root).stderr.count("differs: nothing") == 1
    (root / "cards/example.yaml").write_text(CARDS.replace("A safe point.", "A safe place."))
    later = run("build", "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + 1))
    assert "differs: card `secure-base`" in later.stderr


def test_only_what_changed_gets_a_new_time_and_a_tag(root: Path) -> None:
    assert released(root, "0.2.0", 1, cards__example=CARDS.replace("A safe point.", "A safe place.")).returncode == 0
    old, new = notes(package(root, "0.1.0")), notes(package(root, "0.2.0"))
    assert new["kinder"] == old["kinder"]
    assert new["secure-base"]["time"] == EPOCH + DAY
    assert "example::changed::0.2.0" in new["secure-base"]["tags"]  # type: ignore[operator]
    assert new["secure-base"]["fields"]["Changed in"] == "0.2.0"  # type: ignore[index]
    kept = read_lock(root).notes
    assert (kept["secure-base"].since, kept["secure-base"].changed) == ("0.1.0", "0.2.0")
    assert kept["kinder"].changed == "0.1.0"


@pytest.mark.parametrize(
    ("version", "day", "words"),
    [
        ("0.1.0", 1, "0.1.0 does not come after 0.1.0"),
        ("0.0.9", 1, "0.0.9 does not come after 0.1.0"),
        ("0.1", 1, "0.1 does not come after 0.1.0"),
        ("v2", 1, "`v2` is no version"),
        ("٠.٢.٠", 1, "is no version"),
        ("00.2.0", 1, "`00.2.0` is no version"),
        ("0.2.0", 0, "(2026-09-21 14:13:20 UTC) is not after that of 0.1.0 (2026-09-21 14:13:20 UTC)"),
        ("0.2.0", -1, "is not after that of 0.1.0"),
        ("0.2.0", 40_000, "which is in the future"),
    ],
)
def test_versions_and_times_only_rise(root: Path, version: str, day: int, words: str) -> None:
    before = (root / "ankibuilder.lock").read_bytes()
    refused = released(root, version, day, cards__example=CARDS.replace("A safe point.", "A safe place."))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert words in refused.stderr
    assert (root / "ankibuilder.lock").read_bytes() == before


def test_a_warning_stops_a_release(root: Path) -> None:
    refused = released(root, "0.2.0", 1, cards__example=CARDS.replace("A safe point.", "A point #one"))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "cut-off-text" in refused.stderr
    assert "nothing was released: 0 errors, 1 warning" in refused.stderr
    assert not package(root, "0.2.0").exists()


def test_a_release_in_which_nothing_changed_is_none(root: Path) -> None:
    refused = released(root, "0.2.0", 1)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "nothing changed since 0.1.0" in refused.stderr


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("description: An", "description: One"),
        ("title: Ex", "title: An ex"),
        ("{module: example}", "{module: example, subdeck: A}"),
    ],
)
def test_what_a_deck_says_of_itself_is_a_change(root: Path, old: str, new: str) -> None:
    manifest = SMALL["decks/example.yaml"]
    assert old in manifest
    assert released(root, "0.2.0", 1, decks__example=manifest.replace(old, new)).returncode == 0


def test_a_release_is_rehearsed_and_says_loudly_when_it_is_not(root: Path) -> None:
    changed = CARDS.replace("A safe point.", "A safe place.")
    made = released(root, "0.2.0", 1, "--rehearse", cards__example=changed)
    assert made.stderr.count("example-0.1.0.apkg → example-0.2.0.apkg (FSRS o") == 2
    assert "example-0.1.0.apkg → text, example-0.2.0.apkg (FSRS on)" in made.stderr
    assert made.stderr.count("nothing lost") == 3
    skipped = released(root, "0.3.0", 2, "-q", cards__example=changed.replace("too much", "too little"))
    assert skipped.returncode == 0
    assert skipped.stderr.startswith("NOT REHEARSED")


def test_what_learners_are_told(root: Path) -> None:
    log = root / "decks/releases/CHANGELOG.md"
    log.write_text(log.read_text().replace("## 0.1.0", "## 0.1.5 (cut off)\n\nNothing.\n\n## 0.1.0"))
    changed = CARDS.replace("A safe point.", "A safe place.")
    assert released(root, "0.2.0", 1, cards__example=changed).returncode == 0
    assert log.read_text() == (
        f"{HEAD}\n## 0.2.0 (2026-09-22)\n\n### Example\n\n#### Corrected cards\n\n- What is a secure base?\n"
        "  - Answer: A safe ~~point~~ **place**.\n\n## 0.1.0 (2026-09-21)\n\n### Example\n\nNew: 2 cards.\n"
    )


def test_what_hurts_learners_needs_a_major_release(root: Path) -> None:
    renamed = SMALL["decks/example.yaml"].replace("name: Example", "name: Examples")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    refused = released(root, "0.2.0", 1, decks__example=renamed)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "[deck-renamed]" in refused.stderr
    assert "nothing was released: learners would be hurt" in refused.stderr
    assert {path: path.read_bytes() for path in before if path.name != "example.yaml"} == {
        path: raw for path, raw in before.items() if path.name != "example.yaml"
    }
    wrong = released(root, "0.2.0", 1, "--major")
    assert (wrong.returncode, "0.2.0 is no major release after 0.1.0" in wrong.stderr) == (2, True)
    made = released(root, "1.0.0", 1, "--major")
    assert made.returncode == 0, made.stderr
    assert "learners must: Before you import, rename the deck" in made.stderr
    assert "Before you import, rename the deck" in (root / "decks/releases/CHANGELOG.md").read_text()


def test_an_earlier_package_that_is_gone_stops_a_release(root: Path) -> None:
    package(root, "0.1.0").unlink()
    refused = released(root, "0.2.0", 1, cards__example=CARDS.replace("A safe point.", "A safe place."))
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "decks/releases/example-0.1.0.apkg is missing" in refused.stderr


def test_a_dry_run_writes_nothing(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    (root / "cards/example.yaml").write_text(CARDS.replace("A safe point.", "A safe place."))
    tried = run("release", "0.2.0", "--dry-run", "--no-rehearse", "--project", root, SOURCE_DATE_EPOCH=str(EPOCH + DAY))
    assert tried.returncode == 0
    assert "nothing was written" in tried.stderr
    (root / "cards/example.yaml").write_bytes(before[root / "cards/example.yaml"])
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_what_no_release_lists_is_removed(root: Path) -> None:
    stray = package(root, "0.1.5")
    stray.write_bytes(b"cut off")
    made = released(root, "0.2.0", 1, cards__example=CARDS.replace("A safe point.", "A safe place."))
    assert "removed decks/releases/example-0.1.5.apkg: no release lists it" in made.stderr
    assert not stray.exists()
    assert package(root, "0.1.0").exists()


def test_a_card_that_vanished_is_an_error_that_says_how_to_retire_it(root: Path) -> None:
    (root / "cards/example.yaml").write_text(CARDS[: CARDS.index("  - id: kinder")])
    told = run("check", "--project", root)
    assert told.returncode == 1
    assert "card `kinder` was released (0.1.0), and no card has its id any more [lost-identity]" in told.stdout
    assert "retired: {because: …}" in told.stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("cards/example.yaml", "kind: reframe\n    thought: I am too much.\n    reframe",
         "kind: concept\n    question: Q?\n    answer", "was released as a `reframe`"),
        ("cards/example.yaml", "    kind: concept\n", "    kind: concept\n    guid: abc\n", "with the GUID"),
        ("ankibuilder.yaml", "namespace: example", "namespace: other", "in the namespace `example`"),
    ],
)  # fmt: skip
def test_another_identity_is_told_once(root: Path, name: str, old: str, new: str, words: str) -> None:
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new))
    told = run("check", "--project", root)
    assert told.stdout.count("error:") == 1
    assert words in told.stdout


RETIRED = CARDS + "    retired: {because: Said better elsewhere., see: secure-base}\n"


def test_a_retired_card_reaches_who_has_it_and_keeps_out_of_a_newcomers_way(root: Path) -> None:
    assert released(root, "0.2.0", 1, cards__example=RETIRED).returncode == 0
    new = decoded(package(root, "0.2.0"))
    kinder = notes(package(root, "0.2.0"))["kinder"]
    assert kinder["cards"] == [["Example (retired)", 0, 2]]
    assert kinder["fields"]["Retired"] == "Said better elsewhere.<br>→ What is a secure base? (secure-base)"  # type: ignore[index]
    assert {"example::retired::0.2.0", "example::changed::0.2.0"} <= set(kinder["tags"])  # type: ignore[arg-type,call-overload]
    assert "can be deleted" in new["decks"]["Example (retired)"]
    assert released(root, "0.3.0", 2, cards__example=RETIRED.replace("A safe point.", "A place.")).returncode == 0
    assert notes(package(root, "0.3.0"))["kinder"] == kinder, "and is not touched again"


def test_a_card_retired_before_anybody_got_it_is_left_out(tmp_path: Path) -> None:
    root = project(tmp_path, cards__example=RETIRED)
    assert released(root, "0.1.0").returncode == 0
    assert set(notes(package(root, "0.1.0"))) == {"secure-base"}
    assert set(read_lock(root).notes) == {"secure-base"}
