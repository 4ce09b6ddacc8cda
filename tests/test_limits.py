"""How much of anything there may be, and that what is more is told in its place."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from support import CASES, project, write

from ankibuilder.allow import honour
from ankibuilder.check import check
from ankibuilder.decode import decode
from ankibuilder.parse import Mapping, comment_behind, parse
from ankibuilder.parse.careful import careful
from ankibuilder.parse.limits import MOST_MISTAKES
from ankibuilder.parse.quick import quick
from ankibuilder.render.gate import gate, safe_link
from ankibuilder.render.markdown import markdown
from ankibuilder.report import as_text
from ankibuilder.source import Source, Span, Text
from ankibuilder.syntax.columns import block_above
from ankibuilder.syntax.quotes import _opening as opening
from ankibuilder.telephone import telephone_numbers


def told(root: Path) -> list[tuple[str, int, int, str]]:
    return [(d.rule, d.span.line, d.span.column, d.message) for d in check(root).diagnostics]


def test_accents_by_the_dozen_on_one_letter_are_refused_once() -> None:
    assert decode("a.yaml", ("a: e" + "\u0301" * 30 + "x\n").encode())[1][0].message.startswith("`é`")
    (found,) = decode("a.yaml", ("a: x\nb: e" + "\u0301\u0316" * 900 + "\n").encode())[1]
    assert (found.span.line, found.span.column, found.message) == (2, 35, "more than 30 accents stand on one letter")
    assert decode("a.yaml", ("a: " + "שָׁלוֹם " * 40 + "\n").encode())[1] == decode("a.yaml", "a: שָׁלוֹם \n".encode())[1] * 1


def test_a_thousand_lines_in_another_form_are_told_and_no_more() -> None:
    assert len(decode("a.yaml", ("e\u0301\n" * 1_000).encode())[1]) == 1_000
    assert len(decode("a.yaml", ("e\u0301\n" * 1_001).encode())[1]) == 1_000


def test_a_thousand_mistakes_of_form_are_told_and_then_that_reading_stops() -> None:
    node, found = parse(Source("a.yaml", "a: x\n" * (MOST_MISTAKES + 1)))
    assert (node is not None, len(found)) == (True, MOST_MISTAKES)
    node, found = parse(Source("a.yaml", "a: x\n" * (MOST_MISTAKES + 2)))
    assert (node, len(found)) == (None, MOST_MISTAKES + 2)
    assert (found[-1].rule, found[-1].span.line) == ("too-complex", MOST_MISTAKES + 2)
    assert found[-1].message == "more than 1,000 mistakes before this place; what follows was not read"


def test_a_tag_is_shown_in_part() -> None:
    (found,) = careful(Source("a.yaml", "a: !" + "b" * 1_000 + " c\n"))[1]
    assert found.message == "`!" + "b" * 40 + "` is a tag to YAML, which is not used here"


@pytest.mark.parametrize(
    ("sign", "most", "shown"), [("[", 500, "`[`"), ("<", 500, "`<`"), ("*", 2_000, "`*`"), ("\\n", 2_000, "lines")]
)
def test_a_text_holds_so_many_signs(sign: str, most: int, shown: str, tmp_path: Path) -> None:
    card = (
        'module: example\ntitle: Example\ncards:\n  - id: a\n    kind: concept\n    question: Q?\n    answer: "a{}a"\n'
    )
    assert "too-complex" not in [
        rule for rule, *_ in told(project(tmp_path / "a", cards__example=card.format(sign * most)))
    ]
    ((rule, line, column, message),) = told(project(tmp_path / "b", cards__example=card.format(sign * (most + 1))))
    assert (rule, line, column) == ("too-complex", 7, 13)
    assert message == f"this text has {most + 1:,} {shown}; the most is {most:,}"


def own_kind(root: Path, front: str, style: str = "") -> Path:
    kind = (CASES / "good/own-kind-with-two-templates/kinds/pair/kind.yaml").read_text(encoding="utf-8")
    files = {"kinds/pair/kind.yaml": kind, "kinds/pair/style.css": style}
    files |= {f"kinds/pair/{name}.html": front for name in ("word", "sign", "back")}
    return write(project(root), dict(files))


def test_a_template_has_so_many_characters_and_signs(tmp_path: Path) -> None:
    messages = {message for *_, message in told(own_kind(tmp_path / "a", "a" * 20_001))}
    assert "this file has 20,001 characters; the most is 20,000" in messages
    assert "this text has 501 `<`; the most is 500" in {m for *_, m in told(own_kind(tmp_path / "b", "<b>" * 501))}


def test_conditions_stand_so_deep(tmp_path: Path) -> None:
    deep = "{{#Word}}" * 33 + "{{Word}}" + "{{/Word}}" * 33
    assert any("conditions stand more than 32 deep" in m for *_, m in told(own_kind(tmp_path / "a", deep)))
    deep = "{{#Word}}" * 32 + "{{Word}}" + "{{/Word}}" * 32
    assert not any("deep" in m for *_, m in told(own_kind(tmp_path / "b", deep)))


def test_a_style_has_so_many_characters(tmp_path: Path) -> None:
    found = told(own_kind(tmp_path, "{{#Word}}{{Word}}{{/Word}}", "a" * 200_001))
    assert ("too-complex", 1, 1, "this file has 200,001 characters; the most is 200,000") in found


def test_a_hundred_strange_names_are_told_and_how_many_more_there_are(tmp_path: Path) -> None:
    names = "".join(f"    zz{at}: x\n" for at in range(103))
    card = f"module: example\ntitle: E\ncards:\n  - id: a\n    kind: concept\n    question: Q?\n    answer: A.\n{names}"
    found = [message for rule, _, _, message in told(project(tmp_path, cards__example=card)) if rule == "unknown-field"]
    assert len(found) == 101
    assert "card has none of these 3 fields either" in found


def test_ten_thousand_mistakes_in_a_list_are_told_and_then_that_reading_stops(tmp_path: Path) -> None:
    for name, entry in (("cards", "  - {}\n"), ("cards", "  - x\n")):
        text = f"module: example\ntitle: Example\n{name}:\n" + entry * 10_005
        found = told(project(tmp_path, cards__example=text))
        assert found[-1][3] == "more than 10,000 mistakes before this place; what follows was not read"
    include = "name: E\ntitle: E\ndescription: E\ninclude:\n" + "  - x\n" * 10_005
    found = told(project(tmp_path, decks__example=include))
    assert any(message.startswith("more than 10,000 mistakes") for *_, message in found)


def test_comments_that_silence_nothing_are_told_a_thousand_times() -> None:
    source = Source("a.yaml", "a: b # ankibuilder: allow too-long\n" * 1 + "# ankibuilder: allow too-long\n" * 1_500)
    assert len(honour([], [source], ["too-long", "unused-allow"], ["too-long", "unused-allow"])) == 1_000


def test_a_line_as_long_as_its_file_is_shown_in_part() -> None:
    source = Source("a.yaml", "x" * 1_000 + "\r\nb")
    (line,) = [line for line in as_text([_at(source, 500)]).splitlines() if line.startswith("    1 |")]
    assert line == "    1 | " + "x" * 160
    assert as_text([_at(source, 999)]).splitlines()[2] == "      | " + " " * 80 + "^"
    assert source.line(1) == "x" * 1_000


def _at(source: Source, at: int):  # type: ignore[no-untyped-def]
    from ankibuilder.diagnostics import error

    return error("x", Span(source, at, at + 1), "m")


@pytest.mark.parametrize("text", ["a<![CDAT[x", "<![$]x", "a <![if IE]> b"])
def test_half_a_declaration_is_refused(text: str) -> None:
    found = list(gate(text, Span(Source("a.yaml", text), 0, len(text))))
    assert found
    assert "`<![` begins" in found[0].message or "`<!--` begins" in found[0].message


def test_a_tag_tells_of_fifty_attributes() -> None:
    text = "<b " + " ".join(f"a{at}=1" for at in range(80)) + ">x</b>"
    assert len(list(gate(text, Span(Source("a.yaml", text), 0, len(text))))) == 50


@pytest.mark.parametrize("address", ["https://[", "https://[::1", "https://a.org:port/", "https://a.org:99999/"])
def test_an_address_that_is_none_is_no_safe_link(address: str) -> None:
    assert not safe_link(address)


def test_the_text_above_is_sought_in_ten_thousand_lines() -> None:
    near = Source("a.yaml", "a: |\n" + "  b\n" * 9_000 + " c\n")
    far = Source("a.yaml", "a: |\n" + "  b\n" * 11_000 + " c\n")
    assert block_above(near, 9_002) == ("|", 2)
    assert block_above(far, 11_002) is None


def test_what_stands_far_before_a_number_says_nothing_of_it() -> None:
    assert list(telephone_numbers("p. 1234567 or page 1234567")) == []
    assert list(telephone_numbers("page" + " " * 60 + "1234567")) != []


def test_deep_names_are_left_to_the_careful_way() -> None:
    deep = "é: " + "{a: " * 40 + '"\\u00e9"' + "}" * 40 + "\n"
    assert quick(Source("a.yaml", deep)) is None
    assert careful(Source("a.yaml", deep))[1][0].rule == "too-complex"


def test_nothing_is_cut_off_behind_a_block() -> None:
    node = parse(Source("a.yaml", "a: |\n  b\nc: d #e\n"))[0]
    assert isinstance(node, Mapping)
    block, plain = node.entries["a"], node.entries["c"]
    assert isinstance(block, Text)
    assert isinstance(plain, Text)
    assert comment_behind(block) is None
    assert comment_behind(plain) is not None


def again(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import a module anew where libyaml is missing."""
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    path = str(sys.modules[name].__file__)
    spec = importlib.util.spec_from_file_location(f"{name}_without_libyaml", path)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_where_libyaml_is_missing_all_is_read_with_care(monkeypatch: pytest.MonkeyPatch) -> None:
    slow, none = again("ankibuilder.parse.careful", monkeypatch), again("ankibuilder.parse.quick", monkeypatch)
    assert slow.EventParser is yaml.SafeLoader
    assert none.quick(Source("a.yaml", "a: b\n")) is None
    node, found = slow.careful(Source("a.yaml", "a: b\n"))
    assert (node.entries["a"].value, found) == ("b", [])


