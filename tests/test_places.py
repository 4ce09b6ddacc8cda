"""Where the parser says that things are, and what it says of names: whatever is told points there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ankibuilder.parse import Mapping, Node, Sequence, comment_behind, parse
from ankibuilder.parse.careful import careful
from ankibuilder.parse.quick import quick
from ankibuilder.source import Source, Text


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("? - a\n: b\n", "a name before `:` must be plain text", "put the text in quotes"),
        ("? Xa: b\n: c\n", "a name before `:` must be plain text", "put the text in quotes"),
        ("[a]: b\n", "a name before `:` must be plain text", "text that begins with `[` must be in quotes"),
        ("{a: b}: c\n", "a name before `:` must be plain text", "text that begins with `{` must be in quotes"),
        ("!x &a b\n", "`!x` is a tag to YAML, which is not used here", "text that begins with `!` must be in quotes"),
        ("a: &b\n", "`&b` is an anchor to YAML, which is not used here", "text that begins with `&` must be in quotes"),
    ],
)  # fmt: skip
def test_devices_are_told_with_what_was_meant(text: str, message: str, hint: str) -> None:
    (found,) = parse(Source("a.yaml", text))[1]
    assert (found.rule, found.message, found.hint) == ("too-complex", message, hint)
    assert text[found.span.start : found.span.end] in (*"-X[{", *message.split("`"))


@pytest.mark.parametrize(
    ("text", "cut"),
    [("a: b #c", "#c"), ("a: b #c\nd: e #f\n", "#c"), ("a: b\t\t#c d\n", "#c d"), ("a: b  #c\n", ""), ("a: b# c\n", ""),
     ("a: b # ankibuilder: allow x\n", ""), ("a: b\n #c\n", ""), ("a: 'b' #c\n", "#c"), ("a: Xb #c\n", "#c"),
     ("a: |  #c\n  b\n", ""),
     ("a: > #c\n  b\n", ""), ("a: |\n  b\n #c\n", ""), ("a: >\n  b\n #c\n", "")],
)  # fmt: skip
def test_what_a_comment_cuts_off(text: str, cut: str) -> None:
    node = parse(Source("a.yaml", text))[0]
    assert isinstance(node, Mapping)
    value = node.entries["a"]
    assert isinstance(value, Text)
    span = comment_behind(value)
    assert (text[span.start : span.end] if span else "") == cut


@pytest.mark.parametrize(
    "name", ["a b", "'a b'", "'it''s'", "'a\n  b'", '"a b"', '"a\\"b"', '"a\\\\"', '"a\n  b"', "a'b", 'a"b"']
)
def test_a_name_ends_behind_its_quotes(name: str) -> None:
    node = parse(Source("a.yaml", f"? {name}\n: b"))[0]
    assert isinstance(node, Mapping)
    (key,) = map(node.name, node.entries)
    assert (key.start, key.end) == (2, 2 + len(name))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a: 1\na: 2\n", "keep one of the two"),
        ("a: 1\nb: 2\nb: 2\n", "keep one of the two"),
        ("a: 1\nb: 2\na: 3\n", "keep one of the two; if a new entry begins here, write `- a: …`"),
    ],
)
def test_a_doubled_name_may_be_a_dash_forgotten(text: str, hint: str) -> None:
    node, (found,) = parse(Source("a.yaml", text))
    assert isinstance(node, Mapping)
    first = node.entries["a"]
    assert isinstance(first, Text)
    assert (first.value, len(node.starts)) == ("1", len(node.entries))
    assert (found.hint, found.span.end - found.span.start) == (hint, 1)
    assert found.message.endswith(
        f"the first is on line {text[: text.index(text[found.span.start])].count(chr(10)) + 1}"
    )


@pytest.mark.parametrize("read", [quick, lambda source: careful(source)[0]])
def test_a_mapping_and_a_list_are_where_they_begin(read: Callable[[Source], Node | None]) -> None:
    node = read(Source("a.yaml", "a:\n  b: {c: d}\n  e: [f]\n  g:\n    - h\n"))
    assert spans(node) == [(0, 1), (5, 6), (8, 9), (12, 13), (20, 21), (21, 22), (33, 34), (35, 36)]


def spans(node: Node | None) -> list[tuple[int, int]]:
    """Where all nodes are, as findings show them."""
    inside = node.entries.values() if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else ()
    here = [(node.span.start, node.span.end)] if node is not None else []
    return here + [each for part in inside for each in spans(part)]


def test_reading_stops_at_a_space_that_is_none() -> None:
    """What follows would be told as names that nobody knows."""
    node, (found,) = parse(Source("a.yaml", "\u00a0a: b\n\u00a0c: d\n"))
    assert (node, found.rule, found.span.start, found.span.end) == (None, "yaml-syntax", 0, 1)
    assert (found.message, found.hint) == (
        "a space that is none to YAML (U+00A0)",
        "delete it and type spaces with the space bar",
    )


def test_what_is_too_deep_is_called_so() -> None:
    (found,) = careful(Source("a.yaml", "[" * 40))[1]
    assert (found.message, found.hint) == ("lists and mappings nested more than 32 deep", "write it flatter")


@pytest.mark.parametrize(
    "text", ["? - a\n: b\n", "? - a\n: b\n? - c\n: d\n", "a: 1\n---\nb: 2\n---\nc: 3\n", "%YAML 1.2\n---\na: 1\n"]
)
def test_reading_stops_where_nothing_could_be_made_of_the_rest(text: str) -> None:
    node, found = parse(Source("a.yaml", text))
    assert (node, len(found)) == (None, 1)


@pytest.mark.parametrize("read", [quick, lambda source: careful(source)[0]])
@pytest.mark.parametrize(("text", "at"), [("a:\nb: c\n", 2), ("a :\nb: c\n", 3), ("'a:b':  \nc: d\n", 6), ("a:", 2)])
def test_nothing_stands_behind_its_colon(read: Callable[[Source], Node | None], text: str, at: int) -> None:
    node = read(Source("a.yaml", text))
    assert isinstance(node, Mapping)
    assert next(iter(node.entries.values())) == Text("", node.source, at, at)
