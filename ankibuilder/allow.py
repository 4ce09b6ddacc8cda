"""`# ankibuilder: allow <rule>` on a line silences a rule there. Does not know any one rule.

Only a comment counts: the same words inside a text are text. A structural error is never silenced.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ankibuilder.diagnostics import Diagnostic, Severity
from ankibuilder.parse import Mapping, Node, Sequence, parse
from ankibuilder.source import Source, Span, Text
from ankibuilder.suggest import closest

UNUSED = "unused-allow"
_MOST, _MOST_TOLD = 20_000, 1_000  # comments in one file, and those that are told of
# Rules by name, with commas between; a reason may follow.
_COMMENT = re.compile(r"(?:^|(?<=\s))# ankibuilder: allow ([\w-]+(?:, ?[\w-]+)*)", re.M)
# What somebody meant as one: other signs, other spaces, other letters.
_NEARLY = re.compile(r"(?:^|(?<=\s))# *ankibuilder *:? *allow\b[ :\[]*([\w-]+)", re.M | re.I)
_RULE = re.compile(r"[\w-]+")


class Allowance(NamedTuple):
    """One rule that a comment names, and where."""

    rule: str
    span: Span


def honour(
    found: Iterable[Diagnostic], sources: Iterable[Source], judging: Collection[str], ran: Collection[str]
) -> list[Diagnostic]:
    """Leave out what is allowed where it stands, and report each allowance that silences nothing.

    `judging` are the rules that may be silenced, all others are structural; of a rule that did not run (`ran`) nobody
    knows whether it would have found something.
    """
    told = list(found)
    silenced: set[int] = set()
    for source in sources:
        if "nkibuilder" not in source.text and "NKIBUILDER" not in source.text:
            continue
        scalars = list(texts(parse(source)[0]))
        told += _nearly(source, scalars, judging)
        standing = _by_line((d for d in told if d.span.source is source and d.rule in judging), scalars)
        unheard = 0
        for allowance in islice(_allowances(source, scalars), _MOST):
            there = standing.pop((allowance.span.line, allowance.rule), [])
            here = [d for d in there if id(d) not in silenced]
            silenced.update(map(id, here))
            if not here and unheard < _MOST_TOLD and (allowance.rule in ran or allowance.rule not in judging):
                unheard += 1
                unused = _unused(allowance, judging)
                told.append(unused)
                standing.setdefault((unused.span.line, UNUSED), []).append(unused)
    return [d for d in told if id(d) not in silenced]


_Standing = dict[tuple[int, str], list[Diagnostic]]


def _by_line(found: Iterable[Diagnostic], scalars: list[Text]) -> _Standing:
    """Sort findings by where a comment may silence them: their line, and the line where the text begins they are in."""
    starts = [text.start for text in scalars]
    standing: _Standing = {}
    for diagnostic in found:
        around = _around(diagnostic.span.start, starts, scalars)
        lines = {diagnostic.span.line, around.span.line if around else diagnostic.span.line}
        for line in lines:
            standing.setdefault((line, diagnostic.rule), []).append(diagnostic)
    return standing


def _around(at: int, starts: list[int], scalars: list[Text]) -> Text | None:
    """Find the text that a place is in."""
    before = bisect_right(starts, at) - 1
    return scalars[before] if before >= 0 and at < scalars[before].end else None


def texts(node: Node | None) -> Iterator[Text]:
    """Yield every text of a document, names and values, in the order written."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from texts(item)
    elif isinstance(node, Mapping):
        for name, value in node.entries.items():
            yield node.name(name)
            yield from texts(value)


def _allowances(source: Source, scalars: list[Text]) -> Iterator[Allowance]:
    starts = [text.start for text in scalars]
    for comment in _COMMENT.finditer(source.text):
        if not _is_text(comment.start(), starts, scalars):
            for rule in _RULE.finditer(source.text, *comment.span(1)):
                yield Allowance(rule[0], Span(source, *rule.span()))


def _is_text(at: int, starts: list[int], scalars: list[Text]) -> bool:
    """Tell whether a place is inside a text, and not on the line of `|` or `>`, which may end in a comment."""
    around = _around(at, starts, scalars)
    return around is not None and at >= _begins(around)


def _begins(text: Text) -> int:
    written = text.source.text
    return written.find("\n", text.start) if written[text.start : text.start + 1] in "|>" else text.start


def _nearly(source: Source, scalars: list[Text], judging: Collection[str]) -> Iterator[Diagnostic]:
    """Tell of comments that are meant to silence a rule, and are written so that nothing reads them."""
    starts = [text.start for text in scalars]
    for comment in _NEARLY.finditer(source.text):
        if _COMMENT.match(source.text, comment.start()) or _is_text(comment.start(), starts, scalars):
            continue
        if rule := closest(comment[1], judging):
            message = "this silences nothing, as it is spelt otherwise than such comments are"
            hint = f"write `# ankibuilder: allow {rule}`"
            yield Diagnostic(UNUSED, Severity.WARNING, Span(source, *comment.span()), message, hint)


def _unused(allowance: Allowance, judging: Collection[str]) -> Diagnostic:
    message = f"`{allowance.rule}` finds nothing here, so this silences nothing"
    hint = "remove it"
    if allowance.rule not in judging:
        message = f"`{allowance.rule}` is not a rule that can be silenced"
        near = closest(allowance.rule, judging)
        hint = f"did you mean `{near}`?" if near else "errors of form cannot be silenced, only mended"
    return Diagnostic(UNUSED, Severity.WARNING, allowance.span, message, hint)
