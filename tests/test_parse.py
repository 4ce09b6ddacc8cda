"""The parser: text, places, limits, and the same nodes with and without libyaml."""

from __future__ import annotations

import sys

import pytest
import yaml
from hypothesis import example, given, settings, strategies as st
from support import REPOSITORY, examples

from ankibuilder.decode import decode
from ankibuilder.parse import Mapping, Node, Sequence, parse
from ankibuilder.parse.careful import careful
from ankibuilder.parse.limits import MOST_CHARACTERS, MOST_DEPTH, MOST_MISTAKES, MOST_NODES
from ankibuilder.parse.quick import quick
from ankibuilder.source import Source, Text


def told(text: str) -> list[tuple[str, int, int]]:
    return [(d.rule, d.span.line, d.span.column) for d in parse(Source("a.yaml", text))[1]]


def plain(node: Node | None) -> object:
    """Nodes as Python values, positions included."""
    if isinstance(node, Mapping):
        names = map(node.name, node.entries)
        return {(key.value, key.start, key.end): plain(node.entries[key.value]) for key in names}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return (node.value, node.start, node.end) if node else None


@pytest.mark.parametrize(
    "written", ["no", "1e3", "012", "12:30", "2024-01-01", "~", "null", "0x1F", "1_000", ".inf", "<<"]
)
def test_every_scalar_stays_the_text_that_was_typed(written: str) -> None:
    node, found = parse(Source("a.yaml", f"a: {written}\n"))
    assert isinstance(node, Mapping)
    assert node.entries["a"][0] == written
    assert not found


def test_places_count_characters_and_lines() -> None:
    node, _ = parse(Source("a.yaml", "é😀: x\r\nlist:\r\n  - ünï\r\n"))
    assert isinstance(node, Mapping)
    key, value = node.name("é😀"), node.entries["é😀"]
    assert (key.span.line, key.span.column, value.span.column) == (1, 1, 5)
    items = node.entries["list"]
    assert isinstance(items, Sequence)
    assert isinstance(items.items[0], Text)
    assert (items.items[0].span.line, items.items[0].span.column, items.items[0].value) == (3, 5, "ünï")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", [("duplicate-key", 2, 1)]),
        ("a: 1\na: 2\na: 3\n", [("duplicate-key", 2, 1), ("duplicate-key", 3, 1)]),
        ("a: 1\nb: 2\nb: 3\nb: 4\n", [("duplicate-key", 3, 1), ("duplicate-key", 4, 1)]),
        ("a: 1\nb: 2\na: 3\nb: 4\n", [("duplicate-key", 3, 1)]),
        ("a: &x 1\n", [("too-complex", 1, 4)]),
        ("a: *x\n", [("too-complex", 1, 4)]),
        ("a: *x\nb: *y\n", [("too-complex", 1, 4)]),
        ("a: !!python/object:os.system x\n", [("too-complex", 1, 4)]),
        ("a: !<tag:yaml.org,2002:int> 3\n", [("too-complex", 1, 4)]),
        ("? [a]\n: b\n", [("too-complex", 1, 3)]),
        ("%YAML 1.2\n---\na: 1\n", [("too-complex", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("yaml-syntax", 2, 1)]),
        ("[" * 40, [("too-complex", 1, 33)]),
        ('a: "\\x1f"\n', [("not-text", 1, 4)]),
        ("a: b: c\n", [("yaml-syntax", 1, 5)]),
        ("a:\n\tb: 1\n", [("yaml-syntax", 2, 1)]),
        ("a:\n  b: [c{d]\n  e:[ f\n", [("yaml-syntax", 3, 4)]),
        ("[{?!x id: one}]\n", [("too-complex", 1, 4)]),
        ("[?&a b]\n", [("too-complex", 1, 3)]),
        ("' a': x\n", []),
        ("' ä': x\n", []),
    ],
)
def test_what_is_refused_is_told_in_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("text", ["a: {}", "é: {}", 'é: "\\u00e9"\na: {}'])
@pytest.mark.parametrize(("open_", "close"), [("[", "]"), ("{a: ", "}")])
def test_the_quick_way_reads_as_deep_as_the_careful_one(text: str, open_: str, close: str) -> None:
    for depth in (MOST_DEPTH - 2, MOST_DEPTH - 1):
        source = Source("a.yaml", text.replace("{}", open_ * depth + "b" + close * depth))
        assert (quick(source) is not None) == (careful(source)[1] == []) == (depth == MOST_DEPTH - 2)


def test_the_quick_way_reads_as_long_as_there_can_be_no_more_values_than_the_most() -> None:
    assert quick(Source("a.yaml", "a: " + "x" * (MOST_NODES - 3))) is not None
    assert quick(Source("a.yaml", "a: " + "x" * (MOST_NODES - 2))) is None


