"""What is wrong, as values: findings that are collected, and the one error that is raised.

Does not know how a finding is printed, nor who found it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ankibuilder.source import Span


class Severity(StrEnum):
    """How much a finding weighs: an error stops a build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one place: `message` tells what was expected and found, `hint` what to do about it.

    `severity` only where it is not the rule's own, as a project's standard may weigh one entry more than another.
    """

    span: Span
    message: str
    hint: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a source, and what ought to stand there instead."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its rule and severity stamped on; `edit` is its cure, where only one thing can be meant."""

    rule: str
    severity: Severity
    span: Span
    message: str
    hint: str = ""
    edit: Edit | None = None


def error(rule: str, span: Span, message: str, hint: str = "", edit: Edit | None = None) -> Diagnostic:
    """A structural error: always an error, and nothing silences it."""
    return Diagnostic(rule, Severity.ERROR, span, message, hint, edit)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by file, place and rule, each told once."""
    told = {(d.span.source.path, d.span.start, d.rule, d.message): d for d in diagnostics}
    return [told[place] for place in sorted(told)]


class AnkibuilderError(Exception):
    """Something outside the sources stopped the work; `status` is the exit status (3 environment, 2 wrong usage)."""

    def __init__(self, message: str, hint: str = "", status: int = 3) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.status = status
