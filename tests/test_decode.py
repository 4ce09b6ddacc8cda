"""Bytes to text: encodings, and every character that cannot be seen."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from ankibuilder.decode import HIDDEN, decode, spelt_out, visible


def told(raw: bytes) -> list[tuple[int, int, str]]:
    found = decode("a.yaml", raw)[1]
    assert {one.rule for one in found} <= {"not-text"}
    assert {one.span.end - one.span.start for one in found} <= {0, 1}
    return [(d.span.line, d.span.column, d.message) for d in found]


def test_a_byte_order_mark_and_carriage_returns_are_fine() -> None:
    source, found = decode("a.yaml", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert (source.text, found) == ("a: 1\r\nb: 2\r\n", [])


@pytest.mark.parametrize(
    ("raw", "line", "column", "message"),
    [
        ("a: 1\nb: caf\xe9\n".encode("latin-1"), 2, 7, "byte 0xE9 is not UTF-8 text"),
        ("a: 1\n".encode("utf-16"), 1, 1, "this file is UTF-16, not UTF-8"),
        ("a: x\u200by\n".encode(), 1, 5, "hidden character U+200B (zero width space)"),
        ("a: x\u202ey\n".encode(), 1, 5, "hidden character U+202E (right-to-left override)"),
        ("a: x\u2028b: y\n".encode(), 1, 5, "hidden character U+2028 (line separator)"),
        ("a: x\x85b: y\n".encode(), 1, 5, "hidden character U+0085 (next line)"),
        (b"a: x\x00y\n", 1, 5, "hidden character U+0000 (null)"),
        (b"a: x\ry\n", 1, 5, "hidden character U+000D (carriage return)"),
        (b"a: x\x1by\n", 1, 5, "hidden character U+001B (escape)"),
        (b"a: x\x1fy\n", 1, 5, "hidden character U+001F (unit separator)"),
        (b"a: x\x7fy\n", 1, 5, "hidden character U+007F (delete)"),
        ("a: x\ue000y\n".encode(), 1, 5, "hidden character U+E000 (no character of any script)"),
        (b"\x00", 1, 1, "hidden character U+0000 (null)"),
        ("a: cafe\u0301\n".encode(), 1, 7, "`é` is written as several characters that only look like it"),
    ],
)
def test_what_is_not_plain_text_is_told_in_its_place(raw: bytes, line: int, column: int, message: str) -> None:
    (found,) = told(raw)
    assert found[:2] == (line, column)
    assert found[2].startswith(message)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a\u200b\u200b\u200eb\u200b", [2, 6]),
        ("\u200b\u200d\u200bb", [1]),
        ("日\u200d日\u200d\u200b日", [4]),
        ("👩\u200d👩\u200b", [4]),
        ("क\u200c\ufe00\u200dक", [3]),
        ("a\r\r\u200b\rb\n", [2]),
    ],
)
def test_hidden_characters_side_by_side_are_told_once(text: str, columns: list[int]) -> None:
    assert [column for _, column, message in told(text.encode()) if "hidden" in message] == columns


def test_every_control_and_format_character_is_told_with_its_code_point() -> None:
    visible = {0x0600, 0x0601, 0x0602, 0x0603, 0x0604, 0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD}
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) not in ("Cc", "Cf") or code in visible or chr(code) in "\t\n":
            continue
        if 0x13430 <= code <= 0x1345F:  # how Egyptian hieroglyphs are joined: visible in their effect
            continue
        assert [m for _, _, m in told(f"a: x{chr(code)}y".encode())] != [], hex(code)
        assert f"U+{code:04X}" in told(f"a: x{chr(code)}y".encode())[0][2]


@pytest.mark.parametrize(
    "text",
    [
        "👩‍💻 ❤️‍🔥 🏳️‍🌈",
        "می‌خواهم",
        "क्‍ष",
        "कि\u200cया",
        "👩🏽\u200d💻",
        "日本語 한국어 עברית العربية",
        "“quotes” – dashes … ½ × é",
    ],
)
def test_emoji_and_the_scripts_of_the_world_pass(text: str) -> None:
    assert told(f"a: {text}".encode()) == []


def test_what_is_wrong_is_told_with_its_cure() -> None:
    hints = {raw: decode("a.yaml", raw)[1][0].hint for raw in (b"a\rb", b"a\x00b", b"\xff\xfea", b"a\xff")}
    assert hints == {
        b"a\rb": "save the file with LF line ends",
        b"a\x00b": "delete it and type the text around it again",
        b"\xff\xfea": "save the file as UTF-8 (in most editors: Save with encoding, UTF-8)",
        b"a\xff": "save the file as UTF-8 (in most editors: Save with encoding, UTF-8)",
    }


def test_old_line_ends_are_told_once_where_there_are_no_others() -> None:
    assert told(b"a: x\rb: y\rc: z\r") == [(1, 5, "hidden character U+000D (carriage return)")]
    assert [place[:2] for place in told(b"a: x\rb: y\rc: z\n")] == [(1, 5), (1, 10)]


def test_what_is_not_in_the_same_form_is_put_in_it_line_by_line() -> None:
    found = decode("a.yaml", "a: xe\u0301\nb: y\nc: e\u0301e\u0301 z\r\n".encode())[1]
    edits = [(one.span.start, one.edit.span.start, one.edit.span.end, one.edit.text) for one in found if one.edit]
    assert edits == [(4, 0, 6, "a: xé"), (15, 12, 22, "c: éé z\r")]
    assert [one.message[:3] for one in found] == ["`é`", "`é`"]
    assert decode("a.yaml", b"\xef\xbb\xbf\xef\xbb\xbfa")[1][0].message.startswith("hidden character U+FEFF")


def test_thirty_marks_may_stand_on_a_letter() -> None:
    (found,) = decode("a.yaml", ("a: x" + "\u0316" * 31).encode())[1]
    assert (found.rule, found.span.start, found.span.end) == ("not-text", 34, 35)
    assert decode("a.yaml", ("a: x" + "\u0316" * 30).encode())[1] == []
    assert decode("a.yaml", ("a: x" + "\u0316" * 30 + "y" + "\u0316" * 30).encode())[1] == []
    assert decode("a.yaml", ("\u0316" * 30 + "x\u0316").encode())[1] == []


@pytest.mark.parametrize("text", ["\u200cक", "क\u200c", "a\u200cक", "क\u200ca"])
def test_a_joiner_that_joins_nothing_is_told(text: str) -> None:
    assert len(told(text.encode())) == 1


def test_json_says_the_same_with_hidden_characters_spelt_out() -> None:
    text = "a\x1b\x9b\u202e\u200b\U000e0041\U000f0000\ud800 é 👩‍💻"
    spelt = spelt_out(json.dumps({"it": text}, ensure_ascii=False))
    assert json.loads(spelt) == {"it": text}
    assert HIDDEN.search(spelt) is None
    assert "é" in spelt


def test_hidden_characters_are_shown_as_dots_and_joined_emoji_as_they_are() -> None:
    assert visible("a\u202eb\x1b[0m 👩‍💻\n") == "a·b·[0m 👩‍💻\n"
    assert visible("plain") == "plain"
    assert visible("\u202ea") == "·a"
