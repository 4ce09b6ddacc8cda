"""Text with no markup, or with emphasis and plain links alone, to HTML: most of a deck, without the Markdown engine.

Gives what `clean(markdown(text))` gives, or nothing where it is not sure; `tests/test_simple.py` compares the two. Does
not know the rest of Markdown.
"""

from __future__ import annotations

import re

# Text in which no character means anything to Markdown or HTML.
_PLAIN = re.compile(r"(?![-+>]|\d+[.)])[^\\`*_\[\]<>&$~{}\n\r\x00]*")
_RUN = r"[^\\`*_\[\]<>&$~{}\x00-\x1f\x7f-\x9f]"
# Between single asterisks, where none can be taken for another: from a letter or digit whose asterisk stands behind a
# space or bracket, to one before a space or a stop, or to a stop before a space.
_EMPHASIS = (
    rf"(?<![^ (])\*([^\W_](?:{_RUN}*[^\W_](?=\*(?:[ .,;:!?)]|\Z))|{_RUN}*[.,;:!?](?=\*(?: |\Z))|(?=\*(?: |\Z))))\*"
)
_LINK = r"(?<!!)\[([^\W_]+(?:[ .][^\W_]+)*)\]\((https://[a-z0-9.-]+(?:/[A-Za-z0-9./-]*)?)\)"
_SIMPLE = re.compile(rf"(?![-+>]|\d+[.)])(?:{_RUN}++|{_EMPHASIS}|{_LINK})*")
_MARKUP = re.compile(rf"{_EMPHASIS}|{_LINK}")


def is_plain(text: str) -> bool:
    """Tell whether a text, without spaces around it, is its own HTML."""
    return _PLAIN.fullmatch(text) is not None


def simple(text: str) -> str | None:
    """Give the HTML of a text that is simple, without spaces around it; None where Markdown has to be asked."""
    if _PLAIN.fullmatch(text):
        return text
    if not _SIMPLE.fullmatch(text) or "xn--" in text:
        return None
    return _MARKUP.sub(_tag, text)


def _tag(found: re.Match[str]) -> str:
    stressed, words, address = found.groups()
    return f"<em>{stressed}</em>" if stressed else f'<a href="{address}">{words}</a>'
