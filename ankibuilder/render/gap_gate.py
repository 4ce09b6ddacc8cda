"""What Anki would replace within a tag, so that the rest of the tag became text, or text a tag; and shapes for gaps.

Sounds become buttons, gaps become tags, formulas in a text with gaps lose what looks like tags: wherever they stand.
Does not know what a tag may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.kinds.gaps import OCCLUSION
from ankibuilder.source import Span

_TAG = re.compile(r"""</?[a-zA-Z](?>"[^"]*"|'[^']*'|[^'"<>])*>""")
_SOUND = re.compile(r"(?i)\[sound:")
_IN_GAPS = re.compile(r"(?i)\{\{|\}\}|::|\\[()\[\]]|\[sound:")
_SHAPE = re.compile(r"\{\{c[\d,]+::" + OCCLUSION)


def within_tags(html: str, span: Span, gaps: bool) -> Iterator[Diagnostic]:
    """Yield the first mark that stands within a tag; where there are `gaps`, also marks of gaps and formulas."""
    if gaps and (shape := _SHAPE.search(unescape(html))):
        message = f"`{OCCLUSION}` makes a shape of a gap, which is not allowed"
        yield error("unsafe-content", span.find(shape[0]), message, "put words into the gap")
    marks = _IN_GAPS if gaps else _SOUND
    for tag in _TAG.finditer(html) if "<" in html else ():
        if mark := marks.search(unescape(tag[0])):
            message = f"`{mark[0]}` stands within a tag, where Anki would act on it and break the tag"
            yield error("unsafe-content", span.find(tag[0]), message, "take it out of the tag")
            return
