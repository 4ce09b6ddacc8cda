"""The YAML parser's complaints in words that a non-programmer can act on, where that person would look.

First what hands do (`slips.py`), else the parser's own words made plain (`table.py`). Does not know cards, nor how
YAML is parsed.
"""

from __future__ import annotations

import yaml

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.source import Source, Span
from ankibuilder.syntax.fault import Fault
from ankibuilder.syntax.quotes import in_quotes
from ankibuilder.syntax.slips import ODD_DASHES, slip
from ankibuilder.syntax.table import translated

__all__ = ["ODD_DASHES", "in_quotes", "plain_words"]


def plain_words(source: Source, broken: yaml.YAMLError) -> Diagnostic:
    """Turn a parser's error into one finding."""
    fault = _fault(source, broken)
    start, end, message, hint = slip(fault) or translated(fault)
    return error("yaml-syntax", Span(source, start, end), message, hint)


def _fault(source: Source, broken: yaml.YAMLError) -> Fault:
    last = max(len(source.text.rstrip()) - 1, 0)
    if not isinstance(broken, yaml.MarkedYAMLError):
        at = min(int(getattr(broken, "position", 0)), last)
        return Fault(source, str(getattr(broken, "reason", broken)), at, at)
    mark = broken.problem_mark or broken.context_mark
    at = min(mark.index if mark else 0, last)
    began = min(broken.context_mark.index, at) if broken.context_mark else at
    return Fault(source, broken.problem or broken.context or "broken YAML", at, began)