def test_limits_are_what_they_were() -> None:
    assert (MOST_CHARACTERS, MOST_NODES, MOST_DEPTH, MOST_MISTAKES) == (4_000_000, 400_000, 32, 1_000)


@pytest.mark.parametrize(
    ("text", "is_quick"),
    [
        ("a: [" + "[]," * 1_999 + "]", True),
        ("a: [" + "[]," * 1_000 + "{}," * 1_000 + "]", False),
        ("a:\n" + " " * 99 + "b: c", True),
        ("a:\n" + " " * 100 + "b: c", False),
        ("- - a", True),
        ("- - - a", False),
        ("- ? - a", False),
        ("? - - a", False),
        ("a: b&c d%e f!g", True),
        ("a: [b, &c d]", False),
        ("a: b\n%c", False),
        ("é: b", True),
        ("é: b\n? [a]\n: c", False),
        ('a: "\\u200b"', False),
        ("é: '\\u200b'", True),
        ('é: [a, {b: "\\u200b"}]', False),
    ],
)
def test_what_is_plain_is_read_quickly(text: str, is_quick: bool) -> None:
    """So that large projects stay quick to check; the result is the same."""
    assert (quick(Source("a.yaml", text)) is not None) == is_quick


def test_an_escape_for_what_nobody_sees_is_told_once_a_value() -> None:
    (found,) = parse(Source("a.yaml", 'a: "x\\u200b\\u200by\\u202e"\n'))[1]
    assert (found.rule, found.message) == ("not-text", "hidden character U+200B (zero width space)")


def test_limits() -> None:
    assert careful(Source("a.yaml", "-\n" * (MOST_NODES - 1)))[1] == []
    (found,) = careful(Source("a.yaml", "-\n" * MOST_NODES))[1]
    assert (found.rule, found.message) == ("too-complex", "more than 400,000 values in one file")
    assert found.span.line == MOST_NODES
    assert told("a" * MOST_CHARACTERS) == []
    assert told("a" * (MOST_CHARACTERS + 1)) == [("too-complex", 1, 1)]
    assert told("[" * 100_000 + "]" * 100_000)[0][0] == "too-complex"
    assert told("- " * 100_000 + "a\n")[0][0] == "too-complex"


BY_EVENTS, BY_COMPOSER = sys.modules["ankibuilder.parse.careful"], sys.modules["ankibuilder.parse.quick"]


def test_libyaml_is_used_here() -> None:
    assert BY_EVENTS.EventParser.__name__ == BY_COMPOSER.CParser.__name__ == "CParser"


def sources(*names: str) -> list[Source]:
    folders = (REPOSITORY / name for name in names)
    paths = [path for folder in folders for path in folder.rglob("*.yaml") if path.is_file() and not path.is_symlink()]
    return [source for path in paths for source, found in [decode(path.name, path.read_bytes())] if not found]


def test_without_libyaml_every_good_file_here_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    good = sources("cards", "decks", "ankibuilder", "tests/cases/good")
    fast = [plain(careful(source)[0]) for source in good]
    monkeypatch.setattr(BY_EVENTS, "EventParser", yaml.SafeLoader)
    assert [plain(careful(source)[0]) for source in good] == fast
    assert len(fast) > 20


def test_the_quick_way_reads_as_the_careful_one_does() -> None:
    read = [
        (source, node)
        for source in sources("cards", "decks", "ankibuilder", "tests/cases")
        if (node := quick(source)) is not None
    ]
    assert len(read) > 200
    for source, node in read:
        assert (plain(node), []) == (plain(careful(source)[0]), careful(source)[1]), source.text


PIECES = st.sampled_from(
    ["a", "b", ":", ": ", "- ", " ", "  ", "\n", "\n  ", '"', "'", "[", "]", "{", "}", ", ", "#", " #", "&", "&a ",
     "*a", "!", "! ", "!x ", "|\n", ">-\n", "%", "@", "?", "? ", "?!", "---\n",
     "...\n", "\t", "é", "\\", "\\u200b", "\u00a0",
     "<<: "]
)  # fmt: skip


@example(text='? " "')
@settings(max_examples=examples(800, 4_000), deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_the_quick_way_never_reads_otherwise(text: str) -> None:
    source = Source("a.yaml", text)
    if (node := quick(source)) is not None:
        careful_node, found = careful(source)
        assert (plain(node), []) == (plain(careful_node), found)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "? " * 100_000, "- ? " * 50_000, "{a: " * 100_000])
def test_what_could_exhaust_the_composer_never_reaches_it(text: str) -> None:
    assert quick(Source("a.yaml", text)) is None
    assert careful(Source("a.yaml", text))[1]


@settings(max_examples=examples(120, 600), deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:- \n\"'[]{},#&*!|>%@`\t?é\\"), max_size=60))
def test_no_input_raises(text: str) -> None:
    source, found = decode("a.yaml", text.encode())
    if not found:
        node, told = parse(source)
        assert node is None or told or plain(node) is not None
