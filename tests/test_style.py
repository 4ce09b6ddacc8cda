"""The cards' look, as far as no browser is needed: contrast of every pair of colours, nothing new, nothing remote."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from style_sheet import contrast, rules, tokens, too_new
from support import REPOSITORY

from ankibuilder.kinds import read_kinds
from ankibuilder.kinds.common import common_style
from ankibuilder.note_type import direction

KINDS = read_kinds(REPOSITORY, [], set())
GROUNDS = ("--ab-paper", "--ab-panel")
TEXTS = {"ink": "what is read", "quiet": "what is second", "accent": "links", "hue": "the kind's name and signs"}
DESIGN = REPOSITORY / "docs/design.md"


def pairs(css: str) -> Iterator[tuple[str, str, str, float]]:
    """Every pair of text and ground that can meet: (mode, text, ground, contrast)."""
    for mode, said in tokens(css).items():
        met = [(f"--ab-{text}", ground) for text in TEXTS for ground in GROUNDS]
        for text, ground in (*met, ("--ab-warn-ink", "--ab-warn-paper")):
            one = said[text]
            if one.startswith("var("):
                one = said[one[4:-1]]
            yield mode, text, ground, contrast(one, said[ground])


@pytest.mark.parametrize("kind", KINDS)
def test_every_pair_of_colours_reaches_aaa(kind: str) -> None:
    told = list(pairs(KINDS[kind].css))
    assert len(told) == 18
    assert [pair for pair in told if pair[3] < 7] == []


def table() -> str:
    """The contrasts, as docs/design.md tells them."""
    lines = ["| text | on | by day | by night |", "|---|---|---|---|"]
    for (text, ground), (day, night) in sorted(figures().items(), key=lambda pair: "warn" in pair[0][0]):
        lines.append(f"| {text} | {ground} | {day:.1f} | {night:.1f} |")
    return "\n".join(lines)


def figures() -> dict[tuple[str, str], tuple[float, float]]:
    found: dict[tuple[str, str], dict[str, float]] = {}
    for kind in KINDS.values():
        for mode, text, ground, ratio in pairs(kind.css):
            name = f"`{text}`" + (f" of *{kind.name}*" if text == "--ab-hue" else "")
            found.setdefault((name, f"`{ground}`"), {})[mode] = ratio
    return {name: (said["day"], said["night"]) for name, said in found.items()}


def test_the_documented_contrasts_are_those_of_the_style(request: pytest.FixtureRequest) -> None:
    part = re.compile(r"(?<=<!-- contrasts -->\n)\|.*?\|(?=\n\n)", re.S)
    written = DESIGN.read_text(encoding="utf-8")
    if request.config.getoption("--update"):
        DESIGN.write_text(part.sub(table(), written), encoding="utf-8")
    told = part.search(DESIGN.read_text(encoding="utf-8"))
    assert told
    assert told[0] == table()


@pytest.mark.parametrize("kind", KINDS)
def test_old_browsers_know_all_of_it_and_nothing_is_remote(kind: str) -> None:
    assert too_new(KINDS[kind].css) == set()


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        (".ab:has(p) { color: red }", "selector :has"),
        (".ab:is(p) { color: red }", "selector :is"),
        (".ab { aspect-ratio: 1 }", "property aspect-ratio"),
        (".ab { inset: 0 }", "property inset"),
        (".ab { margin-inline: 0 }", "property margin-inline"),
        (".ab { color: color-mix(in srgb, red, blue) }", "function color-mix"),
        (".ab { height: 1dvh }", "unit dvh"),
        ("@container (min-width: 1px) { .ab { color: red } }", "at-rule container"),
        ("@media (forced-colors: active) { .ab { color: red } }", "media forced-colors"),
        (".ab { overflow-x: clip }", "value clip"),
        (".ab { position: fixed }", "forbidden: fixed"),
        (".ab { background: url(https://example.org/x.png) }", "forbidden: url("),
        ("@import 'x'; .ab { color: red }", "forbidden: @import"),
        (".ab { text-align: left }", "forbidden: left"),
        (".ab { margin-left: 1em }", "forbidden: -left"),
    ],
)
def test_a_planted_fault_is_seen(css: str, fault: str) -> None:
    assert fault in too_new(css)


def test_nested_rules_are_refused() -> None:
    with pytest.raises(AssertionError, match="nested"):
        too_new(".ab { color: red; p { color: blue } }")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_coloured_but_by_the_tokens(kind: str) -> None:
    """A learner who changes a colour in the block at the top changes it everywhere."""
    loose = [
        (rule.selectors, declaration)
        for rule in rules(KINDS[kind].css)
        for declaration in rule.declarations
        if not declaration[0].startswith("--") and re.search(r"#[0-9a-f]{3,8}\b|\brgb|\bhsl", declaration[1])
    ]
    # The ground of pictures, which bring their own light panel by day and by night.
    assert loose == [((".ab .ab-image img",), ("background", "#fbfaf7"))]


def test_the_learners_block_is_at_the_top_and_complete() -> None:
    block, end, rest = common_style().partition("/* ===== End of yours.")
    assert block.startswith("/* ===== Yours to change")
    assert end
    named = {name for rule in rules(block) for name, _ in rule.declarations}
    assert {"--ab-font", "--ab-story-font", "--ab-size", "--ab-paper", "--ab-ink"} <= named
    assert all(name.startswith("--ab-") for name in named)
    used = set(re.findall(r"var\((--ab-[a-z-]+)\)", rest + "".join(kind.css for kind in KINDS.values())))
    assert named == used - {"--ab-hue", "--ab-gutter"}


def test_night_changes_every_colour() -> None:
    for kind in KINDS.values():
        by = tokens(kind.css)
        same = {name for name, value in by["day"].items() if value == by["night"][name] and value.startswith("#")}
        assert same == set()


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "ltr"), ("he", "rtl"), ("ar-EG", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("zh-Hant-TW", "ltr")],
)
def test_direction(language: str, expected: str) -> None:
    assert direction(language) == expected
