"""What a new project begins with: the files in this folder, with names put in. Does not know what is in them.

A file's name says where it goes: `dot-` stands for a dot, and the manifest is named after the namespace.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_HERE = Path(__file__).parent
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .()-]*(?<! )")  # what YAML takes for text without quotes
_WORDS = frozenset("y n yes no on off true false null".split())
_SOURCE = "ankibuilder @ git+https://example.org/ankibuilder@main"
_NO_INDEX = "\n# ankibuilder is on no package index yet: name the repository, and the commit that you build with."


NOBODYS = "my-deck"  # the namespace of a name that has no letter which could stand in one
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def starting_files(name: str, namespace: str, requirement: str = "") -> dict[str, str]:
    """Give every file of a new project by its path; `requirement` is where the program came from, if that is known."""
    put_in = {
        "name": name,
        "namespace": namespace,
        "requirement": requirement or _SOURCE,
        "where": "" if requirement else _NO_INDEX,
    }
    in_yaml = {**put_in, "name": as_scalar(name), "preset": as_scalar(f"{name} (gentle)")}
    return {
        _place(path, namespace): _filled(path.read_text(encoding="utf-8"), in_yaml if _is_ours(path) else put_in)
        for path in sorted(_HERE.rglob("*"))
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }


def likely_namespace(name: str) -> str:
    """Make an id of a name: `Capitals of Europe` becomes `capitals-of-europe`."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_SPELT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).rstrip("-").lstrip("-0123456789") or NOBODYS


def likely_name(folder: str) -> str:
    """Make a name of a folder's: `capitals-of-europe` becomes `Capitals of europe`."""
    words = " ".join(re.sub(r'[-_.:"{}<>\[\]\s]+', " ", folder).split())
    return f"{words[:1].upper()}{words[1:60]}".strip() or "My deck"


def as_scalar(text: str) -> str:
    """Write a text so that YAML reads it back as it is, also where signs stand before and behind."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _is_ours(path: Path) -> bool:
    return path.suffix == ".yaml"


def _place(path: Path, namespace: str) -> str:
    place = path.relative_to(_HERE).as_posix().replace("dot-", ".")
    return place.replace("decks/deck.yaml", f"decks/{namespace}.yaml")


def _filled(text: str, put_in: dict[str, str]) -> str:
    """Put names in at once, as one may look like a mark itself."""
    return re.sub(r"\{\{(\w+)\}\}", lambda mark: put_in[mark[1]], text)