def test_a_run_of_hidden_signs_is_told_once() -> None:
    found = decode("a.yaml", "a\u200b\u200b\u202eb\u200b".encode())[1]
    assert [one.span.start for one in found] == [1, 5]


def test_fifty_hidden_signs_are_told_and_then_that_this_is_no_text() -> None:
    found = decode("a.yaml", b"a\x00" * 60)[1]
    assert len(found) == 51
    assert (found[-1].span.start, found[-1].span.end, found[-1].rule) == (101, 102, "not-text")
    assert found[-1].message == "more than 50 hidden characters: this does not look like a text file"


@pytest.mark.parametrize("text", ["<b>a</br></b>", "a</br>"])
def test_a_tag_that_is_never_closed_has_no_end(text: str) -> None:
    assert list(gate(text, Span(Source("a.yaml", text), 0, len(text))))


def test_what_stands_behind_a_directive_is_no_text_behind_a_sign() -> None:
    (found,) = careful(Source("a.yaml", "%YAML 1.1 x\n---\na: b\n"))[1]
    assert (found.span.line, found.message) == (1, "a value cannot begin with `%`")


def test_a_quote_that_ends_no_quoted_text_is_not_taken_for_one() -> None:
    text = '- {id: a, statemen|\n"id": Know it., rows: [b]}\n'
    (found,) = careful(Source("a.yaml", text))[1]
    assert found.rule == "yaml-syntax"
    assert opening('a: "b" c', 6) == 3
    assert opening("a: b' c", 5) is None
    assert opening("a: 'b", 6) is None  # broken before that, too
    assert opening("a", 9) is None


def test_a_sign_that_no_parser_takes_is_told_in_its_place() -> None:
    (found,) = careful(Source("a.yaml", "a: \x07b\n"))[1]
    assert (found.span.column, found.message) == (4, "YAML: control characters are not allowed")


def test_an_entry_between_names_is_told_where_it_begins() -> None:
    (found,) = careful(Source("a.yaml", "title: A\n- {id: b}\ncards:\n  - id: c\n"))[1]
    assert (found.rule, found.span.line) == ("yaml-syntax", 2)


def test_maths_may_stand_in_the_words_of_a_link() -> None:
    assert markdown("[$a$](https://b.org)") == '<a href="https://b.org">\\(a\\)</a>'
