"""Addresses that open a file in an editor, at a line. Does not know whether the editor is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

_VSCODE = "{scheme}://file{{path}}:{{line}}:{{column}}"
EDITORS = {
    "vscode": _VSCODE.format(scheme="vscode"),
    "vscodium": _VSCODE.format(scheme="vscodium"),
    "cursor": _VSCODE.format(scheme="cursor"),
    "zed": _VSCODE.format(scheme="zed"),
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "none": "",
}


def linker(root: Path, editor: str) -> Callable[[str, int, int], str]:
    """Make addresses for files of a project; `editor` is one of EDITORS, or an address with {path} and {line} in it."""
    form = EDITORS.get(editor, editor)
    base = quote(root.resolve().as_posix())
    base = base if base.startswith("/") else f"/{base}"  # a drive's letter

    def link(path: str, line: int, column: int) -> str:
        place = {"{path}": f"{base}/{quote(path)}", "{line}": str(line), "{column}": str(column)}
        address = form
        for name, value in place.items():
            address = address.replace(name, value)
        return address

    return link
