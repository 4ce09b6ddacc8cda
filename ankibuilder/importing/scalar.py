"""Writes text as YAML: bare where nothing can be misread, in quotes or as a block elsewhere. Does not know cards.

The parser reads every scalar as text; who writes a file proves it by reading it back.
"""

from __future__ import annotations

import re

# Signs that mean something to YAML stand only where they mean nothing: `:` and `#` within a word.
_BARE = re.compile(r"(?:[^\W_]|[(\\$<“„«—…¿¡])(?:[^\s:#\n]|(?<! )#|:(?=\S)| (?! *$))*")
_BARE_IN_FLOW = re.compile(r"[^\W_](?:[\w.()/+=%-]|(?<=\w) (?=\w)|:(?=\w)|::)*")


def scalar(text: str, indent: int) -> str:
    """Write a value that stands behind `name: `; blocks are indented by so many spaces."""
    if "\n" in text:
        return _block(text, indent) if _may_be_block(text) else _quoted(text)
    if _BARE.fullmatch(text) and not text.endswith(":"):
        return text
    return _quoted(text)


def in_flow(text: str) -> str:
    """Write a value that stands between brackets or braces."""
    return text if _BARE_IN_FLOW.fullmatch(text) and not text.endswith(":") else _quoted(text)


def _may_be_block(text: str) -> bool:
    lines = text.split("\n")
    return (
        not text[:1].isspace() and lines[-1].strip() != "" and not any(line != "" and line.isspace() for line in lines)
    )


def _block(text: str, indent: int) -> str:
    return "|-\n" + "\n".join(f"{' ' * indent}{line}" if line else "" for line in text.split("\n"))


def _quoted(text: str) -> str:
    if "\n" not in text and "\t" not in text and ("\\" in text or '"' in text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'
