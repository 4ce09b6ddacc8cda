"""Words and phrases are found as people write them, and where the file spells them."""

from __future__ import annotations

import re

import pytest

from ankibuilder.phrases import any_of, key_word, outside_quotes, sentences
from ankibuilder.source import Source, Text


@pytest.mark.parametrize(
    ("written", "value", "part", "line", "column"),
    [
        ("a: one he two\n", "one he two", "he", 1, 8),
        ("a: 'it''s \"he\"'\n", 'it\'s "he"', "it's", 1, 5),
        ('a: "one he two"\n', "one he two", "he", 1, 9),
        ('a: "say \\"he\\" now"\n', 'say "he" now', '"he"', 1, 9),
        ("a: >-\n  she said, and then\n  he left\n", "she said, and then he left", "then he", 2, 17),
        ("a: |\n  the\n  he\n", "the\nhe\n", "he", 3, 3),
        ("a: >-\n  the he\n  he\n", "the he he", "he", 2, 7),
        ('a: "\\x68e"\n', "he", "he", 1, 4),
        ("a: >-  # not he, please\n  here is\n  he\n", "here is he", "he", 3, 3),
        ("a: |  # he\n  so he\n  he\n", "so he\nhe\n", "he", 2, 6),
    ],
)
def test_a_part_is_found_where_the_file_spells_it(written: str, value: str, part: str, line: int, column: int) -> None:
    text = Text(value, Source("a.yaml", written), 3, len(written) - 1)
    found = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", value)
    assert found
    span = text.part(*found.span())
    assert (span.line, span.column) == (line, column)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("he", "Then he's gone", "he"),
        ("he", "The other", None),
        ("they'll", "and they’ll stay", "they’ll"),
        ("rewir*", "Rewiring it", "Rewiring"),
        ("means that", "It means\n  that all", "means\n  that"),
        ("commit* suicide", "committed suicide", "committed suicide"),
        ("findahelpline.com", "findahelplineXcom", None),
        ("he", "What _he_ did", "he"),
        ("she", "__She__ left", "She"),
        ("they will", "They *will* come", "They *will"),
        ("an avoidant", "an *avoidant*", "an *avoidant"),
        ("rewir*", "_rewiring_", "rewiring"),
        ("Straße", "AUF DER STRASSE", "STRASSE"),
        ("Strasse", "Straße", None),
    ],
)
def test_phrases(phrase: str, text: str, found: str | None) -> None:
    match = any_of([phrase]).search(text)
    assert (match[0] if match else None) == found


def test_a_phrase_hangs_on_its_rarest_word() -> None:
    assert [key_word(phrase) for phrase in ("they will", "they'll", "an avoidant", "narcissis*")] == [
        "will", "ll", "avoidant", "narcissis*",
    ]  # fmt: skip


def test_quotations_and_sentences() -> None:
    assert outside_quotes('a "b c" “d” e').split() == ["a", "e"]
    assert len(outside_quotes('a "b c" “d” e')) == 13
    for quoted in ("„b“", "„b”", "«b»", "« b »", "»b«", "‚b‘", "‹b›", "›b‹"):
        assert outside_quotes(f"a {quoted} c {quoted}").split() == ["a", "c"]
    text = 'One, e.g. "Two. Three." Four? Five'
    assert [text[start:end] for start, end in sentences(text)][-2:] == ["Four?", "Five"]
    text = "Sie sagt: „Geh.“ Dann »Bleib.« Still."
    assert [text[start:end] for start, end in sentences(text)][-1] == "Still."
    assert len(list(sentences(text))) == 3
