"""`# ankibuilder: allow <rule>` on a line silences a rule there. Does not know any one rule.

Only a comment counts: the same words inside a text are text. A structural error is never silenced.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from ankibuilder.diagnostics import Diagnostic, Severity
from ankibuilder.parse import Mapping, Node, Sequence, parse
from ankibuilder.source import Source, Span, Text
from ankibuilder.suggest import closest

UNUSED = "unused-allow"
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
    found = list(found)
    for source in sources:
        if "nkibuilder" not in source.text and "NKIBUILDER" not in source.text:
            continue
        scalars = list(texts(parse(source)[0]))
        found += _nearly(source, scalars, judging)
        for allowance in _allowances(source, scalars):
            silenced = [d for d in found if d.rule in judging and _covers(allowance, d, source, scalars)]
            found = [d for d in found if d not in silenced]
            if not silenced and (allowance.rule in ran or allowance.rule not in judging):
                found.append(_unused(allowance, judging))
    return found


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
    for comment in _COMMENT.finditer(source.text):
        if not _is_text(comment, scalars):
            for rule in _RULE.finditer(source.text, *comment.span(1)):
                yield Allowance(rule[0], Span(source, *rule.span()))


def _is_text(comment: re.Match[str], scalars: list[Text]) -> bool:
    return any(text.start < comment.start() < text.end for text in scalars)


def _nearly(source: Source, scalars: list[Text], judging: Collection[str]) -> Iterator[Diagnostic]:
    """Tell of comments that are meant to silence a rule, and are written so that nothing reads them."""
    for comment in _NEARLY.finditer(source.text):
        if _COMMENT.match(source.text, comment.start()) or _is_text(comment, scalars):
            continue
        if rule := closest(comment[1], judging):
            message = "this silences nothing, as it is spelt otherwise than such comments are"
            hint = f"write `# ankibuilder: allow {rule}`"
            yield Diagnostic(UNUSED, Severity.WARNING, Span(source, *comment.span()), message, hint)


def _covers(allowance: Allowance, found: Diagnostic, source: Source, scalars: list[Text]) -> bool:
    """The comment stands on the finding's line, or where the text begins that the finding is in."""
    if found.span.source is not source or found.rule != allowance.rule:
        return False
    around = [text.span.line for text in scalars if text.start <= found.span.start < text.end]
    return allowance.span.line in (found.span.line, *around)


def _unused(allowance: Allowance, judging: Collection[str]) -> Diagnostic:
    message = f"`{allowance.rule}` finds nothing here, so this silences nothing"
    hint = "remove it"
    if allowance.rule not in judging:
        message = f"`{allowance.rule}` is not a rule that can be silenced"
        near = closest(allowance.rule, judging)
        hint = f"did you mean `{near}`?" if near else "errors of form cannot be silenced, only mended"
    return Diagnostic(UNUSED, Severity.WARNING, allowance.span, message, hint)
