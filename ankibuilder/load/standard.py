"""Reads a project's standard: what it asks of its cards beyond their form. Does not know how rules go by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ankibuilder.diagnostics import Severity, error
from ankibuilder.load.documents import Documents
from ankibuilder.load.standard_keys import standard_keys
from ankibuilder.model import Project
from ankibuilder.parse import Sequence
from ankibuilder.shape import Record, Report, read_record
from ankibuilder.source import Text
from ankibuilder.standard import (
    Alike,
    Claim,
    Form,
    Limit,
    Line,
    Number,
    Questions,
    Reading,
    Scope,
    Share,
    Standard,
    Unwanted,
)
from ankibuilder.suggest import did_you_mean


def read_standard(project: Project, documents: Documents) -> Standard:
    """Read the file that the settings name; what does not fit is left out after it was reported."""
    if not project.standard_path or not (project.root / project.standard_path).is_file():
        return Standard()
    node = documents.mapping(project.standard_path, "standard")
    if node is None:
        return Standard()
    unread = [path.removeprefix("kinds/") for path in documents.unread if path.startswith("kinds/")]
    keys = standard_keys(project.kinds, documents.views(project.views), any_field=bool(unread))
    values = read_record(node, {key.name: key for key in keys}, documents.report, "standard")
    _check_names(values, project, unread, documents.report)
    return replace(_standard(values, documents.report), language=project.language)


def _standard(values: Record, report: Report) -> Standard:
    balance = values.get("balance")
    alike, reading = values.get("alike"), values.get("reading")
    levels: Record | None = values.get("levels")
    return Standard(
        quoted=frozenset(_words(values, "quoted")),
        required=_words(values, "required"),
        levels={rule: level.value for rule, level in levels.values.items() if level} if levels else {},
        limits=tuple(_limit(entry, report) for entry in _all(values, "limits", "fields", "words")),
        words=tuple(_unwanted(entry) for entry in _all(values, "words", "name", "words", "why")),
        questions=_questions(values.get("questions"), report),
        shapes=tuple(_form(entry, report) for entry in _all(values, "shapes", "field")),
        lines=tuple(_line(entry) for entry in _all(values, "lines", "tag", "field", "any")),
        numbers=tuple(_number(entry) for entry in _all(values, "numbers", "number", "near", "also")),
        sureness=_sureness(values.get("sureness")),
        alike=Alike(alike.get("similarity"), alike.get("words", 4)) if alike and alike.get("similarity") else None,
        reading=_reading(reading) if reading else None,
        balance_from=balance.get("from", 0) if balance else 0,
        balance=tuple(_share(entry, report) for entry in _all(balance, "shares")) if balance else (),
        named={"source": tuple(s for entry in values.get("words", ()) for s in entry.get("unless_sources", ()))},
    )


_LISTS = "fields kinds words except unless_sources any near also begins never_begins ends never_ends".split()


def _all(values: Record, name: str, *needed: str) -> Iterator[Record]:
    """Give the entries of a list that say what they must, and none of whose lists was lost."""
    for entry in values.get(name, ()):
        if all(entry.get(key) is not None for key in needed) and not any(_is_lost(entry, key) for key in _LISTS):
            yield entry


def _is_lost(entry: Record, name: str) -> bool:
    """Tell whether a list stands there of which nothing fits: without it, an entry would ask for more than was meant.

    A list that was left empty on purpose is none.
    """
    node = entry.node.entries.get(name)
    return node is not None and not entry.get(name) and not (isinstance(node, Sequence) and not node.items)


def _words(values: Record | None, name: str) -> tuple[str, ...]:
    return tuple(word.value for word in values.get(name, ())) if values else ()


def _word(values: Record, name: str) -> str:
    value: Text | None = values.get(name)
    return value.value.strip() if value else ""


def _scope(entry: Record) -> Scope:
    return Scope(frozenset(_words(entry, "kinds")), _words(entry, "fields"))


def _limit(entry: Record, report: Report) -> Limit:
    words, better = entry.get("words"), entry.get("better")
    if better is not None and better >= words:
        message = f"`better` is {better}, which is not below the limit of {words} words"
        report.append(error("invalid-value", entry.keys["better"], message, "give it a smaller number, or remove it"))
    return Limit(_scope(entry), words, better, entry.span)


def _unwanted(entry: Record) -> Unwanted:
    return Unwanted(
        scope=_scope(entry),
        name=_word(entry, "name"),
        words=_words(entry, "words"),
        excepted=_words(entry, "except"),
        why=_word(entry, "why"),
        instead=_word(entry, "instead"),
        level=Severity(_word(entry, "level") or "warning"),
        in_quotes=entry.get("in_quotes", False),
        unless_sources=frozenset(_words(entry, "unless_sources")),
    )


def _questions(values: Record | None, report: Report) -> Questions:
    if values is None or not values.get("fields"):
        return Questions()
    sets: Record | None = values.get("sets")
    if sets and "numbers" in sets.keys and "openings" not in sets.keys:
        message = "`numbers` count only behind `openings`, and there are none"
        hint = "add `openings: […]`, such as `name` or `which`, or remove this"
        report.append(error("missing-field", sets.keys["numbers"], message, hint))
    return Questions(
        fields=_words(values, "fields"),
        yes_no=_words(values, "yes_no"),
        lead_ins=_words(values, "lead_ins"),
        joined_by=_words(values, "joined_by"),
        marks=values.get("marks"),
        set_asked=_words(sets, "always"),
        set_openings=_words(sets, "openings"),
        set_numbers=_words(sets, "numbers"),
    )


_ASKED = ("begins", "never_begins", "ends", "never_ends", "sentences")


def _form(entry: Record, report: Report) -> Form:
    if not any(name in entry.keys for name in _ASKED):
        hint = f"add one of {', '.join(f'`{name}`' for name in _ASKED)}"
        report.append(error("missing-field", entry.keys["field"], "this shape asks for nothing", hint))
    begins, never_begins, ends, never_ends = (_words(entry, name) for name in _ASKED[:4])
    return Form(
        kinds=frozenset(_words(entry, "kinds")),
        field=_word(entry, "field"),
        begins=begins,
        never_begins=never_begins,
        ends=ends,
        never_ends=never_ends,
        sentences=entry.get("sentences"),
        why=_word(entry, "why"),
    )


def _line(entry: Record) -> Line:
    return Line(_word(entry, "tag"), _word(entry, "field"), _words(entry, "any"), _word(entry, "why"))


def _number(entry: Record) -> Number:
    return Number(_word(entry, "number"), _words(entry, "near"), _words(entry, "also"))


def _sureness(values: Record | None) -> Mapping[str, Claim]:
    return {
        name: Claim(claim.get("sources", True), frozenset(_words(claim, "checked")), _words(claim, "says"))
        for name, claim in (values.values.items() if values else ())
        if claim is not None
    }


def _reading(values: Record) -> Reading:
    where = values.keys.get("average", values.span)
    return Reading(values.get("card"), values.get("average"), _words(values, "names"), where)


def _share(entry: Record, report: Report) -> Share:
    least, most = entry.get("least"), entry.get("most")
    start = entry.span._replace(end=entry.span.start + 1)
    if not {"least", "most"} & entry.keys.keys():
        report.append(error("missing-field", start, "share has no `least` and no `most`", "add one of them, or both"))
    elif not {"kind", "view", "tag"} & entry.keys.keys():
        hint = "add `kind: …`, `view: …` or `tag: …`"
        report.append(error("missing-field", start, "share does not say which cards it counts", hint))
    elif least is not None and most is not None and least > most:
        message = f"`least` is {least}, which is more than `most`, {most}"
        report.append(error("invalid-value", entry.keys["least"], message, "exchange the two"))
    among, kind, view, tag = (_word(entry, name) for name in ("among", "kind", "view", "tag"))
    return Share(among, kind, view, tag, least, most, entry.span)


def _check_names(values: Record, project: Project, unread: list[str], report: Report) -> None:
    """Report kinds that there are not, and fields that none of an entry's kinds has."""
    for entry in _records(values):
        kinds = (*entry.get("kinds", ()), *(entry.get(name) for name in ("among", "kind")))
        for kind in kinds:
            if kind is not None and kind.value not in project.kinds and kind.value not in unread:
                hint = did_you_mean(kind.value, project.kinds)
                report.append(error("unknown-kind", kind.span, f"there is no kind `{kind.value}`", hint))
        named = [kind.value for kind in entry.get("kinds", ())]
        if named and all(kind in project.kinds for kind in named):
            _check_fields(entry, named, project, report)


def _records(values: Record) -> Iterator[Record]:
    for name in ("limits", "words", "shapes"):
        yield from values.get(name, ())
    if balance := values.get("balance"):
        yield from balance.get("shares", ())


def _check_fields(entry: Record, kinds: list[str], project: Project, report: Report) -> None:
    own = {field.id for kind in kinds for field in project.kinds[kind].fields} | {"extra", "hint"}
    fields: tuple[Any, ...] = (*entry.get("fields", ()), entry.get("field"))
    for field in fields:
        if field is not None and field.value not in own:
            what = " or ".join(f"`{kind}`" for kind in kinds)
            message = f"cards of kind {what} have no field `{field.value}`"
            report.append(error("invalid-value", field.span, message, did_you_mean(field.value, own)))
