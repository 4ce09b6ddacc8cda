"""Files to one Project, with everything that is wrong about its form.

Reads what is there, resolves every reference, and goes on past each fault. Does not know the rules for good cards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple, replace
from pathlib import Path

from ankibuilder.diagnostics import Diagnostic
from ankibuilder.files import PROJECT_FILE, yaml_files
from ankibuilder.kept import Kept, each
from ankibuilder.kinds import read_kinds
from ankibuilder.load.ahead import read_ahead
from ankibuilder.load.bibliography import OBJECTIVES, REFERENCES, read_objectives, read_references
from ankibuilder.load.cards import card_forms, read_module
from ankibuilder.load.decks import read_decks
from ankibuilder.load.documents import Documents
from ankibuilder.load.media import media_files, read_media
from ankibuilder.load.resolve import resolve
from ankibuilder.load.settings import LIKELY_STANDARD, read_settings
from ankibuilder.model import Module, Project
from ankibuilder.parse import Mapping as Node
from ankibuilder.source import Source
from ankibuilder.standard import Standard


def load(
    root: Path, drafts: Mapping[str, bytes] | None = None, kept: Kept | None = None
) -> tuple[Project, list[Diagnostic]]:
    """Read a project; raises AnkibuilderError only where the system does not let a file be read.

    `drafts` by path stand in for the YAML files they would replace; `kept` spares what did not change the reader.
    """
    documents = Documents(root, drafts or {}, kept=kept)
    project = _outline(documents)
    project = replace(
        project,
        references=read_references(documents),
        objectives=read_objectives(documents),
        modules=_modules(project, documents),
        standard=_standard(project, documents),
        unnamed=tuple(documents.unnamed),
    )
    known = resolve(project, documents)
    known.check("source", project.standard.named.get("source", ()), documents.report)
    project = replace(
        project,
        media=read_media(project, documents),
        media_files=media_files(root),
        decks=read_decks(project, known, documents),
        sources=tuple(documents.sources),
    )
    return project, documents.report


def outline(root: Path, drafts: Mapping[str, bytes] | None = None) -> tuple[Project, list[Diagnostic]]:
    """Read what the form of every other file depends on: the settings and the kinds."""
    documents = Documents(root, drafts or {})
    return _outline(documents), documents.report


def standard_of(root: Path) -> Standard:
    """Read what a project asks of its cards, and nothing else; what cannot be read of it is left out."""
    documents = Documents(root)
    return _standard(_outline(documents), documents)


def _standard(project: Project, documents: Documents) -> Standard:
    if not project.standard_path:
        return Standard()
    from ankibuilder.load.standard import read_standard  # what it takes to read one, most projects do not need

    return read_standard(project, documents)


def _outline(documents: Documents) -> Project:
    kinds = read_kinds(documents.root, documents.report, documents.unread, documents.drafts)
    # A kind that reads as it did is the same object: what was made with it goes on to hold.
    same = each(documents.kept, "kinds", lambda kind: kind, key=astuple)
    return read_settings(documents.root, {name: same(kind) for name, kind in kinds.items()}, documents)


def _modules(project: Project, documents: Documents) -> tuple[Module, ...]:
    reader = _reader(project, documents)
    sources = _card_files(project, documents)
    found = []
    # Who keeps what was read reads only what changed, and needs all else to be the very same.
    with read_ahead(sources, project.kinds, reader, pays=documents.kept is None) as ahead:
        for source in sources:
            if (module := ahead(source)) is not None:
                documents.sources.append(source)
            elif (node := documents.mapping_in(source, "module")) is not None:
                module, others = reader(node)
                documents.join(others)
            found += [module] if module else []
    return tuple(found)


def _card_files(project: Project, documents: Documents) -> list[Source]:
    before = len(documents.report)
    paths = yaml_files(project.root, "cards", documents.report)
    documents.unread.update(d.span.source.path for d in documents.report[before:])
    apart = {REFERENCES, OBJECTIVES, project.standard_path or _likely_standard(documents)}
    return [source for path in paths if path not in apart and (source := documents.source(path)) is not None]


def _reader(project: Project, documents: Documents) -> Callable[[Node], tuple[Module | None, Documents]]:
    """Give what reads a card file, which hangs on the file, the kinds and the views alone."""
    views = documents.views(project.views)
    forms = card_forms(project.kinds, views)

    def read(node: Node) -> tuple[Module | None, Documents]:
        others = documents.apart()
        return read_module(node, others, forms), others

    return each(documents.kept, "modules", read, project.kinds, views, documents.apart().unread)


def _likely_standard(documents: Documents) -> str:
    """Where the settings are wrong they may have named a standard: it must not be read as a module."""
    wrong = PROJECT_FILE in documents.unread or any(d.span.source.path == PROJECT_FILE for d in documents.report)
    return LIKELY_STANDARD if wrong else ""
