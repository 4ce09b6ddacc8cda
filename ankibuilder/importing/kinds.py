"""Note types as kinds: fields, templates and style in files, tried by reading them and by the gates.

A kind that does not pass is given with the reason. Does not know notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from ankibuilder.diagnostics import Diagnostic
from ankibuilder.drawn.places import refused_texts
from ankibuilder.importing.names import DEVICES, free, id_of
from ankibuilder.importing.scalar import in_flow
from ankibuilder.importing.style import trimmed
from ankibuilder.importing.values import AdoptedKind
from ankibuilder.kinds.common import BUILT_IN, EVERY_CARD
from ankibuilder.load import outline
from ankibuilder.model import Project
from ankibuilder.note_type import note_type
from ankibuilder.reading import NoteType
from ankibuilder.render import judge
from ankibuilder.writing import fill_folder, private_folder

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_NOT_IN_NAMES = re.compile(r'[:"{}<>\[\]#^/\s]+')
_SETTINGS = "namespace: trial\nname: Trial\n"


def adopted_kinds(made: Iterable[NoteType], remarks: list[str]) -> tuple[dict[int, AdoptedKind], dict[int, str]]:
    """Give the kinds by the ids of their note types, and of those that cannot be kept the reasons."""
    taken = dict.fromkeys((*(path.name for path in BUILT_IN.iterdir()), *DEVICES), 1)
    told: dict[int, list[str]] = {}
    written = {one.id: _written(one, taken, told.setdefault(one.id, [])) for one in made}
    project, found = _tried({name: files for name, files, _ in written.values()})
    adopted: dict[int, AdoptedKind] = {}
    refused: dict[int, str] = {}
    for number, (name, files, fields) in written.items():
        if (kind := project.kinds.get(name)) and name not in found:
            remarks += told[number]
            held = {f"kinds/{name}/{file}": files[file] for file in files}
            adopted[number] = AdoptedKind(kind, held, fields, note_type(kind, project))
        else:
            refused[number] = found.get(name, "its note type cannot be read")
    return adopted, refused


def _tried(folders: Mapping[str, Mapping[str, str]]) -> tuple[Project, dict[str, str]]:
    """Read the kinds as those of a project, and put them through the gates: the first fault of each."""
    files = {f"kinds/{name}/{file}": text for name, held in folders.items() for file, text in held.items()}
    with private_folder() as folder:
        root = Path(folder)
        fill_folder(root, {path: text.encode() for path, text in {**files, "ankibuilder.yaml": _SETTINGS}.items()})
        project, found = outline(root)
        reasons: dict[str, str] = {}
        wrong = [*found, *judge(project, ())]
        for told in (*wrong, *refused_texts(project, (), wrong)):
            _, _, name = told.span.source.path.partition("kinds/")
            reasons.setdefault(name.partition("/")[0], _reason(told))
        return project, reasons


def _reason(told: Diagnostic) -> str:
    where = told.span.source.path.rpartition("/")[2]
    side = "style" if where == "style.css" else "template" if where.endswith(".html") else "note type"
    return f"its {side}: {told.message}"


def _written(made: NoteType, taken: dict[str, int], remarks: list[str]) -> tuple[str, dict[str, str], dict[str, str]]:
    """Give a kind's id, its files, and the ids of its fields by their names."""
    name = free(id_of(made.name) or "kind", taken)
    ids = _field_ids(made)
    files = {"style.css": _style(made, remarks)}
    templates = []
    known: dict[str, int] = {}
    for at, template in enumerate(made.templates, start=1):
        sides = {"front": f"card-{at}-front.html", "back": f"card-{at}-back.html"}
        files |= {sides["front"]: _template(template.front), sides["back"]: _template(template.back)}
        said = {"id": free(id_of(template.name) or f"card-{at}", known), "name": template.name, **sides}
        templates.append(_entry(said | ({"number": str(template.id)} if template.id is not None else {})))
    if any(_COMMENT.search(side) for template in made.templates for side in (template.front, template.back)):
        remarks.append(f"note type `{made.name}`: comments in its templates are left out")
    fields = [
        _entry(
            {"id": ids[field.name], "name": field.name} | ({"number": str(field.id)} if field.id is not None else {})
        )
        for field in made.fields
    ]
    lines = [
        f"name: {in_flow(_NOT_IN_NAMES.sub(' ', made.name).strip()[:60].strip() or 'Cards')}",
        "fields:", *fields,
        f"sort: {ids[made.fields[made.sort].name]}",
        "templates:", *templates,
        f"note_type: {{id: {made.id}, name: {in_flow(made.name)}}}",
        "common: false", *(["cloze: true"] if made.cloze else []),
    ]  # fmt: skip
    return name, {"kind.yaml": "\n".join(lines) + "\n", **files}, ids


def _entry(said: Mapping[str, str]) -> str:
    return "  - {" + ", ".join(f"{name}: {in_flow(value)}" for name, value in said.items()) + "}"


def _field_ids(made: NoteType) -> dict[str, str]:
    """Name fields as cards will write them; what every card may say has its names already."""
    ids: dict[str, str] = {}
    taken = dict.fromkeys(EVERY_CARD, 1)
    for at, field in enumerate(made.fields, start=1):
        wanted = id_of(field.name) or f"field-{at}"
        ids[field.name] = free(f"{wanted}-field" if wanted in EVERY_CARD else wanted, taken)
    return ids


def _template(text: str) -> str:
    return _COMMENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _style(made: NoteType, remarks: list[str]) -> str:
    kept, out = trimmed(made.css.replace("\r\n", "\n").replace("\r", "\n"))
    remarks.extend(f"note type `{made.name}`: its style loses `{rule}`" for rule in dict.fromkeys(out))
    return kept
