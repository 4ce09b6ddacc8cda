"""What a `style="…"` of an adopted deck may say: how text looks and where it stands in its line, nothing that loads.

Kinds and cards of the project's own have classes instead. Does not know where the attribute stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LOOKS = re.compile(
    r"""color|background(?:-color)?
    |font(?:-(?:family|size|style|weight|variant(?:-[a-z]+)*|stretch|kerning|feature-settings|variation-settings
    |optical-sizing|size-adjust|language-override|synthesis))?
    |text-(?:align|decoration(?:-(?:line|style|color|thickness|skip-ink))?|indent|transform|wrap(?:-mode)?|shadow
    |underline-offset|size-adjust|rendering)
    |line-(?:height|break)|letter-spacing|word-(?:spacing|break|wrap)|overflow-wrap|white-space(?:-collapse)?|hyphens
    |vertical-align|direction|unicode-bidi|list-style(?:-(?:type|position))?|tab-size
    |(?:margin|padding)(?:-(?:top|right|bottom|left|inline-start|inline-end|block-start|block-end))?
    |border(?:-(?:top|right|bottom|left))?(?:-(?:color|style|width|radius|collapse|spacing))?
    |(?:max-|min-)?(?:width|height)|float|clear|caret-color|orphans|widows|box-sizing|caption-side
    |(?:-webkit|-moz)-(?:text-stroke-width|text-stroke-color|text-size-adjust|font-smoothing)""",
    re.X,
)
_VALUE = re.compile(r"""(?:[^\W_]|[\s.,#%"'!+-]|(?:rgb|rgba|hsl|hsla)\([\d\s.,%/]*\))*""")
# What is skipped, and measures: CSS reads `0-5px` as two of them.
_TOKEN = re.compile(
    r"""[^\W\d][\w-]*|\#\w*|"[^"]*"|'[^']*'|[a-z]+\([^()]*\)|([+-]?(?:\d+(?:\.\d+)?|\.\d+))(e[+-]?\d+)?(%|[a-z]*)"""
)
_UNITS = {
    "": 1, "px": 1, "pt": 1.4, "pc": 16, "in": 96, "cm": 38, "mm": 3.8, "q": 1, "em": 20, "rem": 20, "ex": 10, "ch": 10,
    "lh": 25, "rlh": 25, "%": 3, "vw": 12, "vh": 9, "vmin": 9, "vmax": 12,
}  # fmt: skip
_TAKES_PLACE = ("margin", "padding", "width", "height", "min-", "max-")
_PAINTED = (
    "text-indent", "text-shadow", "text-decoration", "text-underline", "letter-", "word-spacing", "vertical-align",
    "-webkit-text-stroke", "-moz-text-stroke",
)  # fmt: skip
_MOST_PAINTED, _MOST_FONT, _MOST = 200, 1_000, 10_000
_NOTHING = re.compile(r"[\w\s]*")  # what says nothing to a browser either


@lru_cache(10_000)
def safe_style(declared: str) -> bool:
    """Tell whether every declaration is of the list, with a value that is a plain one."""
    return all(map(_safe, declared.split(";")))


def _safe(declaration: str) -> bool:
    name, colon, value = declaration.partition(":")
    if not colon:
        return _NOTHING.fullmatch(name) is not None
    name = name.strip().lower()
    return _LOOKS.fullmatch(name) is not None and _VALUE.fullmatch(value) is not None and _in_its_place(name, value)


def _in_its_place(name: str, value: str) -> bool:
    """Text with a negative margin, or painted far from where it stands, would cover other text."""
    sizes = [_pixels(*found) for token in _TOKEN.finditer(value.lower()) if (found := token.groups())[0]]
    least = 0 if name.startswith(_TAKES_PLACE) else -_MOST_PAINTED
    most = _MOST_PAINTED if name.startswith(_PAINTED) else _MOST_FONT if name.startswith("font") else _MOST
    return all(least <= size <= most for size in sizes)


def _pixels(number: str, exponent: str | None, unit: str) -> float:
    """Give about what a measure is on a screen; what is no measure anybody writes is too large."""
    return float(number) * _UNITS[unit] if unit in _UNITS and exponent is None and len(number) < 20 else _MOST + 1
