"""Reads ankibuilder.yaml: what holds for the whole project. Does not know cards or decks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from ankibuilder import __version__
from ankibuilder.diagnostics import error
from ankibuilder.files import PROJECT_FILE
from ankibuilder.load.documents import VIEWS, Documents
from ankibuilder.model import Kind, Project
from ankibuilder.shape import Key, Record, flag, identifier, listing, pattern, read_record, record, text
from ankibuilder.source import Text

_ENGLISH = "en"
_LANGUAGE = pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language", ("en", "de-CH"))
_PART = r"""[^\s"'<>{}\[\]]"""
_REPORT = pattern(
    rf"https://{_PART}+(\{{id\}}{_PART}*)?|mailto:{_PART}+@{_PART}+(\{{id\}}{_PART}*)?",
    "an https or mailto address, with `{id}` for the card's id",
)
_REQUIRES = pattern(r"ankibuilder *>= *\d+(\.\d+){0,2}", "a version", ("ankibuilder>=1.0",))
LIKELY_STANDARD = "cards/standard.yaml"
_STANDARD = pattern(r"(?!.*\.\.)[A-Za-z0-9_-][A-Za-z0-9._/-]*\.ya?ml", "a YAML file", (LIKELY_STANDARD,))
_NAME = pattern(
    r'[^\s:"<>{}\[\]]|[^\s:"<>{}\[\]][^:"<>{}\[\]\n]{0,58}[^\s:"<>{}\[\]]',
    "a name of at most 60 characters without `:`, quotes and brackets",
)


def project_keys(kinds: Iterable[str]) -> tuple[Key, ...]:
    """List what ankibuilder.yaml may say; the footer's names are `all` and the project's kinds."""
    footer = record([Key(name, text(500), about="A line for the back.") for name in ("all", *kinds)], "footer")
    return (
        Key("namespace", identifier(), required=True, about="Part of every note's identity; fixed after a release."),
        Key("name", _NAME, required=True, about="In note type names; fixed after a release."),
        Key("language", _LANGUAGE, about="The language of the cards.", default=_ENGLISH),
        Key(
            "views",
            listing(identifier(), may_be_empty=False),
            about="Whose side a card may be told from; then every card says which.",
        ),
        Key("tags", flag(), about="`false`: no automatic tags.", default=True),
        Key("standard", _STANDARD, about="The file with the deck's own rules, such as `cards/standard.yaml`."),
        Key("footer", footer, about="Lines for the back of every card, by kind or `all`."),
        Key("help", text(), about="Markdown, added to every deck description."),
        Key("licence", text(100), about="The licence of the cards."),
        Key(
            "report",
            _REPORT,
            about="Where a learner reports a mistake: `https://…`, or `mailto:…?subject=Card%20{id}`; `{id}` becomes"
            " the card's id. Without it, no link is shown.",
        ),
        Key("requires", _REQUIRES, about="The oldest ankibuilder that can build this."),
    )


def read_settings(root: Path, kinds: Mapping[str, Kind], documents: Documents) -> Project:
    """Read ankibuilder.yaml into a project that has no cards yet."""
    node = documents.mapping(PROJECT_FILE, "project")
    if node is None:
        return Project(root=root, kinds=kinds)
    named = [*kinds, *(folder.removeprefix("kinds/") for folder in documents.unread)]
    values = read_record(node, {key.name: key for key in project_keys(named)}, documents.report, "project")
    _check_version(values.get("requires"), documents)
    _check_standard(values.get("standard"), root, documents)
    if "views" in node.entries and not values.get("views"):
        documents.unread.add(VIEWS)
    footer: Record | None = values.get("footer")
    return Project(
        root=root,
        namespace=_string(values, "namespace"),
        name=_string(values, "name"),
        language=_string(values, "language") or _ENGLISH,
        views=tuple(view.value for view in values.get("views", ())),
        tags=values.get("tags", True),
        standard_path=_string(values, "standard"),
        footer={name: line for name, line in footer.values.items() if line} if footer else {},
        help=values.get("help"),
        licence=_string(values, "licence"),
        report=_string(values, "report"),
        kinds=kinds,
    )


def _string(values: Record, name: str) -> str:
    value: Text | None = values.get(name)
    return value.value if value else ""


def _check_version(requires: Text | None, documents: Documents) -> None:
    if requires and _version(requires.value) > _version(__version__):
        message = f"this project needs {requires.value}; this is ankibuilder {__version__}"
        documents.report.append(error("invalid-value", requires.span, message, "install the newer ankibuilder"))


def _version(words: str) -> tuple[int, ...]:
    return (*(int(part) for part in re.findall(r"\d+", words)[:3]), 0, 0)[:3]


def _check_standard(standard: Text | None, root: Path, documents: Documents) -> None:
    if standard and not (root / standard.value).is_file():
        hint = "write that file, or remove this line"
        documents.report.append(error("missing-media", standard.span, f"there is no file `{standard.value}`", hint))
