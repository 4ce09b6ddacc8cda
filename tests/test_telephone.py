"""A number that somebody may dial is found however it is written; what is no such number is let pass."""

from __future__ import annotations

import pytest

from ankibuilder.telephone import digits, in_one_piece, telephone_numbers

NUMBERS = [
    ("Call the Samaritans on 116 123.", "116 123"),
    ("Samaritans: 116 123.", "116 123"),
    ("Samaritans 116 123", "116 123"),
    ("The Samaritans (116 123) listen at any time.", "116 123"),
    ("You can reach them on 116 123.", "116 123"),
    ("Call 116123, free.", "116123"),
    ("Lifeline is 13 11 14.", "13 11 14"),
    ("Lifeline: 13 11 14", "13 11 14"),
    ("Someone answers on 13 11 14 at any time.", "13 11 14"),
    ("Text HOME to 741741.", "741741"),
    ("Text “HOME” to 741741.", "741741"),
    ("Send HELLO to 85258.", "85258"),
    ("Crisis Text Line: 741741", "741741"),
    ("call 9-8-8", "9-8-8"),
    ("Dial _988_ now.", "988"),
    ("*Call* __112__.", "112"),
    ("Call 9 8 8 now.", "9 8 8"),
    ("Call 911.", "911"),
    ("In danger, call 999 now.", "999"),
    ("In danger: 911.", "911"),
    ("Dial 112 at once.", "112"),
    ("You can call or text 988 at any time.", "988"),
    ("Call 988 24/7.", "988"),
    ("Call 988 24 hours a day.", "988"),
    ("Help comes by calling 911.", "911"),
    ("The emergency number is 000.", "000"),
    ("In Italy, call the helpline on 1522.", "1522"),
    ("Call 3114 to talk to somebody.", "3114"),
    ("Helpline: 1522", "1522"),
    ("Call *116 123*.", "116 123"),
    ("Ring 01 42 68 53 00.", "01 42 68 53 00"),
    ("Call 0800 1111.", "0800 1111"),
    ("Childline, 0800 1111.", "0800 1111"),
    ("On 555-867-5309.", "555-867-5309"),
    ("Call (020) 7946 0018.", "(020) 7946 0018"),
    ("+44 20 7946 0018", "+44 20 7946 0018"),
    ("1 (800) 799-7233", "1 (800) 799-7233"),
    ("1.800.799.7233", "1.800.799.7233"),
    ("Call 1-800-273-TALK.", "1-800-273-TALK"),
    ("Call 1800RESPECT (1800 737 732).", "1800 737 732"),
    ("Text the word HOME to the number 741741.", "741741"),
    ("Call your doctor or 111.", "111"),
    ("The number 116 123 is free.", "116 123"),
    ("Call\n988.", "988"),
    ("Call `988`.", "988"),
    ("Use 112.", "112"),
    ("Phone 1-800-SUICIDE", "1-800-SUICIDE"),
]


@pytest.mark.parametrize(("text", "number"), NUMBERS, ids=[text for text, _ in NUMBERS])
def test_a_number_is_found(text: str, number: str) -> None:
    assert [text[start:end] for start, end in telephone_numbers(text)] == [number]


def test_several_numbers_are_found() -> None:
    text = "Call 999 or 112, or text SHOUT to 85258."
    assert [text[start:end] for start, end in telephone_numbers(text)] == ["999", "112", "85258"]


@pytest.mark.parametrize(
    "text",
    [
        "In 1987, Hazan and Shaver wrote about it.",
        "They call in 1987.",
        "Hazan and Shaver call it a bond (1987).",
        "A study of 1969-1988 followed 10,000 callers.",
        "from 1969 to 1988",
        "1987, 1991 and 2004",
        "In 1987 50 students took part.",
        "In a study of 50 students, those who",
        "Across 113 samples, the gap changed.",
        "Of 1 000 000 people, few.",
        "The sample grew to 10 000.",
        "The sample grew to 50000.",
        "a correlation of 0.85",
        "r = .23, N = 12345",
        "(N = 112 couples)",
        "They text 24/7.",
        "You call 300 times and text 100 friends.",
        "They call 100 people a day.",
        "You call at 11 p.m. or 10:30.",
        "They call 3 times, 5 times, 10 times.",
        "pp. 1234567-1234580 and page 1234567",
        "pages 123-145",
        "on 2024-11-30, or 30.11.2024, or 30-11-2024",
        "4-7-8 breathing",
        "The 5-4-3-2-1 exercise",
        "aged 18-25 or 30-45",
        "It costs $20000 or 300 €.",
        "50 % of 100 %, or 100%",
        "In an emergency, 300 people came.",
        "a text of 300 words",
        "A hotline opened in 1963. Lifeline (1963) was one.",
        "10.1037/0022-3514.61.2.226",
        "ISBN 978-0-465-07597-3",
        "10–15 minutes, 2–3 days, 1:1",
        "Half of 16 to 24 year olds",
    ],
)
def test_what_is_no_number_is_let_pass(text: str) -> None:
    assert [text[start:end] for start, end in telephone_numbers(text)] == []


def test_what_is_dialled() -> None:
    assert digits("1 (800) 799-7233") == "18007997233"


@pytest.mark.parametrize("text", [text for text, _ in NUMBERS if text.isascii()])
def test_no_way_is_left_out_that_might_be_written_there(text: str) -> None:
    assert list(telephone_numbers(f"{text} …")) == list(telephone_numbers(f"{text} ..."))


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("US: 1-800-555-0199.", 'US: <span class="number">1-800-555-0199</span>.'),
        ('<a href="https://x.org/1-800-555-0199">call</a>', '<a href="https://x.org/1-800-555-0199">call</a>'),
        ("in 10-12 pages, a-1-2-3, 988", "in 10-12 pages, a-1-2-3, 988"),
    ],
)
def test_a_number_with_hyphens_is_marked_in_text_alone(html: str, marked: str) -> None:
    assert in_one_piece(html) == marked
