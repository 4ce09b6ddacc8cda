"""Reads a project's files: regular ones, inside the project, of a size that text has.

Each file is read once, and what was read is what is checked and built. Does not know what the files mean.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ankibuilder.decode import decode, hidden_in
from ankibuilder.diagnostics import AnkibuilderError, Diagnostic, error
from ankibuilder.source import Source, whole

PROJECT_FILE = "ankibuilder.yaml"
MOST_BYTES = 16_000_000
_ENDINGS = (".yaml", ".yml")


def find_project(start: Path) -> Path:
    """Walk up from a folder to the one that holds ankibuilder.yaml; raises AnkibuilderError where none does."""
    for folder in (start.absolute(), *start.absolute().parents):
        if os.path.lexists(folder / PROJECT_FILE):
            return folder
        if (folder / "ankibuilder.yml").is_file():
            message = f"{folder / 'ankibuilder.yml'} has another ending"
            raise AnkibuilderError(message, f"name it {PROJECT_FILE}", status=2)
    raise AnkibuilderError(
        f"no {PROJECT_FILE} in {start.absolute()} or any folder above it",
        "go to a project's folder, or name one with --project",
        status=2,
    )


def yaml_files(root: Path, folder: str, report: list[Diagnostic]) -> list[str]:
    """List the YAML files below a folder, sorted by path; links are reported, hidden names passed over."""
    found = []
    for path in sorted(_walk(root, folder, report), key=lambda p: p.removesuffix(Path(p).suffix)):
        if path.lower().endswith(_ENDINGS):
            found.append(path)
    return found


def _walk(root: Path, folder: str, report: list[Diagnostic]) -> Iterator[str]:
    if (root / folder).is_symlink():
        report.append(link(folder))
        return
    try:
        entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as fault:
        raise unreadable(folder, fault) from fault
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if hidden := hidden_in_name(path):
            report.append(hidden)
        elif entry.is_symlink():
            report.append(link(path))
        elif entry.is_dir():
            yield from _walk(root, path, report)
        else:
            yield path


def read_source(
    root: Path, path: str, report: list[Diagnostic], drafts: Mapping[str, bytes] | None = None
) -> Source | None:
    """Read a text file; None where it is not there or not readable as text (then a finding says why).

    A draft stands in for the file of its path: what would be read if it had been written.
    """
    raw = drafts[path] if drafts and path in drafts else read_bytes(root, path, MOST_BYTES, report)
    if raw is None:
        return None
    source, found = decode(path, raw)
    report.extend(found)
    return None if found else source


def read_bytes(root: Path, path: str, most: int, report: list[Diagnostic]) -> bytes | None:
    """Read a regular file of at most `most` bytes; None where it is missing or refused (links, devices, size).

    Raises AnkibuilderError where the system does not let it be read.
    """
    if (folder := _linked_folder(root, path)) is not None:
        report.append(link(folder))
        return None
    try:
        descriptor = os.open(root / path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError as fault:
        if fault.errno in (errno.ELOOP, errno.EMLINK):
            report.append(link(path))
            return None
        raise unreadable(path, fault) from fault
    state = os.fstat(descriptor)
    if not stat.S_ISREG(state.st_mode):
        os.close(descriptor)
        report.append(error("unsafe-content", whole(Source(path, "")), "this is not an ordinary file", _OWN_FILE))
        return None
    with os.fdopen(descriptor, "rb") as file:
        try:
            raw = file.read(min(state.st_size, most) + 1)
        except OSError as fault:
            raise unreadable(path, fault) from fault
    if len(raw) > most:
        report.append(error("too-complex", whole(Source(path, "")), f"this file is larger than {most:,} bytes"))
        return None
    return raw


def _linked_folder(root: Path, path: str) -> str | None:
    """Find a folder on the way that leads elsewhere, out of the project perhaps."""
    folders = [parent.as_posix() for parent in PurePosixPath(path).parents][-2::-1]
    return next((folder for folder in folders if (root / folder).is_symlink()), None)


_OWN_FILE = "put the file itself here"


def hidden_in_name(path: str) -> Diagnostic | None:
    """Report a name that nobody can read as it is; printed as such, it could steer a terminal or begin a new line."""
    sign = next((sign for _, sign in hidden_in(path)), None) or next((sign for sign in "\t\n\r" if sign in path), None)
    if sign is None:
        return None
    shown = "".join(sign if sign.isprintable() else "·" for sign in path)
    message = f"the name of this file or folder holds the hidden character U+{ord(sign):04X}"
    return error("not-text", whole(Source(shown, "")), message, "rename it")


def link(path: str) -> Diagnostic:
    """Report a symbolic link."""
    message = "this is a shortcut (a symbolic link), which is not followed"
    return error("unsafe-content", whole(Source(path, "")), message, _OWN_FILE)


def unreadable(path: str | Path, fault: OSError) -> AnkibuilderError:
    """Say in one line what the system refused."""
    return AnkibuilderError(f"cannot read {path}: {fault.strerror or fault}")
