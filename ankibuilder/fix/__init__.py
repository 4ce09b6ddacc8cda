"""The edits that are safe to make in a project's files, as splices of the text: comments and layout stay.

Safe is what leaves every value as it was, but for the one thing that a sort of edit is about; `draft.py` proves it by
reading the result. Nothing is written here. Does not know what a card means, nor which edits were asked for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ankibuilder.decode import decode
from ankibuilder.diagnostics import Diagnostic, Edit
from ankibuilder.fix.draft import Draft, changed, opened, same
from ankibuilder.fix.lines import file_end, line_ends
from ankibuilder.fix.paths import holds_cards, paths
from ankibuilder.fix.tags import tag_edits, tag_lists
from ankibuilder.load import load, outline
from ankibuilder.model import Project
from ankibuilder.parse import parse

__all__ = ["Draft", "Mended", "fix"]

_MOST_ROUNDS = 50  # no project needs five; each round leaves less to do
# What pins an identity is for people to write: a note would lose its reviews to a wrong guess.
_NEVER_MEANT = {"guid"}


@dataclass(frozen=True, slots=True)
class Mended:
    """The files that ought to be written, why others were left alone, and whether errors of form remain."""

    drafts: tuple[Draft, ...]
    left: tuple[Diagnostic, ...]
    errors_remain: bool


def fix(root: Path, wanted: Callable[[str], bool] = lambda path: True) -> Mended:
    """Make every safe edit in the files that are wanted; a second run on the result finds nothing more to do.

    One edit can lead to the next (a kind that becomes readable tells what its cards may say), hence the rounds.
    """
    drafts: dict[str, Draft] = {}
    left: dict[str, Diagnostic | None] = {}
    faults: list[Diagnostic] = []
    for _ in range(_MOST_ROUNDS):
        before = {path: draft.raw for path, draft in drafts.items()}
        project, renames, faults = _read(root, before)
        for path in paths(root, project):
            if path not in drafts and path not in left and wanted(path):
                read = opened(root, path)
                if isinstance(read, Draft):
                    drafts[path] = read
                else:
                    left[path] = read
        drafts = {path: _mended(draft, renames.get(path, []), project) for path, draft in drafts.items()}
        if all(draft.raw == before.get(path, draft.before) for path, draft in drafts.items()):
            break
    written = [draft for _, draft in sorted(drafts.items()) if draft.raw != draft.before]
    return Mended(tuple(written), tuple(why for why in left.values() if why), bool(faults))


def _read(root: Path, drafts: Mapping[str, bytes]) -> tuple[Project, dict[str, list[Edit]], list[Diagnostic]]:
    """Find misspelt names by file: in cards and decks only once settings and kinds tell for certain what is known."""
    project, found = outline(root, drafts)
    if not found:
        project, found = load(root, drafts)
    renames: dict[str, list[Edit]] = {}
    for diagnostic in found:
        edit = diagnostic.edit
        if diagnostic.rule == "unknown-field" and edit and edit.text.strip("\"'") not in _NEVER_MEANT:
            renames.setdefault(edit.span.source.path, []).append(edit)
    return project, renames, found


def _mended(draft: Draft, renames: list[Edit], project: Project) -> Draft:
    """Make one sort of edit after the other; names first, as their places are those of the text that was loaded."""
    draft = _names(draft, renames)
    draft = _letters(draft)
    if holds_cards(draft.path, project):
        draft = _tags(draft)
    draft = changed(draft, "line end", line_ends(draft.source, parse(draft.source)[0]), same())
    return changed(draft, "file end", file_end(draft.source), same())


def _names(draft: Draft, renames: list[Edit]) -> Draft:
    edits = {edit.span.start: edit for edit in renames if edit.span.source.text == draft.source.text}
    names = {at: edit.text.strip("\"'") for at, edit in edits.items()}
    return changed(draft, "name", [*edits.values()], same(old=lambda text: names.get(text.start, text.value)))


def _letters(draft: Draft) -> Draft:
    edits = [found.edit for found in decode(draft.path, draft.raw)[1] if found.edit]
    return changed(draft, "decomposed line", edits, same(old=lambda text: unicodedata.normalize("NFC", text.value)))


def _tags(draft: Draft) -> Draft:
    edits = tag_edits(draft.source, parse(draft.source)[0])
    return changed(draft, "tag list", edits, same(unordered=tag_lists))
