"""Hands a file to the Anki that is installed on this machine. Does not know what is in the file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_TYPE = "application/x-apkg"  # by which Anki is registered on Linux


def open_in_anki(path: Path) -> bool:
    """Start Anki with a file, or let the one that runs take it; False where there is none."""
    whole = str(path.absolute())
    if sys.platform == "win32":
        return _started_by_windows(whole)
    if sys.platform == "darwin":
        return subprocess.run(["open", "-a", "Anki", whole], capture_output=True, check=False).returncode == 0
    command = _on_linux()
    if command is None:
        return False
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    os.posix_spawn(command, [command, whole], os.environ, file_actions=silent, setsid=True)  # it outlives us
    return True


def _on_linux() -> str | None:
    """Find Anki itself, or the desktop's opener where Anki is registered with it, as a Flatpak is.

    Without Anki, the opener would show the package as a zip file, or do nothing at all.
    """
    if anki := shutil.which("anki"):
        return anki
    asking, opener = shutil.which("xdg-mime"), shutil.which("xdg-open")
    if not asking or not opener:
        return None
    asked = subprocess.run([asking, "query", "default", _TYPE], capture_output=True, text=True, check=False)
    return opener if "anki" in asked.stdout.lower() else None


def _started_by_windows(path: str) -> bool:
    try:
        getattr(os, "startfile")(path)  # noqa: B009 - it is there on Windows alone
    except OSError:
        return False
    return True
