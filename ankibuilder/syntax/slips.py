"""What hands do: the parser often stumbles later than they did. Does not know the parser's words in full."""

from __future__ import annotations

import re

from ankibuilder.syntax.columns import block_above, misplaced, tab, too_far_right
from ankibuilder.syntax.fault import Fault, Slip, sign
from ankibuilder.syntax.quotes import after_a_close, curly, in_quotes
from ankibuilder.syntax.table import NO_NAME, SECOND_COLON

_CONFLICT = re.compile(r"^(<{7}|>{7})( .*)?$", re.M)
_NO_SPACE = re.compile(r" *(-)([a-z_]+):(?: |$)")
ODD_DASHES = "‐‑‒–—―−•·"  # what word processors make of a `-`
_ODD_DASH = re.compile(rf" *([{ODD_DASHES}*]) +(?=([\w-]+:(?: |$))?)")
_ODD_SPACE = re.compile(r" *(?:- +)?([\w-]+):([\u00a0\u2000-\u200a\u202f\u3000])")
_ODD_COLON = re.compile(r" *(?:- +)?([\w-]+)([：﹕꞉∶])")
_EQUALS = re.compile(r"([a-z][a-z_-]*) *= *\S")
_GLUED = re.compile(r"([a-z_-]+):\S")
_CLOSED = ("expected key", "<block end>", "expected ',' or")
_OPENS_TEXT = ("comment or line break", "chomping or indentation")


def slip(fault: Fault) -> Slip | None:
    """Recognise a slip; None where it is none that is known."""
    return (
        _merge_conflict(fault)
        or tab(fault)
        or _dash_without_space(fault)
        or _look_alike(fault)
        or curly(fault)
        or too_far_right(fault)
        or _second_colon(fault)
        or _of_a_close(fault)
        or _without_colon(fault)
        or _text_behind_a_sign(fault)
        or _list_behind_a_name(fault)
    )


def _merge_conflict(fault: Fault) -> Slip | None:
    found = _CONFLICT.search(fault.text)
    if found is None:
        return None
    hint = "keep one of the two versions, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
    return Slip(found.start(), found.end(1), "this line was left behind by a merge conflict", hint)


def _dash_without_space(fault: Fault) -> Slip | None:
    for number in (fault.number - 1, fault.number):
        found = _NO_SPACE.match(fault.source.line(number)) if number else None
        if found:
            start = fault.source.line_starts[number - 1]
            message = "no space after the `-` that begins an entry"
            return Slip(start + found.start(1), start + found.end(1), message, f"write `- {found[2]}: …`")
    return None


def _look_alike(fault: Fault) -> Slip | None:
    """Signs that only look like YAML's, where the parser stumbled or was reading; the eye cannot find them."""
    numbers = [fault.source.line_of(fault.began), fault.number]
    numbers += [fault.number - 1] if "mapping values" in fault.problem and fault.number > 1 else []
    for number in dict.fromkeys(numbers):
        line, start = fault.source.line(number), fault.source.line_starts[number - 1]
        dash = _ODD_DASH.match(line)
        if dash and (dash[2] or start + dash.start(1) in (fault.at, fault.began)):
            message = f"an entry begins with `-`, not with `{dash[1]}`"
            return sign(start + dash.start(1), message, "type a plain hyphen and a space")
        if space := _ODD_SPACE.match(line):
            message = f"after `{space[1]}:` stands a space that is none to YAML (U+{ord(space[2]):04X})"
            return sign(start + space.start(2), message, "delete it and type a space with the space bar")
        if colon := _ODD_COLON.match(line):
            message = f"`{colon[2]}` only looks like a colon (U+{ord(colon[2]):04X})"
            return sign(start + colon.start(2), message, "type a plain colon and a space")
    return None


def _second_colon(fault: Fault) -> Slip | None:
    return sign(fault.at, SECOND_COLON, in_quotes(fault.text, fault.at)) if fault.at_a_colon else None


def _of_a_close(fault: Fault) -> Slip | None:
    """What a list or a mapping ended at, as something stands where it does not belong."""
    if "'-' indicator" in fault.problem:
        return misplaced(fault)
    if not any(words in fault.problem for words in _CLOSED):
        return None
    in_brackets = "expected ',' or" in fault.problem
    return (None if in_brackets else misplaced(fault)) or after_a_close(fault)


def _without_colon(fault: Fault) -> Slip | None:
    if "could not find expected ':'" not in fault.problem:
        return None
    number = fault.source.line_of(fault.began)
    above = fault.source.line(number - 1).rstrip() if number > 1 else ""
    if above.endswith((" |", " >", " |-", " >-")):
        opening = above.rstrip("-")[-1]
        hint = f"begin each line of the text below `{opening}` with two spaces more than the line of the `{opening}`"
        return sign(fault.began, NO_NAME, hint)
    if block := block_above(fault.source, number):
        hint = f"begin it at column {block.column + 1} if it goes on with the text above, else with a name and `: `"
        return sign(fault.began, NO_NAME, hint)
    if _GLUED.match(fault.text, fault.began):
        return sign(fault.began, NO_NAME, "write a colon and a space after the name")
    if name := _EQUALS.match(fault.text, fault.began):
        return sign(fault.began, NO_NAME, f"write `{name[1]}: …`, with a colon and a space in place of `=`")
    return None


def _text_behind_a_sign(fault: Fault) -> Slip | None:
    if not any(words in fault.problem for words in _OPENS_TEXT):
        return None
    written = re.match(r"[|>][-+]?", fault.text[fault.began : fault.began + 2])
    if written is None:
        return None
    message = f"text on the line of `{written[0]}`"
    hint = f"after `{written[0]}` the text begins on the next line, two spaces further in"
    meant = in_quotes(fault.text, fault.began)
    return sign(fault.began, message, hint if len(written[0]) > 1 else f"{hint}; if the sign is meant, {meant}")


def _list_behind_a_name(fault: Fault) -> Slip | None:
    if "sequence entries are not allowed" not in fault.problem or fault.text[fault.at] != "-":
        return None
    hint = f"{in_quotes(fault.text, fault.at)}; a list stands on lines of its own below, or in brackets: `[…, …]`"
    return sign(fault.at, "a `-` cannot stand here", hint)
