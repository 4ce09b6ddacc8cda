"""A kind, in a project, as Anki's note type: name, ids, templates with the project's settings filled in.

Does not know notes, nor how a note type is stored.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from html import escape

from ankibuilder.kinds import note_fields
from ankibuilder.kinds.common import PARTIAL
from ankibuilder.lock import field_id, note_type_hash, note_type_id, template_id
from ankibuilder.model import Kind, Project
from ankibuilder.telephone import in_one_piece

# Scripts written from right to left, and the languages that are unless their tag names another script.
_RIGHT_TO_LEFT = frozenset(
    "adlm arab hebr nkoo rohg syrc thaa ar arc ckb dv fa he ks nqo prs ps sd syr ug ur yi".split()
)


@dataclass(frozen=True, slots=True)
class NoteType:
    """What an import applies of a note type: fields as (name, id), templates as (name, id, front, back).

    An adopted one has ids only where the deck had them: Anki compares ids where both sides have one, else names.
    """

    id: int
    name: str
    fields: tuple[tuple[str, int | None], ...]
    templates: tuple[tuple[str, int | None, str, str], ...]
    css: str
    sort: int
    cloze: bool = False
    adopted: bool = False

    def __hash__(self) -> int:
        """Hash the id alone: nearly all of them differ in it, and the rest is long."""
        return hash(self.id)

    @property
    def hash(self) -> str:
        """The hash whose change raises the note type's time."""
        said = {name: value for name, value in asdict(self).items() if value is not False}  # as before they were
        return note_type_hash(said)


def note_type(kind: Kind, project: Project) -> NoteType:
    """Make a kind's note type."""
    if not kind.common:
        return _adopted(kind)
    settings = _settings(kind, project)
    fields = note_fields(kind)
    space = project.namespace
    return NoteType(
        id=kind.note_type_id or note_type_id(space, kind.id),
        name=kind.note_type_name or f"{project.name}: {kind.name}",
        fields=tuple((field.name, field_id(space, kind.id, field.id)) for field in fields),
        templates=tuple(
            (t.name, template_id(space, kind.id, t.id), _fill(t.front, settings), _fill(t.back, settings))
            for t in kind.templates
        ),
        css=kind.css,
        sort=[field.id for field in fields].index(kind.sort),
        cloze=kind.cloze,
    )


def _adopted(kind: Kind) -> NoteType:
    """Give a note type as the deck had it: nothing is added, and nothing filled in."""
    return NoteType(
        id=kind.note_type_id or 0,
        name=kind.note_type_name or kind.name,
        fields=tuple((field.name, field.number) for field in kind.fields),
        templates=tuple((t.name, t.number, t.front, t.back) for t in kind.templates),
        css=kind.css,
        sort=[field.id for field in kind.fields].index(kind.sort),
        cloze=kind.cloze,
        adopted=True,
    )


def direction(language: str) -> str:
    """Tell which way a language is written, by its script where its tag names one: `rtl` or `ltr`."""
    first, *more = language.lower().split("-")
    script = next((part for part in more if len(part) == 4 and part.isalpha()), first)
    return "rtl" if script in _RIGHT_TO_LEFT else "ltr"


def _settings(kind: Kind, project: Project) -> dict[str, str]:
    lines = [project.footer[name].value for name in (kind.id, "all") if name in project.footer]
    address = escape(project.report).replace("{id}", "{{Card ID}}")
    return {
        "kind": escape(kind.name),
        "language": escape(project.language),
        "direction": direction(project.language),
        "footer": "<br>".join(in_one_piece(escape(line.strip(), quote=False)) for line in lines),
        "report": f' · <a href="{address}">Report a mistake</a>' if address else "",
    }


def _fill(template: str, settings: dict[str, str]) -> str:
    return PARTIAL.sub(lambda match: settings[match[1]], template)
