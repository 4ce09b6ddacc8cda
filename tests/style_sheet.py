"""Reads a style sheet far enough to judge it: rules, declarations, and the oldest Chromium that knows what it uses.

Does not know which style sheet it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# The oldest WebView in which AnkiDroid's newer pages work is Chromium 85. For each thing that a style here uses, the
# Chromium that first had it (MDN's compatibility tables). What is not listed may not be used: look it up first.
OLDEST = 85
KNOWN = {
    "property": {
        **dict.fromkeys(
            """background border border-bottom border-bottom-width border-collapse border-top border-top-width
            color content display fill font-family font-size font-style font-weight height line-height margin
            margin-bottom margin-top max-width overflow-x overflow-y padding padding-top stroke text-align
            text-decoration vertical-align white-space width outline""".split(),
            1,
        ),
        "outline-offset": 1, "border-radius": 4, "box-sizing": 10, "unicode-bidi": 2, "flex-wrap": 29, "animation": 43,
        "transition": 26, "filter": 53, "margin-inline-start": 69, "margin-inline-end": 69, "padding-inline-start": 69,
        "padding-inline-end": 69, "border-inline-start": 69, "scroll-margin-top": 69, "overflow-wrap": 23,
    },
    "selector": {
        "::before": 1, "::after": 1, ":first-child": 1, ":last-child": 1, ":not": 1, ":focus": 1, ":empty": 1,
    },
    "function": {"var": 49, "calc": 26, "min": 79, "max": 79, "brightness": 53, "linear-gradient": 26},
    "unit": {"em": 1, "px": 1, "%": 1, "vw": 20, "vh": 20},
    "at-rule": {"media": 1},
    "media": {"prefers-reduced-motion": 74},
    "value": {"anywhere": 80, "plaintext": 48, "open-quote": 1, "close-quote": 1, "flex": 29, "start": 1},
}  # fmt: skip
_FORBIDDEN = re.compile(
    r"(?i)url\(|@import|@font-face|\b(?:fixed|sticky)\b|\binset\b|expression\(|\bleft\b|-left\b|-right\b|\\"
)


class Rule(NamedTuple):
    """A selector list with its declarations; `media` where it stands in a media query."""

    selectors: tuple[str, ...]
    declarations: tuple[tuple[str, str], ...]
    media: str


def rules(css: str, media: str = "") -> Iterator[Rule]:
    """Read rules, those in media queries too."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    at = 0
    while match := re.compile(r"\s*([^{}]+?)\s*\{").match(css, at):
        end = _closing(css, match.end())
        inside = css[match.end() : end]
        if match[1].startswith("@"):
            yield from rules(inside, match[1])
        else:
            selectors = tuple(part.strip() for part in match[1].split(","))
            yield Rule(selectors, tuple(_declarations(inside)), media)
        at = end + 1
    assert not css[at:].strip(), f"not read: {css[at : at + 60]!r}"


def tokens(css: str) -> dict[str, dict[str, str]]:
    """Give the custom properties of the card, by day and by night."""
    found: dict[str, dict[str, str]] = {"day": {}, "night": {}}
    for rule in rules(css):
        mode = {(".card",): "day", (".card.nightMode", ".card.night_mode"): "night"}.get(rule.selectors)
        if mode:
            found[mode] |= {name: value for name, value in rule.declarations if name.startswith("--")}
    return {mode: found["day"] | found[mode] for mode in found}


def too_new(css: str) -> set[str]:
    """Name everything a style uses that is forbidden, or not known to be as old as the oldest browser."""
    told = {f"forbidden: {found}" for found in _FORBIDDEN.findall(re.sub(r"/\*.*?\*/", "", css, flags=re.S))}
    if "forbidden: @import" in told:
        return told
    for sort, used in _used(css):
        version = KNOWN[sort].get(used)
        if version is None or version > OLDEST:
            told.add(f"{sort} {used}")
    return told


def contrast(one: str, other: str) -> float:
    """WCAG's contrast of two colours, `#rrggbb`."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _closing(css: str, at: int) -> int:
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        at += 1
    return at - 1


def _declarations(inside: str) -> Iterator[tuple[str, str]]:
    for line in filter(str.strip, inside.split(";")):
        name, colon, value = line.partition(":")
        assert colon, f"not a declaration: {line.strip()!r}"
        assert "{" not in inside, f"nested: {line.strip()!r}"
        yield name.strip(), value.strip()


def _used(css: str) -> Iterator[tuple[str, str]]:
    for rule in rules(css):
        if rule.media:
            yield "at-rule", rule.media[1:].split()[0]
            yield from (("media", name) for name in re.findall(r"\(\s*([a-z-]+)", rule.media))
        for selector in rule.selectors:
            yield from (("selector", name) for name in re.findall(r"::?[a-z-]+", selector))
        for name, value in rule.declarations:
            if not name.startswith("--"):
                yield "property", name
            bare = re.sub(r'"[^"]*"|#[0-9a-fA-F]+|--[a-z-]+', "", value)
            yield from (("function", found) for found in re.findall(r"([a-zA-Z-]+)\(", bare))
            yield from (("unit", found) for found in re.findall(r"(?<![a-z])[\d.]+([a-z]+|%)", bare))
            yield from (("value", found) for found in re.findall(r"[a-z-]+", bare) if found in _DATED)


# Words of values that came late; others are as old as their properties.
_DATED = frozenset(
    "anywhere plaintext open-quote close-quote flex start grid inline-grid flow-root balance pretty clip revert "
    "revert-layer min-content max-content fit-content stretch break-spaces inline-start inline-end subgrid".split()
)
