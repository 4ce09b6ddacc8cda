"""Damages YAML as hands, merges and attackers do: lines, indentation, values and bytes. Knows no cards."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

# What is put in the place of a value, or between two bytes.
VALUES = [
    b"no", b"~", b"1e9", b"12:30:45", b"0x1F", b"2024-13-45", b"!!int x", b"!<tag:x> y", b"&a x", b"*a", b"<<", b"?",
    b"-", b"|", b">-", b"'", b'"', b'"\\x1f"', b'"\\ud800"', b'"\\U00110000"', b'"\\u200b"', b"'it''s'", b'"a \\\n  b"',
    b"[a, b]", b"{a: b}", b"[[[[[[]]]]]]", b"{{c1::x}}", b"[sound:x.mp3]", b"<b>x", b"<script>", b"$x$", b"`", b"@x",
    b"%x", b"a: b", b"a #b", b"# a", b"\xc3\xa9", b"e\xcc\x81", b"\xe2\x80\xae", b"\xe2\x80\x9cx\xe2\x80\x9d",
    b"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb", b"\xc2\xa0", b"\x00", b"\xff", b"\xef\xbb\xbf", b"", b" ",
    b"a" * 300, b"9" * 80, b"concept", b"[", b"{", b"x\ty", b"\\", b"key with spaces: x", b"...", b"---",
]  # fmt: skip
SCRAPS = [
    b":", b": ", b"- ", b"\n", b"\n  ", b"\n\n", b"\r", b"\r\n", b"\t", b'"', b"'", b"#", b" #", b"&a ", b"*a", b"!x ",
    b"[", b"]", b"{", b"}", b", ", b"|\n", b">\n", b">+2\n", b"---\n", b"...\n", b"%YAML 1.1\n", b"@", b"`", b"\\",
    b"\xff", b"\x00", b"\x1f", b"\xe2\x80\xa8", b"\xc2\x85", b"\xef\xbb\xbf", b"? ", b"? a\n: b\n", b"<<: ", b"<<<<<<< a\n",
    b"=======\n", b"id: a\n", b"cards:\n", b"- - - ", b"~", b"# ankibuilder: allow too-long\n",
]  # fmt: skip
_VALUE = re.compile(rb"(?m)^([ -]*[\w-]+:[ ]+)([^\n]+)$")
_NAME = re.compile(rb"(?m)^([ -]*)([\w-]+)(?=:)")
_NAMES = [b"id", b"kind", b"cards", b"answer", b"question", b"module", b"title", b"xyz", b'"id"', b"'a b'", b"12", b"<<",
          b"\xd1\x96d", b"=", b"a b", b"\xe2\x80\x93 id"]  # fmt: skip


def mutated(raw: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Change a file in one to four ways, most of which leave it YAML."""
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
        raw = chance.choices(_WAYS, _WEIGHTS)[0](raw, chance, others)
    return raw[:100_000]


def _value(raw: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    found = list(_VALUE.finditer(raw))
    if not found:
        return raw
    one = chance.choice(found)
    return raw[: one.start(2)] + _written(chance.choice(VALUES), chance) + raw[one.end(2) :]


def _written(value: bytes, chance: random.Random) -> bytes:
    """Write a value bare, or in quotes as it ought to be."""
    match chance.randrange(4):
        case 0:
            return value
        case 1:
            return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'
        case 2:
            return b"'" + value.replace(b"'", b"''").replace(b"\n", b" ") + b"'"
        case _:
            return b"text " + value.replace(b"\n", b" ")


def _name(raw: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    found = list(_NAME.finditer(raw))
    if not found:
        return raw
    one = chance.choice(found)
    return raw[: one.start(2)] + chance.choice(_NAMES) + raw[one.end(2) :]


def _lines(raw: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Delete, double, move or borrow a line or a few."""
    lines = raw.splitlines(keepends=True) or [b"\n"]
    at, many = chance.randrange(len(lines)), chance.choice((1, 1, 2, 5))
    block = lines[at : at + many]
    match chance.randrange(5):
        case 0:
            del lines[at : at + many]
        case 1:
            lines[at:at] = block
        case 2:
            del lines[at : at + many]
            to = chance.randrange(len(lines) + 1)
            lines[to:to] = block
        case 3:
            theirs = chance.choice(others).splitlines(keepends=True) or [b""]
            begin = chance.randrange(len(theirs))
            lines[at:at] = theirs[begin : begin + many]
        case _:
            lines = lines * chance.choice((2, 3, 8)) if len(raw) < 2_000 else lines[:at]
    return b"".join(lines)


def _indented(raw: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """Move a block of lines to the right or the left."""
    lines = raw.splitlines(keepends=True) or [b""]
    at, many, by = chance.randrange(len(lines)), chance.choice((1, 1, 3, 50)), chance.choice((-2, -1, 1, 2, 4, 40))
    for number in range(at, min(at + many, len(lines))):
        line = lines[number]
        lines[number] = b" " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip(b" "))) :]
    return b"".join(lines)


def _bytes(raw: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """Cut, double, turn or sprinkle."""
    at = chance.randrange(len(raw) + 1)
    to = min(len(raw), at + chance.choice((1, 1, 3, 30, 300)))
    match chance.randrange(5):
        case 0:
            return raw[:at] + raw[to:]
        case 1:
            return raw[:to] + raw[at:]
        case 2:
            return raw[:at] + raw[at:to][::-1] + raw[to:]
        case 3:
            return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
        case _:
            return raw[:at] + chance.choice(SCRAPS) + raw[at:]


def _nested(raw: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """Put something deep, long or repeated somewhere."""
    sign = chance.choice((b"[", b"{", b"- ", b"? ", b"{a: ", b"[{", b"'", b'"', b"&a ", b"# ", b"a: ", b"\n", b" "))
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + sign * chance.choice((2, 10, 40, 200, 3_000)) + raw[at:]


def _whole(raw: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """Change a file as editors and systems do."""
    match chance.randrange(6):
        case 0:
            return raw.replace(b"\n", b"\r\n")
        case 1:
            return raw.replace(b"\n", b"\r")
        case 2:
            return b"\xef\xbb\xbf" + raw
        case 3:
            return raw.decode("utf-8", "replace").encode(chance.choice(("utf-16", "latin-1")), "replace")
        case 4:
            return raw.replace(b'"', "“".encode()).replace(b"'", "’".encode())
        case _:
            return raw.replace(b"  ", b"\t", chance.choice((1, 3, -1)))


_Way = Callable[[bytes, random.Random, list[bytes]], bytes]
_WAYS: list[_Way] = [_value, _name, _lines, _indented, _bytes, _nested, _whole]
_WEIGHTS = [30, 10, 20, 10, 20, 3, 3]
