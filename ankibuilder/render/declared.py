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
    """Text with a negative margin, and words that are clear or tiny, would stand over others, or hide."""
    return not (re.search(r"(?<![\w-])-\d", value) and name.startswith(("margin", "padding", "width", "height")))
