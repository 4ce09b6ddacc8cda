"""A module as a handout on paper: its aim, each card's prompt with answer and extra, sources, safety lines, licence.

Which fields ask and which answer comes from the kind's first template. Does not know any one kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from ankibuilder.gallery.cards import media_name
from ankibuilder.kinds.gaps import drawn
from ankibuilder.kinds.template import fields_named, parts
from ankibuilder.model import Kind, Module, Project
from ankibuilder.render import Note, clean, markdown
from ankibuilder.render.citation import citation
from ankibuilder.telephone import in_one_piece


def handout(project: Project, module: Module, notes: Sequence[Note]) -> str:
    """Write a module's handout; retired cards are left out."""
    notes = [note for note in notes if note.card.module == module.id.value and not note.card.retired]
    numbers: dict[str, int] = {}
    for note in notes:
        for source in note.card.sources:
            numbers.setdefault(source.value, len(numbers) + 1)
    entries = "".join(_entry(note, numbers) for note in notes)
    aim = f'<p class="aim">{_html(module.aim.value)}</p>' if module.aim else ""
    return in_one_piece(
        f'<section class="handout" lang="{escape(project.language)}"><header><h1>{escape(module.title.value)}</h1>{aim}'
        f"</header>{entries}{_sources(project, numbers)}{_last(project, notes)}</section>"
    )


def _entry(note: Note, numbers: Mapping[str, int]) -> str:
    kind = note.card.kind
    fields = {name: _shown(html, note) for name, html in note.fields.items()}
    asking = _asking(kind)
    asked = "".join(_block("asked", fields[field]) for field in asking)
    answers = "".join(_block("answer", fields[field.id]) for field in kind.fields if field.id not in asking)
    more = "".join(_block(name, fields.get(name, "")) for name in ("image", "extra"))
    cited = ", ".join(map(str, sorted({numbers[source.value] for source in note.card.sources})))
    small = " · ".join(filter(None, (fields.get("sureness"), f"Sources: {cited}" if cited else "")))
    return f'<div class="entry">{asked}{answers}{more}{_block("small", small)}</div>\n'


def _asking(kind: Kind) -> list[str]:
    """Name the kind's own fields that its first front shows, in their order there."""
    own = {field.name: field.id for field in kind.fields}
    return [own[name] for name in dict.fromkeys(fields_named(parts(kind.templates[0].front))) if name in own]


def _block(name: str, html: str) -> str:
    return f'<div class="{name}" dir="auto">{html}</div>' if html else ""


def _shown(html: str, note: Note) -> str:
    """Fill gaps, and lead pictures to where the site has them."""
    html = drawn(html, 0, asked=False) if note.card.kind.cloze else html
    for name in note.media:
        html = html.replace(f'src="{name}"', f'src="../media/{media_name(name)}"')
    return html


def _sources(project: Project, numbers: Mapping[str, int]) -> str:
    works = {reference.id.value: citation(reference) for reference in project.references}
    listed = "".join(f"<li>{works.get(name, escape(name))}</li>" for name in numbers)
    return f'<section class="sources"><h2>Sources</h2><ol>{listed}</ol></section>' if listed else ""


def _last(project: Project, notes: Sequence[Note]) -> str:
    """Close with where help is, in the project's own words, and the terms."""
    kinds = dict.fromkeys(["all", *(note.card.kind.id for note in notes)])
    lines = [escape(project.footer[name].value.strip(), quote=False) for name in kinds if name in project.footer]
    safety = "".join(f"<p><strong>{line}</strong></p>" for line in lines)
    terms = f"{escape(project.name)}. Licence: {escape(project.licence)}." if project.licence else escape(project.name)
    return f'<footer class="last">{safety}{_html(project.help.value) if project.help else ""}<p>{terms}</p></footer>'


def _html(text: str) -> str:
    return clean(markdown(text))
