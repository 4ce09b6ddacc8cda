"""Decks that people made before, with stock genanki: of several shapes, and with oddities that Anki's editor leaves."""

from __future__ import annotations

from pathlib import Path

import genanki
from support import EPOCH

PNG, MP3 = b"\x89PNG\r\n\x1a\n....", b"ID3\x04...."
# Fields as Anki's editor and other programs leave them: each must come back to the letter.
ODDITIES = [
    "plain words", "a_b * c_d * [e](f) `g` ~h~ $5 and $6", "1. first", "- a dash", "+ plus", "# hash", "> more",
    "<b>bold</b> <i>it</i> <u>u</u>", "<em>one</em> and <strong>two</strong>",
    'a <a href="https://example.org/x">link</a>', "one<br>two", "one<br />two", "<div>one</div><div>two</div>",
    "<br>", "<div><br></div>", "a&nbsp;b", "&nbsp;a&nbsp;", " a ", "a &amp; b", "a & b", "1 &lt; 2 &gt; 0",
    "\"quoted\" 'words'", "&quot;quoted&quot;", "two  spaces", "one\ntwo", "one\n\nthree",
    "<ul><li>a</li><li>b</li></ul>", "<UL><LI>a</LI></UL>", '<span style="color: rgb(255, 0, 0);">red</span>',
    '<font color="#ff0000">red</font>', "<center>middle</center>", "\\(x^2_3\\) and \\[\\frac{a}{b^{2}}\\]",
    "\\(a &lt; b\\)", "C:\\path\\to", "zero\u200bwidth", "emoji 👩\u200d🔬",
    "<table><tbody><tr><td>a</td></tr></tbody></table>", "日本語", "<ruby>漢<rt>かん</rt></ruby>", "tab\there",
    "colon: here", "x #y", "trailing:", "@at", "%percent", "!bang", "&amp;nbsp;", "---", "null", "{a: b}",
    '<img src="a%20b.png">', '<img src="a b.png" width="20">[sound:der_Hund.mp3]', "<p>one</p><p>two</p>",
    "<h2>head</h2>", "<code>x_y</code>", "<pre>a\n  b</pre>",
]  # fmt: skip

BASIC = genanki.Model(
    1_400_000_000_001, "Basic", fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}"}],
    css=".card { font-size: 20px; }\n",
)  # fmt: skip
REVERSED = genanki.Model(
    1_400_000_000_002, "Basic (and reversed card)", fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Extra"}],
    templates=[
        {"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"},
        {"name": "Card 2", "qfmt": "{{#Back}}{{Back}}{{/Back}}", "afmt": "{{FrontSide}}<hr id=answer>{{Front}}"},
    ],
    sort_field_index=1,
)  # fmt: skip
CLOZE = genanki.Model(
    1_400_000_000_003, "Cloze", model_type=genanki.Model.CLOZE, fields=[{"name": "Text"}, {"name": "Back Extra"}],
    templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}<br>\n{{Back Extra}}"}],
    css=".cloze { font-weight: bold; color: blue; }\n",
)  # fmt: skip
SCRIPTED = genanki.Model(
    1_400_000_000_004, "Scripted", fields=[{"name": "Q"}],
    templates=[{"name": "Card 1", "qfmt": "{{Q}}<script>alert(1)</script>", "afmt": "{{FrontSide}}"}],
)  # fmt: skip


def packed(folder: Path, decks: dict[str, list[genanki.Note]], name: str = "old.apkg") -> Path:
    """Write a package, with the two media files where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for at, (deck, notes) in enumerate(decks.items()):
        made.append(genanki.Deck(1_500_000_000_000 + at, deck))
        for due, note in enumerate(notes):
            note.due = 10 * due
            made[-1].add_note(note)
    files = {"a b.png": PNG, "der_Hund.mp3": MP3}
    for file, raw in files.items():
        (folder / file).write_bytes(raw)
    package = genanki.Package(made, [str(folder / file) for file in files])
    package.write_to_file(str(folder / name), timestamp=EPOCH)
    return folder / name


def note(model: genanki.Model, guid: str, *fields: str, tags: tuple[str, ...] = ()) -> genanki.Note:
    return genanki.Note(model, list(fields), guid=guid, tags=list(tags))


def old_deck(folder: Path) -> Path:
    """Three note types in five decks, with subdecks, tags, media and oddities; all of it can be kept."""
    return packed(folder, {
        "Words": [
            *(note(BASIC, f"odd{at}", f"{at}?", html, tags=("odd", "deep::er")) for at, html in enumerate(ODDITIES)),
        ],
        "Words::020 Two ways": [
            note(REVERSED, "Q{Z?a;%:~p", "der Hund", "dog", '<img src="a b.png">'),
            note(REVERSED, "r2", "die Katze", "", ""),
            note(REVERSED, "r3", "das Pferd", "horse", "[sound:der_Hund.mp3]"),
        ],
        "Words::010 Gaps": [
            note(CLOZE, "c1", "The {{c1::Volga}} and the {{c3::Danube::river}}", ""),
            note(CLOZE, "c2", "{{c2::<b>one</b>&nbsp;}} {{c1::two}} \\({{c3::x^2}}\\)", "more"),
        ],
        "Other: deck": [note(BASIC, "o1", "Same words", "1"), note(BASIC, "o2", "Same words", "2")],
        "Other::Deep::Er": [note(BASIC, "d1", "Deep?", "Yes.")],
    })  # fmt: skip


def with_refused(folder: Path) -> Path:
    """Two cards that can be kept among eight that cannot."""
    return packed(folder, {
        "Mixed": [
            note(BASIC, "k1", "Kept?", "Yes.", tags=("fine", 'a"b')),
            note(SCRIPTED, "s1", "Script?"),
            note(BASIC, "x1", "Remote?", '<img src="https://example.org/a.png">'),
            note(BASIC, "x2", "Missing?", '<img src="none.png">'),
            note(BASIC, "x3", "Active?", "<b onclick=alert(1)>x</b>"),
            note(BASIC, "x4", "Vector?", '<img src="a.svg">'),
            note(CLOZE, "x5", "No gap?", ""),
            note(BASIC, "k1", "Twice?", "Yes."),
            note(BASIC, "k2", "Kept, too?", "Yes."),
            note(BASIC, "e1", "<br>", "Its front is empty."),
        ]
    })  # fmt: skip


def with_refused_once_drawn(folder: Path) -> Path:
    """What no text and no template holds by itself: a sound that is shown by no card, and gaps that are shown raw."""
    sounding = genanki.Model(
        1_400_000_000_005, "Sounding", fields=[{"name": "Q"}],
        templates=[{"name": "Card 1", "qfmt": "[sound:der_Hund.mp3]{{Q}}", "afmt": "{{FrontSide}}"}],
    )  # fmt: skip
    raw = genanki.Model(
        1_400_000_000_006, "Raw", model_type=genanki.Model.CLOZE, fields=[{"name": "Text"}],
        templates=[{"name": "Cloze", "qfmt": "{{cloze:Text}}", "afmt": "{{cloze:Text}}{{Text}}"}],
    )  # fmt: skip
    return packed(folder, {
        "Mixed": [
            note(BASIC, "k1", "Kept?", "Yes."),
            note(sounding, "s1", "Sound?"),
            note(raw, "r1", "The {{c1::Volga}}"),
        ]
    })  # fmt: skip
