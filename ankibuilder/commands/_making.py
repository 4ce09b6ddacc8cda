"""Makes the files of a build: packages, texts for who has a release, AnkiWeb's sheets. Does not write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ankibuilder.beside import beside
from ankibuilder.commands._progress import watched
from ankibuilder.diagnostics import AnkibuilderError
from ankibuilder.lock import may_be_built, read_lock
from ankibuilder.model import Deck, Project
from ankibuilder.package.content import Content, Stamped, refuse, selected, stamp
from ankibuilder.report import count
from ankibuilder.suggest import did_you_mean

if TYPE_CHECKING:
    from ankibuilder.check import Checked
    from ankibuilder.commands import Said
    from ankibuilder.commands._asked import Asked
    from ankibuilder.lock import Lock
    from ankibuilder.package.update import Had


_MANY = 500  # notes; fewer are looked at sooner than a child is there


@dataclass(frozen=True, slots=True)
class Made:
    """Files by name, the notes in them, and what is to be said `before` and `after` they are written."""

    files: dict[str, bytes]
    stamped: Stamped
    before: list[str]
    after: list[str]

    @property
    def unreleased(self) -> bool:
        """Whether any file holds what is not released."""
        return self.stamped.unreleased


def make(root: Path, asked: Asked, checked: Checked, moment: int, said: Said) -> Made:
    """Make what was asked for of a project without errors. Raises AnkibuilderError for what cannot be."""
    chosen = _choose(asked.decks, checked.project)
    _fits(chosen, asked)
    lock = read_lock(root)
    since = _since(asked, lock)
    stamped = stamp(checked.project, checked.notes, lock, moment)
    if stamped.newly_timed and not since:  # texts hold no times
        may_be_built(moment, lock)
    files = _updates(root, chosen, stamped, since) if since else _packages(chosen, stamped, said)
    files |= _sheets(chosen, checked.project) if asked.ankiweb else {}
    return Made(files, stamped, _differs_from_other_tool(stamped), _after(chosen, stamped, files))


def _after(chosen: list[Deck], stamped: Stamped, files: dict[str, bytes]) -> list[str]:
    packages = all(name.endswith(".apkg") for name in files)
    told = [f"left out: card `{card}`, which was retired before anybody got it" for card in _left_out(stamped)]
    if stamped.unreleased and not packages:
        told.append("this holds what is not released yet: for learners, release first and build them again")
    return [*told, f"built {count(len(files), 'package' if packages else 'file')} from {_held(chosen)}"]


def _fits(chosen: list[Deck], asked: Asked) -> None:
    """Refuse what does not go together."""
    if asked.form == "text" and (asked.ankiweb or asked.opens):
        raise AnkibuilderError(f"--{'ankiweb' if asked.ankiweb else 'open'} goes with packages", status=2)
    if asked.opens and len(chosen) > 1:
        names = ", ".join(deck.manifest for deck in chosen)
        raise AnkibuilderError("--open hands over one package", f"name one deck: {names}", status=2)


def _since(asked: Asked, lock: Lock) -> str:
    """Take a release that there was, as learners can have no other; empty for packages."""
    versions = [release.version for release in lock.releases]
    if asked.form != "text":
        if asked.since is not None:
            raise AnkibuilderError("--since goes with --format text", status=2)
        return ""
    if asked.since is None:
        raise AnkibuilderError("--format text needs --since VERSION: the release that a learner has", status=2)
    if not asked.since:
        known = f"name one of {', '.join(versions)}" if versions else "nothing was released yet"
        raise AnkibuilderError("--since names no release", known, status=2)
    if asked.since not in versions:
        raise AnkibuilderError(f"{asked.since} was never released", did_you_mean(asked.since, versions), status=2)
    return asked.since


def _differs_from_other_tool(stamped: Stamped) -> list[str]:
    """List what differs from a release that another version of this program made: perhaps for that reason alone."""
    from ankibuilder import __version__

    lock = stamped.lock
    if not lock.tool or lock.tool == __version__:
        return []
    notes = [f"card `{name}`" for name, given in stamped.stamps.items() if name in lock.notes and not given.changed]
    made = {kind: note_type.hash for kind, (note_type, _) in stamped.note_types.items()}
    kinds = [f"kind `{name}`" for name, known in lock.note_types.items() if made.get(name, known.hash) != known.hash]
    differ = ", ".join([*kinds, *notes]) or "nothing"
    return [f"released with ankibuilder {lock.tool}; by this one, {__version__}, differs: {differ}"]


def _packages(chosen: list[Deck], stamped: Stamped, said: Said) -> dict[str, bytes]:
    """Pack decks, and read the packages back, while the second gate looks at what they hold."""
    from ankibuilder.package import package

    contents = {f"{deck.manifest}.apkg": selected(deck, stamped) for deck in chosen}
    made: dict[str, bytes] = {}
    pays = sum(len(content.notes) for content in contents.values()) >= _MANY
    with beside(lambda: _refuse(contents.values(), stamped), pays=pays) as judged:
        for name, content in watched(contents.items(), "packing", len(contents), said):
            made[name] = package(content)
            _read_back(made[name], name)
        judged()
    return made


def _read_back(raw: bytes, name: str) -> None:
    from ankibuilder.reading import judge_package

    try:
        judge_package(BytesIO(raw), name)
    except AnkibuilderError as fault:  # a fault of this program or this machine, not of the project
        raise AnkibuilderError(f"cannot write {name}: it would not be whole: {fault.message}") from fault


def _refuse(contents: Iterable[Content], stamped: Stamped) -> None:
    for content in contents:
        refuse(content, stamped)


def _sheets(chosen: list[Deck], project: Project) -> dict[str, bytes]:
    from ankibuilder.ankiweb import sheet

    return {f"{deck.manifest}.ankiweb.txt": sheet(deck, project).encode() for deck in chosen}


def _updates(root: Path, chosen: list[Deck], stamped: Stamped, since: str) -> dict[str, bytes]:
    from ankibuilder.package.update import update_files

    made: dict[str, bytes] = {}
    for deck in chosen:
        if had := _had(root, deck, stamped.lock, since):
            made |= update_files(deck, stamped, since, had)
    if not made:
        raise AnkibuilderError(f"no note that {since} has changed since: there is no text to write", status=1)
    return made


def _had(root: Path, deck: Deck, lock: Lock, since: str) -> Had | None:
    """Look into the package that a learner has; None where the deck was not released then."""
    from ankibuilder.lock import kept_package
    from ankibuilder.reading import read_file, what_they_have

    release = next(release for release in lock.releases if release.version == since)
    path = kept_package(root, release, deck.manifest)
    return what_they_have(read_file(path)) if path else None


def _left_out(stamped: Stamped) -> list[str]:
    included = (card for deck in stamped.project.decks for subdeck in deck.subdecks for card in subdeck.cards)
    return list(dict.fromkeys(card.id.value for card in included if card.id.value not in stamped.notes))


def _held(decks: list[Deck]) -> str:
    """Count what decks hold; a card in two of them is one card."""
    held = {(card.id.value, card.module) for deck in decks for subdeck in deck.subdecks for card in subdeck.cards}
    return f"{count(len(held), 'card')} in {count(len({module for _, module in held}), 'module')}"


def _choose(names: tuple[str, ...], project: Project) -> list[Deck]:
    """Find decks by manifest; a path to the manifest will do."""
    by_name = {deck.manifest: deck for deck in project.decks}
    chosen: dict[str, Deck] = {}
    for name in names:
        stem = Path(name).stem if name.endswith((".yaml", ".yml")) else name
        if stem not in by_name:
            raise AnkibuilderError(f"there is no deck `{name}`", did_you_mean(stem, by_name), status=2)
        chosen[stem] = by_name[stem]
    return list((chosen or by_name).values())
