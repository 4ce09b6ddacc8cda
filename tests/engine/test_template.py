"""Fronts are empty exactly where the real engine makes no card."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from ankibuilder.engine import collection
from ankibuilder.kinds.template import TemplateError, front_is_empty, is_filled, parts

FIELDS = ("A", "B", "C")


@pytest.mark.parametrize(
    "template", ["{{#A}}x", "{{/A}}", "{{#A}}{{/B}}", "{{A", "A}}", "<!-- {{A}} -->", "{{=<% %>=}}"]
)
def test_what_anki_would_not_read_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        parts(template)


@pytest.mark.parametrize(("html", "filled"), [("", False), (" ", False), ("<br>", False), ("<div></div>\n<BR/>", False),
                                              ("x", True), ("&nbsp;", True), ("<p></p>", True)])  # fmt: skip
def test_what_counts_as_filled(html: str, filled: bool) -> None:
    assert is_filled(html) is filled


def sections(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda sign, field, inner: f"{{{{{sign}{field}}}}}{inner}{{{{/{field}}}}}",
        st.sampled_from("#^"), st.sampled_from(FIELDS), st.lists(children, max_size=3).map("".join),
    )  # fmt: skip


pieces = st.one_of(
    st.sampled_from(["text", "<b>x</b>", "{{Tags}}"]),
    st.builds("{{{{{}{}}}}}".format, st.sampled_from(["", "hint:", "text:", "type:"]), st.sampled_from(FIELDS)),
)
templates = st.lists(st.recursive(pieces, sections, max_leaves=6), min_size=1, max_size=4).map("".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(templates, min_size=1, max_size=8), st.sets(st.sampled_from(FIELDS)))
def test_cards_exist_exactly_where_the_engine_makes_them(fronts: list[str], filled: set[str]) -> None:
    """Each front is a template of one note type; Anki makes card 1 where no front is filled, so one always is."""
    with collection() as opened:
        model = opened.models.new("M")
        for name in ("Always", *FIELDS):
            opened.models.add_field(model, opened.models.new_field(name))
        for at, front in enumerate(["{{Always}}", *fronts]):
            template = opened.models.new_template(f"T{at}")
            # Anki refuses fronts that show no field, or that are the same as another.
            template["qfmt"], template["afmt"] = f"{front}{'<i>' * at}{{{{^Always}}}}{{{{Always}}}}{{{{/Always}}}}", "x"
            opened.models.add_template(model, template)
        opened.models.add(model)
        note = opened.new_note(opened.models.by_name("M"))
        note["Always"] = "x"
        for name in filled:
            note[name] = "x"
        opened.add_note(note, opened.decks.id("Default"))
        made = {card.ord for card in note.cards()}
    expected = {0} | {at for at, f in enumerate(fronts, 1) if not front_is_empty(parts(f), {"Always", *filled})}
    assert made == expected
