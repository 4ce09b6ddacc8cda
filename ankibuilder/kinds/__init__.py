"""Reads kinds of cards: a folder each, with `kind.yaml`, templates, style and an example.

Built-in kinds and a project's own are read alike; no kind's name is known here. Data and templates only, no code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping as AnyMapping
from pathlib import Path

from ankibuilder.diagnostics import error
from ankibuilder.files import hidden_in_name, link, read_source
from ankibuilder.kinds.common import BUILT_IN, common_fields, common_style, expand, note_fields
from ankibuilder.kinds.faults import faults, same_note_type, style_faults
from ankibuilder.model import Field, Kind, Template
from ankibuilder.parse import Mapping, parse
from ankibuilder.shape import (
    MOST_TEXT,
    Key,
    Record,
    Report,
    crowded,
    flag,
    identifier,
    listing,
    pattern,
    read_record,
    record,
    text,
    whole_number,
)
from ankibuilder.source import Source, Text, whole

__all__ = ["KIND_KEYS", "common_fields", "note_fields", "read_kinds"]

_MOST_STYLE = 200_000
_FILE = pattern(r"[a-z0-9-]+\.html", "a file name", ("front.html",))
# Anki's own limits on names (fields.rs and notetype/mod.rs), and no `<` or `[`, as a kind's name is shown on cards.
_NAME = pattern(
    r'(?![#^/\s])[^:"{}<>\[\]\n]{0,59}[^\s:"{}<>\[\]]',
    "a name of at most 60 characters without `:`, quotes and brackets",
)
_NUMBER = pattern(r"-?[1-9]\d{0,18}", "an id as Anki gives it")
_FIELD = (
    Key("id", identifier(), required=True, about="What cards write; never changes after a release."),
    Key("name", _NAME, required=True, about="What Anki shows."),
    Key("required", flag(), about="Whether a card must have it.", default=False),
    Key("default", text(200), about="What stands there when a card does not say."),
    Key("limit", whole_number(1, 20_000), about="The most characters."),
    Key("about", text(300), about="What to write here."),
    Key("number", _NUMBER, about="Only for an adopted kind without common fields: the field's id in Anki."),
)
_TEMPLATE = (
    Key("id", identifier(), required=True, about="Never changes after a release."),
    Key("name", _NAME, required=True, about="What Anki shows."),
    Key("front", _FILE, required=True, about="The file of the front."),
    Key("back", _FILE, required=True, about="The file of the back."),
    Key("number", _NUMBER, about="Only for an adopted kind without common fields: the template's id in Anki."),
)
_PINNED_NAME = pattern(r'[^<>"\n]{1,100}', "a name of at most 100 characters without quotes and `<`")
_PINNED = (
    Key("id", pattern(r"[1-9]\d{0,15}", "a note type id"), required=True, about="The note type's id in Anki."),
    Key("name", _PINNED_NAME, required=True, about="The note type's name in Anki."),
)
KIND_KEYS = (
    Key("name", _NAME, required=True, about="What people call the kind; part of its note type's name."),
    Key("about", text(300), about="What the kind is for."),
    Key(
        "fields",
        listing(record(_FIELD, "field of a kind"), may_be_empty=False),
        required=True,
        about="The kind's own fields, in order.",
    ),
    Key("sort", identifier(), required=True, about="The field Anki's browser sorts by: the main prompt."),
    Key("templates", listing(record(_TEMPLATE, "template"), may_be_empty=False), required=True, about="A card each."),
    Key("note_type", record(_PINNED, "note type"), about="Only for a kind adopted from an existing deck."),
    Key(
        "common",
        flag(),
        about="`false`: no fields and no style beside its own, for a kind adopted from an existing deck.",
        default=True,
    ),
    Key("cloze", flag(), about="`true`: a cloze; each number in `{{c1::…}}` makes a card.", default=False),
)


def read_kinds(
    root: Path, report: Report, unread: set[str], drafts: AnyMapping[str, bytes] | None = None
) -> dict[str, Kind]:
    """Read the built-in kinds, then the project's own from `kinds/`, which may stand in for a built-in one.

    Folders of kinds that could not be read go to `unread`.
    """
    kinds: dict[str, Kind] = {}
    for base, prefix in ((BUILT_IN, ""), (root, "kinds/")):
        for folder in sorted((base / prefix).iterdir()) if (base / prefix).is_dir() else ():
            if hidden := hidden_in_name(prefix + folder.name):
                report.append(hidden)
                unread.add(prefix + folder.name)
                continue
            if prefix and (folder.is_symlink() or folder.parent.is_symlink()):
                report.append(link(f"kinds/{folder.name}"))
                unread.add(prefix + folder.name)
                continue
            if not (folder / "kind.yaml").exists():
                if prefix and folder.is_dir() and not folder.name.startswith("."):
                    missing = Source(f"kinds/{folder.name}/kind.yaml", "")
                    report.append(error("missing-media", whole(missing), "there is no such file, so this is no kind"))
                    unread.add(prefix + folder.name)
                continue
            kind = _read_kind(base, prefix + folder.name, report, drafts if prefix else None)
            if kind is None:
                unread.add(prefix + folder.name)
            else:
                kinds[kind.id] = kind
    report.extend(same_note_type(kinds.values()))
    return kinds


def _read_kind(base: Path, folder: str, report: Report, drafts: AnyMapping[str, bytes] | None) -> Kind | None:
    """Read one folder; None after a finding that says why."""
    before = len(report)
    values = _declaration(base, folder, report, drafts)
    if values is None:
        return None
    common = values.get("common", True)
    templates = [_template(base, folder, entry, common, report) for entry in values.get("templates", ())]
    style = _style(base, folder, common, report)
    if len(report) > before:
        return None
    pinned = values.get("note_type")
    kind = Kind(
        id=Path(folder).name,
        name=values.values["name"].value,
        fields=tuple(_field(entry) for entry in values.values["fields"]),
        sort=values.values["sort"].value,
        templates=tuple(template for template in templates if template),
        css=style,
        named=values.values["name"].span,
        about=_value(values, "about"),
        note_type_id=int(_value(pinned, "id")) if pinned else None,
        note_type_name=_value(pinned, "name") or None,
        names=tuple(_names(values, pinned)),
        common=common,
        cloze=values.get("cloze", False),
    )
    report.extend(faults(kind, values))
    return kind if len(report) == before else None


def _names(values: Record, pinned: Record | None) -> Iterator[Text]:
    for entry in (values, pinned, *values.get("fields", ()), *values.get("templates", ())):
        if entry and (name := entry.get("name")):
            yield name


def _declaration(base: Path, folder: str, report: Report, drafts: AnyMapping[str, bytes] | None) -> Record | None:
    source = read_source(base, f"{folder}/kind.yaml", report, drafts)
    if source is None:
        return None
    node, found = parse(source)
    report.extend(found)
    if type(node) is not Mapping:
        if not found:
            rule = "wrong-type" if node else "empty-field"
            report.append(error(rule, whole(source), "expected the lines of a kind: `name: value`"))
        return None
    identifier().read(Text(Path(folder).name, source, 0, 0), report)
    return read_record(node, {key.name: key for key in KIND_KEYS}, report, "kind")


def _field(entry: Record) -> Field:
    return Field(
        id=_value(entry, "id"),
        name=_value(entry, "name"),
        required=entry.get("required", False),
        default=_value(entry, "default"),
        most=entry.get("limit"),
        about=_value(entry, "about"),
        at=default.span if (default := entry.get("default")) else None,
        number=_number(entry),
    )


def _number(entry: Record) -> int | None:
    return int(_value(entry, "number")) if entry.get("number") else None


def _value(entry: Record | None, name: str) -> str:
    value = entry.get(name) if entry else None
    return value.value if value is not None else ""


def _template(base: Path, folder: str, entry: Record, common: bool, report: Report) -> Template | None:
    sides = []
    for side in ("front", "back"):
        file = entry.get(side)
        source = read_source(base, f"{folder}/{file.value}", report) if file else None
        if file and source is None and not any(d.span.source.path == f"{folder}/{file.value}" for d in report):
            report.append(error("missing-media", file.span, f"there is no file `{file.value}` beside this kind"))
        if source and (too_large := _too_large(source, MOST_TEXT) or crowded(source.text)):
            report.append(error("too-complex", whole(source), too_large, "write it shorter"))
        sides.append(source)
    front, back = sides
    if front is None or back is None:
        return None
    texts = (expand(front.text), expand(back.text)) if common else (front.text, back.text)
    return Template(_value(entry, "id"), _value(entry, "name"), *texts, (front, back), _number(entry))


def _too_large(source: Source, most: int) -> str:
    many = len(source.text)
    return f"this file has {many:,} characters; the most is {most:,}" if many > most else ""


def _style(base: Path, folder: str, common: bool, report: Report) -> str:
    own = read_source(base, f"{folder}/style.css", report)
    if own and (too_large := _too_large(own, _MOST_STYLE)):
        report.append(error("too-complex", whole(own), too_large, "write it shorter"))
        return ""
    report.extend(style_faults(own) if own else ())
    return (common_style() if common else "") + (own.text if own else "")
