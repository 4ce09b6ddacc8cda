"""What must hold of any project, lock or text, tried on whatever hypothesis thinks of."""

from __future__ import annotations

import io
import json
import tempfile
import unicodedata
from pathlib import Path

from hypothesis import given, settings, strategies as st
from support import EPOCH, examples, project

from ankibuilder.check import check
from ankibuilder.decode import HIDDEN, decode
from ankibuilder.fix import fix
from ankibuilder.lock import Lock, LockedDeck, LockedNote, LockedNoteType, Release, as_file, read_lock
from ankibuilder.package import package
from ankibuilder.package.content import content, stamp
from ankibuilder.parse import Mapping, Node, Sequence, parse
from ankibuilder.reading import read_package
from ankibuilder.render.gate import clean, gate, says_nothing
from ankibuilder.render.markdown import markdown
from ankibuilder.source import Source, Span

VISIBLE = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp"])
TYPED = st.text(VISIBLE, min_size=1, max_size=60).map(lambda text: unicodedata.normalize("NFC", text))
PLAIN = TYPED.filter(lambda text: text.strip() and not HIDDEN.search(text))
MARKED = (
    st.lists(
        st.one_of(
            PLAIN,
            st.sampled_from(
                ["*a*", "**", "`x`", "<b>x</b>", "&lt;", "- ", "\n", "$x$", "[a](https://b.org)", "&", "<", "\\"]
            ),
        ),
        min_size=1,
        max_size=8,
    )
    .map("".join)
    .filter(lambda text: text.strip())
)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@settings(max_examples=examples(60, 300), deadline=None)
@given(st.lists(st.tuples(MARKED, MARKED, st.booleans()), min_size=1, max_size=4))
def test_what_is_accepted_is_in_the_package_whole(texts: list[tuple[str, str, bool]]) -> None:
    """No silent loss: source → .apkg → what a learner gets."""
    lines = ["module: example\ntitle: Example\ncards:\n"]
    for at, (question, answer, tagged) in enumerate(texts):
        lines.append(
            f"  - id: card-{at}\n    kind: concept\n    question: {quoted(question)}\n    answer: {quoted(answer)}\n"
        )
        lines += ["    tags: [b, a]\n"] if tagged else []
    with tempfile.TemporaryDirectory() as folder:
        checked = check(project(Path(folder), cards__example="".join(lines)))
        if not checked.errors:
            packed = content(checked.project.decks[0], stamp(checked.project, checked.notes, Lock(), EPOCH))
            notes = {note.fields["Card ID"]: note for note in read_package(io.BytesIO(package(packed)), "it").notes}
            assert len(notes) == len(texts)
            for at, (question, answer, tagged) in enumerate(texts):
                note = notes[f"card-{at}"]
                assert [note.fields["Question"], note.fields["Answer"]] == [_shown(question), _shown(answer)]
                assert {"a", "b"} <= set(note.tags) if tagged else not {"a", "b"} & set(note.tags)
                assert len(note.cards) == 1


def _shown(text: str) -> str:
    html = markdown(text)
    return clean(html) if "<" in html or "&" in html else html


@settings(max_examples=examples(160, 800), deadline=None)
@given(PLAIN)
def test_plain_text_comes_through_letter_by_letter(text: str) -> None:
    """Not only as our own renderer says: where no sign means anything, what was typed is what is shown."""
    if not set(text) & set("\\`*_[]<>&$~{}#!|") and text.strip()[:1] not in "-+" and not text.strip()[:1].isdigit():
        assert _shown(text) == text.strip()


