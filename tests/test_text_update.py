"""`build --format text --since`: only what a learner has and what changed, and nothing of the learner's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import CASES, EPOCH, SMALL, project, run

from ankibuilder.lock import note_type_id

CARDS = SMALL["cards/example.yaml"]
NEW = "  - {id: new, kind: concept, question: New?, answer: Yes.}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three releases: 0.2.0 changed one card, 0.3.0 another and added one."""
    project(tmp_path)
    second = CARDS.replace("A safe point.", '"A \\"safe\\"\\tplace."')
    for at, cards in enumerate((CARDS, second, second.replace("too much", "too little") + NEW)):
        (tmp_path / "cards/example.yaml").write_text(cards)
        made = run(
            "release",
            f"0.{at + 1}.0",
            "--no-rehearse",
            "--project",
            tmp_path,
            SOURCE_DATE_EPOCH=str(EPOCH + at * 86_400),
        )
        assert made.returncode == 0, made.stderr
    return tmp_path


def built(root: Path, *options: str) -> dict[str, list[str]]:
    made = run("build", "--format", "text", *options, "--project", root)
    assert made.returncode == 0, made.stderr
    return {Path(path).name: (root / path).read_text().splitlines() for path in made.stdout.split()}


def test_it_holds_what_changed_since(root: Path) -> None:
    files = built(root, "--since", "0.1.0")
    assert set(files) == {"example-since-0.1.0-concept.txt", "example-since-0.1.0-reframe.txt"}
    concept = files["example-since-0.1.0-concept.txt"]
    assert concept[:7] == [
        "#separator:tab", "#html:true", "#if matches:update current",
        f"#notetype:{note_type_id('example', 'concept')}", "#guid column:1",
        "#deck column:2", "#tags:example::changed::0.2.0",
    ]  # fmt: skip
    assert "My example" not in concept[7]
    assert len(concept) == 9
    assert concept[8].startswith('"ge4mfkfdm4g6jg44"\t"Example"\t"secure-base"\t')
    assert '"A ""safe""\tplace."' in concept[8]
    assert set(built(root, "--since", "0.2.0")) == {"example-since-0.2.0-reframe.txt"}


def test_a_change_that_is_not_released_yet_has_no_tag(root: Path) -> None:
    (root / "cards/example.yaml").write_text(CARDS.replace("A safe point.", "Now.") + NEW)
    (lines,) = [text for name, text in built(root, "--since", "0.3.0").items() if "concept" in name]
    assert not any(line.startswith("#tags") for line in lines)
    told = run("build", "--format", "text", "--since", "0.3.0", "--project", root).stderr
    assert "not released yet" in told


def test_text_of_a_release_is_given_without_a_word(root: Path) -> None:
    assert "not released" not in run("build", "--format", "text", "--since", "0.1.0", "--project", root).stderr


def test_a_deck_gives_only_what_its_own_package_had(root: Path) -> None:
    few = SMALL["decks/example.yaml"].replace("Example", "Few")
    (root / "decks/few.yaml").write_text(few.replace("module: example", "module: example, kinds: [concept]"))
    assert set(built(root, "--since", "0.1.0")) == {
        "example-since-0.1.0-concept.txt",
        "example-since-0.1.0-reframe.txt",
    }


def test_what_changed_since_is_named_as_the_learner_has_it(tmp_path: Path) -> None:
    """Anki finds fields and note types in a text by name; a name that the learner has not got loses the correction."""
    case = CASES / "good/own-kind-with-two-templates"
    root = Path(shutil.copytree(case, tmp_path / "project"))
    released = ("--no-rehearse", "--project", root)
    assert run("release", "0.1.0", *released).returncode == 0
    for name, old, new in (
        ("kinds/pair/kind.yaml", "name: Meaning", "name: Sense"),
        ("kinds/pair/back.html", "{{Meaning}}", "{{Sense}}"),
        ("cards/animals.yaml", "title:", "title: New"),
    ):
        (root / name).write_text((root / name).read_text().replace(old, new))
    made = run("release", "0.2.0", *released, SOURCE_DATE_EPOCH=str(EPOCH + 9))
    assert made.returncode == 0, made.stderr
    (lines,) = built(root, "--since", "0.1.0").values()
    columns = next(line for line in lines if line.startswith("#columns:")).split("\t")
    assert columns.index("Sense") == columns.index("Meaning") + 1


def test_fields_of_an_adopted_kind_that_have_no_id_are_found_by_their_names(tmp_path: Path) -> None:
    root = Path(shutil.copytree(CASES / "good/adopted-as-it-was", tmp_path / "project"))
    released = ("--no-rehearse", "--project", root)
    assert run("release", "0.1.0", *released).returncode == 0
    for name, old, new in (
        ("kinds/vocabulary/kind.yaml", "name: Word,", "name: Wort,"),  # this one has an id
        ("kinds/vocabulary/card-1-front.html", "{{Word}}", "{{Wort}}"),
        ("kinds/vocabulary/card-2-back.html", "{{Word}}", "{{Wort}}"),
        ("cards/010-words.yaml", "der *Hund*", "ein *Hund*"),
        ("cards/010-words.yaml", "::a picture", "::a dog"),
    ):
        (root / name).write_text((root / name).read_text().replace(old, new))
    made = run("release", "0.2.0", *released, SOURCE_DATE_EPOCH=str(EPOCH + 9))
    assert made.returncode == 0, made.stderr
    files = built(root, "--since", "0.1.0")
    assert {name: lines[-2:] for name, lines in files.items()} == {
        "words-since-0.1.0-gap.txt": [
            "#columns:GUID\tDeck\tText\tMore",
            '"abcde"\t"Old words"\t"{{c1::<b>one</b>&nbsp;}} and {{c3::<img src=""Hund 1.png"">::a dog}}"\t"a &lt; b"',
        ],
        "words-since-0.1.0-vocabulary.txt": [
            "#columns:GUID\tDeck\tWord\tWort\tExtra",
            '"Q{Z?a;%:~p"\t"Old words"\t"ein <em>Hund</em>"\t"ein <em>Hund</em>"\t'
            '"<img src=""Hund 1.png"" style=""max-width: 90%""> [sound:der_Hund.mp3]"',
        ],
    }


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (["--format", "text"], 2, "needs --since VERSION"),
        (["--since", "0.1.0"], 2, "--since goes with --format text"),
        (["--format", "text", "--since", "0.1.1"], 2, "0.1.1 was never released"),
        (["--format", "text", "--since", "0.3.0"], 1, "there is no text to write"),
    ],
)
def test_what_cannot_be_is_told(root: Path, options: list[str], status: int, words: str) -> None:
    made = run("build", *options, "--project", root)
    assert (made.returncode, made.stdout) == (status, "")
    assert words in made.stderr
