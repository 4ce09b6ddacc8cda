"""Bytes to text: UTF-8 without characters that a reader cannot see.

Knows encodings and Unicode; does not know YAML. What a person cannot see on the screen cannot be reviewed either
(Trojan Source, CVE-2021-42574), and Anki's own field separator U+001F makes it refuse a whole package.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from operator import ne

from ankibuilder.diagnostics import Diagnostic, Edit, error
from ankibuilder.source import Source, Span, whole

HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, U+0085 (next line) among them
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero width, line separators, direction overrides
    "\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ufdd0-\ufdef\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ue000-\uf8ff\U000f0000-\U0010ffff]"  # private use: no two machines agree on what it shows
    "|\r(?!\n)"
)
_RUNS = re.compile(HIDDEN.pattern.replace("]|", "]+|"))
_MOST_TOLD = 50
_MOST_LINES = 1_000
_MOST_MARKS = 30  # on one letter, as in Unicode's stream-safe form (UAX 15): sorting them is quadratic
# What most of a file is made of, and hides nothing.
_PLAIN = bytes((9, 10, *range(32, 127)))
_JOINERS = "\u200c\u200d"
_ABBREVIATIONS = {"\r": "carriage return", "\x00": "null", "\x1b": "escape", "\x1f": "unit separator",
                  "\x85": "next line", "\x7f": "delete"}  # fmt: skip


def decode(path: str, raw: bytes) -> tuple[Source, list[Diagnostic]]:
    """Read a file's bytes as text, a byte-order mark left out; the second part says what is not plain text in it."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _refused(path, "this file is UTF-16, not UTF-8")
    try:
        source = Source(path, raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except UnicodeDecodeError as fault:
        readable = Source(path, raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
        at = readable.text.find("\ufffd")
        byte = fault.object[fault.start]
        message = f"byte 0x{byte:02X} is not UTF-8 text"
        return readable, [error("not-text", Span(readable, at, at + 1), message, _SAVE_AS)]
    unusual = raw.translate(None, _PLAIN).decode("utf-8")
    if not unusual:
        return source, []
    hidden = list(_hidden(source)) if HIDDEN.search(unusual) else []
    stacked = _stacked(source) if not unusual.isascii() and sum(map(_is_mark, unusual)) > _MOST_MARKS else None
    return source, [*hidden, *([stacked] if stacked else _decomposed(source))]


_SAVE_AS = "save the file as UTF-8 (in most editors: Save with encoding, UTF-8)"


def _refused(path: str, message: str) -> tuple[Source, list[Diagnostic]]:
    source = Source(path, "")
    return source, [error("not-text", whole(source), message, _SAVE_AS)]


def _hidden(source: Source) -> Iterator[Diagnostic]:
    """Tell a run of hidden characters once, and stop where a file is plainly no text."""
    for told, (start, character) in enumerate(_beginnings(source.text), 1):
        if told > _MOST_TOLD:
            message = f"more than {_MOST_TOLD} hidden characters: this does not look like a text file"
            yield error("not-text", Span(source, start, start + 1), message, _SAVE_AS)
            return
        yield hidden_character(Span(source, start, start + 1), character)
        if character == "\r" and "\n" not in source.text:
            return  # an old Mac's line ends: one mistake, however many lines


def _beginnings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first hidden character of each run; where a joiner is none, a run ends."""
    behind = -1
    for run in _RUNS.finditer(text):
        if any(joiner in run[0] for joiner in _JOINERS):
            for start, character in hidden_in(text, *run.span()):
                if start != behind:
                    yield start, character
                behind = start + 1
        else:
            if run.start() != behind:
                yield run.start(), run[0][0]
            behind = run.end()


def hidden_in(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, str]]:
    """Yield each hidden character of a text and where it stands; joiners inside emoji and joining scripts are none."""
    for match in HIDDEN.finditer(text, start, len(text) if end is None else end):
        if not (match[0] in _JOINERS and _joins(text, match.start())):
            yield match.start(), match[0]


def visible(text: str) -> str:
    """Put a dot for each hidden character, so that a text cannot steer the terminal or page that it is shown on."""
    hidden = {at for at, _ in hidden_in(text)} if HIDDEN.search(text) else ()
    return "".join("·" if at in hidden else sign for at, sign in enumerate(text)) if hidden else text


def spelt_out(text: str) -> str:
    """Write the hidden characters of JSON by their numbers, which says the same."""
    return HIDDEN.sub(lambda found: _numbers(found[0]), text)


def _numbers(sign: str) -> str:
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _joins(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before and after) and all(
        unicodedata.category(side) in ("Lo", "Mn", "Mc", "So", "Sk") for side in (before, after)
    )


def hidden_character(span: Span, character: str) -> Diagnostic:
    """Report a character by its code point and its name."""
    name = _ABBREVIATIONS.get(character) or unicodedata.name(character, "no character of any script").lower()
    message = f"hidden character U+{ord(character):04X} ({name})"
    hint = "save the file with LF line ends" if character == "\r" else "delete it and type the text around it again"
    return error("not-text", span, message, hint)


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


def _stacked(source: Source) -> Diagnostic | None:
    """Find more accents on one letter than any script has."""
    marks = 0
    for at, character in enumerate(source.text):
        marks = marks + 1 if _is_mark(character) else 0
        if marks > _MOST_MARKS:
            message = f"more than {_MOST_MARKS} accents stand on one letter"
            return error("not-text", Span(source, at, at + 1), message, "delete the letter and type it again")
    return None


def _decomposed(source: Source) -> Iterator[Diagnostic]:
    """Letters built from a letter and an accent: they look the same and compare as different (Anki stores NFC)."""
    if unicodedata.is_normalized("NFC", source.text):
        return
    told = 0
    for match in re.finditer(r"[^\n]+", source.text):
        if told == _MOST_LINES:
            return
        if not unicodedata.is_normalized("NFC", match[0]):
            told += 1
            composed = unicodedata.normalize("NFC", match[0])
            at = list(map(ne, match[0], composed)).index(True)
            letter = composed[at]
            span = Span(source, match.start() + at, match.start() + at + 1)
            message = f"`{letter}` is written as several characters that only look like it (not in Unicode's NFC form)"
            hint = f"delete the letter and its accent and type `{letter}` again"
            yield error("not-text", span, message, hint, Edit(Span(source, *match.span()), composed))