@settings(max_examples=examples(200, 1_000), deadline=None)
@given(st.one_of(st.binary(max_size=80), st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_read_or_told(raw: bytes) -> None:
    source, found = decode("a.yaml", raw)
    node, told = parse(source)
    for one in (*found, *told):
        assert 0 <= one.span.start <= len(source.text)
        assert one.message
    assert node is not None or told or not source.text.strip() or source.text.lstrip()[0] in "#-.%"


VALUES = st.recursive(
    st.text(VISIBLE, max_size=20).filter(lambda text: not HIDDEN.search(text)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


def plain(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {name: plain(value) for name, value in node.entries.items()}
    return [plain(item) for item in node.items] if isinstance(node, Sequence) else node.value if node else None


@settings(max_examples=examples(120, 600), deadline=None)
@given(VALUES)
def test_every_value_that_yaml_can_say_is_read_as_it_was(value: object) -> None:
    node, found = parse(Source("a.yaml", json.dumps(value, ensure_ascii=False)))
    assert (plain(node), found) == (value, [])


@settings(max_examples=examples(160, 800), deadline=None)
@given(MARKED)
def test_what_passes_the_gate_passes_it_again_unchanged(text: str) -> None:
    html = markdown(text)
    span = Span(Source("a.yaml", text), 0, len(text))
    if not list(gate(html, span)):
        cleaned = clean(html)
        assert clean(cleaned) == cleaned
        assert list(gate(cleaned, span)) == []
        assert says_nothing(cleaned) == says_nothing(html)


WORD = st.from_regex(r"[0-9A-Za-z.+-]{1,12}", fullmatch=True)
NAME = st.text(VISIBLE, min_size=1, max_size=20).map(lambda text: "".join(filter(str.isprintable, text)) or "name")
WHOLE = st.integers(1, 2**53 - 1)
NAMED = st.lists(st.tuples(NAME, WHOLE), max_size=3).map(tuple)


@st.composite
def locks(draw: st.DrawFn) -> Lock:
    """Draw a lock whose lines belong together: releases in their order, and what each line names is there."""
    times = sorted(draw(st.lists(WHOLE, min_size=1, max_size=3, unique=True)))
    decks = draw(st.dictionaries(NAME, st.builds(LockedDeck, NAME, st.lists(NAME, max_size=2).map(tuple), WORD),
                                 min_size=1, max_size=2))  # fmt: skip
    versions = [f"0.{minor}.0" for minor in range(1, len(times) + 1)]
    releases = tuple(
        Release(version, time, {f"{deck}-{version}.apkg": draw(WORD) for deck in decks if draw(st.booleans())})
        for version, time in zip(versions, times, strict=True)
    )
    made = st.builds(LockedNoteType, WORD, WHOLE, WHOLE, NAME, NAMED, NAMED, st.integers(0, 9))
    kinds = draw(st.dictionaries(WORD, made, min_size=1, max_size=3))
    version, maybe = st.sampled_from(versions), st.sampled_from(["", *versions])
    note = st.builds(
        LockedNote, WORD, WHOLE, WHOLE, version, version, st.sampled_from(sorted(kinds)), NAME, maybe, maybe
    )
    notes = draw(st.dictionaries(NAME, note, max_size=4))
    return Lock(draw(WORD), releases, kinds, notes, decks, draw(NAME), draw(NAME))


@settings(max_examples=examples(40, 200), deadline=None)
@given(locks())
def test_a_lock_is_read_as_it_was_written(lock: Lock) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "ankibuilder.lock").write_bytes(as_file(lock))
        read = read_lock(Path(folder))
    assert read == lock
    assert as_file(read) == as_file(lock)
    assert [release.version for release in read.releases] == [release.version for release in lock.releases]


SLIPS = st.lists(
    st.sampled_from(
        [
            "anwser: x",
            "qestion: x",
            "tags: [b, a, b]",
            "tags: [c, a]",
            "kind: concpet",
            "extra: x  ",
            "hint: e\u0301",
            "extra: |\n      a\r\n      b",
            "# a",
            "id: b",
        ]
    ),
    max_size=4,
    unique_by=lambda line: line[:4],
)


@settings(max_examples=examples(60, 300), deadline=None)
@given(SLIPS, st.booleans())
def test_fix_is_done_after_one_run_and_changes_no_value(slips: list[str], returns: bool) -> None:
    lines = "".join(f"    {slip}\n" for slip in slips)
    card = f"module: example\ntitle: E\ncards:\n  - id: a\n    kind: concept\n    question: Q?\n    answer: A.\n{lines}"
    with tempfile.TemporaryDirectory() as folder:
        root = project(Path(folder), cards__example=card.replace("\n", "\r\n") if returns else card)
        before = _values(root)
        for draft in fix(root, lambda name: True).drafts:
            (root / draft.path).write_bytes(draft.raw)
        assert fix(root, lambda name: True).drafts == ()
        assert _values(root) == before


def _values(root: Path) -> object:
    """All values in NFC, tags in order; names are what `fix` may change."""
    text = unicodedata.normalize("NFC", (root / "cards/example.yaml").read_text(encoding="utf-8"))
    node = plain(parse(Source("a.yaml", text))[0])
    return _sorted(node)


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return [_sorted(inner) for inner in value.values()]
    if isinstance(value, list):
        return (
            sorted(map(str, value))
            if all(isinstance(item, str) for item in value)
            else [_sorted(item) for item in value]
        )
    return value
