"""The files of a project that people write as YAML. Does not know what may be mended in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ankibuilder.files import PROJECT_FILE, yaml_files
from ankibuilder.load.bibliography import OBJECTIVES, REFERENCES
from ankibuilder.model import Project


def paths(root: Path, project: Project) -> list[str]:
    """List settings, kinds, cards and what stands beside them, and manifests; what lies behind a link is not ours."""
    decks = [path for path in yaml_files(root, "decks", []) if not path.startswith("decks/releases/")]
    found = [PROJECT_FILE, *_kinds(root), *yaml_files(root, "cards", []), *decks, *_standard(root, project)]
    return list(dict.fromkeys(found))


def _kinds(root: Path) -> Iterator[str]:
    folder = root / "kinds"
    if folder.is_dir() and not folder.is_symlink():
        for kind in sorted(folder.iterdir()):
            if kind.is_dir() and not kind.is_symlink() and not kind.name.startswith("."):
                yield f"kinds/{kind.name}/kind.yaml"


def _standard(root: Path, project: Project) -> Iterator[str]:
    path = PurePosixPath(project.standard_path)
    linked = any((root / part).is_symlink() for part in (path, *path.parents[:-1]))
    if project.standard_path and not linked and (root / path).is_file():
        yield str(path)


def holds_cards(path: str, project: Project) -> bool:
    """Tell whether a file is a module."""
    return path.startswith("cards/") and path not in (REFERENCES, OBJECTIVES, project.standard_path)
