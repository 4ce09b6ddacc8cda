"""Small files that would cost a careless reader minutes or gigabytes. Each is a project; most of them are refused."""

from __future__ import annotations

import json
from collections.abc import Callable

from support import REPOSITORY

Files = dict[str, str | bytes]
MOST = 19_900  # characters that a text may have, less a few
AROUND: Files = {
    "ankibuilder.yaml": "namespace: bombs\nname: Bombs\n",
    "decks/bombs.yaml": "name: Bombs\ntitle: Bombs\ndescription: Bombs.\ninclude:\n  - {module: bombs}\n",
}
STANDARD: Files = {
    "ankibuilder.yaml": "namespace: bombs\nname: Bombs\nstandard: cards/standard.yaml\nviews: [self, partner, both, general]\n",
    "cards/standard.yaml": (REPOSITORY / "cards/standard.yaml").read_text(encoding="utf-8"),
    "cards/references.yaml": (REPOSITORY / "cards/references.yaml").read_text(encoding="utf-8"),
    "cards/objectives.yaml": "[]\n",
}


def cards(*texts: str, around: str = "") -> Files:
    """A project with a card for each text, which is its question."""
    lines = ["module: bombs\ntitle: Bombs\ncards:\n"]
    for at, text in enumerate(texts):
        lines.append(f"  - id: card-{at}\n    kind: concept\n{around}")
        lines.append(f"    question: {json.dumps(f'{at} {text}', ensure_ascii=False)}\n    answer: An answer.\n")
    return AROUND | {"cards/bombs.yaml": "".join(lines)}


def repeated(piece: str, end: str = "", copies: int = 20) -> Callable[[], Files]:
    """Twenty cards with as much of a piece as a text may hold; each text is another."""
    return lambda: cards(
        *["a " * (at % 2) + piece * ((MOST - 20 - len(end)) // len(piece)) + end for at in range(copies)]
    )


def judged(piece: str, end: str = "", copies: int = 20) -> Callable[[], Files]:
    """The same, below every rule of a whole standard."""
    return lambda: (
        repeated(piece, end, copies)() | STANDARD | {"cards/bombs.yaml": _with_view(repeated(piece, end, copies)())}
    )


def _with_view(files: Files) -> str:
    return str(files["cards/bombs.yaml"]).replace(
        "    kind: concept\n", "    kind: concept\n    view: self\n    sureness: lore\n"
    )


def file(text: Callable[[], str | bytes], path: str = "cards/bombs.yaml") -> Callable[[], Files]:
    """A project in which one file is this."""
    return lambda: cards("x") | {path: text()}


def _laughs() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(lines) + "\n"


def _merges() -> str:
    lines = ["a0: &a0 {k: v}"] + [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}" for n in range(1, 9)]
    return "\n".join(lines) + "\n"


def _ladder(item: str, deep: int) -> str:
    return "\n".join("  " * at + item for at in range(deep))


HEAD = "module: bombs\ntitle: Bombs\ncards:\n  - id: a\n    kind: concept\n    question: x\n    answer: "

YAML: dict[str, Callable[[], Files]] = {
    "aliases that grow": file(lambda: _laughs()),
    "merges that grow": file(lambda: _merges()),
    "an alias to itself": file(lambda: "a: &a [*a]\n"),
    "many anchors": file(lambda: "".join(f"a{n}: &a{n} x\n" for n in range(150_000))),
    "many tags": file(lambda: "".join(f"a{n}: !!x x\n" for n in range(150_000))),
    "many aliases": file(lambda: "a: &a x\nb: [" + "*a," * 500_000 + "]\n"),
    "lists in lists": file(lambda: "[" * 1_000_000),
    "lists in lists, closed": file(lambda: "[" * 30_000 + "]" * 30_000),
    "mappings in mappings": file(lambda: "{a: " * 300_000),
    "dashes in dashes": file(lambda: "- " * 1_000_000 + "a\n"),
    "names in names": file(lambda: "? " * 1_000_000 + "a\n"),
    "blocks in blocks": file(lambda: "".join(" " * n + "a:\n" for n in range(2_500))),
    "mixed nesting": file(lambda: "[{a: " * 300_000),
    "a huge text": file(lambda: HEAD + "a" * 3_900_000 + "\n"),
    "a huge text in quotes": file(lambda: HEAD + '"' + "a\\n" * 1_300_000 + '"\n'),
    "a huge text, never closed": file(lambda: HEAD + '"' + "a " * 1_900_000),
    "a huge block": file(lambda: HEAD + "|\n" + "      aaa\n" * 390_000),
    "a huge folded text": file(lambda: HEAD + ">-\n" + "      a\n\n" * 390_000),
    "a huge name": file(lambda: "a" * 3_900_000 + ": x\n"),
    "a huge name in quotes": file(lambda: '"' + "a" * 3_900_000 + '": x\n'),
    "a huge comment": file(lambda: "# " + "a" * 3_900_000),
    "many comments": file(lambda: "# a\n" * 950_000),
    "a million items": file(lambda: "cards:\n" + "- x\n" * 990_000),
    "a million items in brackets": file(lambda: "cards: [" + "x," * 1_000_000 + "]\n"),
    "a million names": file(lambda: "".join(f"a{n}: x\n" for n in range(330_000))),
    "one name over and over": file(lambda: "a: x\n" * 199_000),
    "entries run together": file(lambda: "cards:\n  - id: a\n" + "    kind: concept\n    id: a\n" * 90_000),
    "empty entries": file(lambda: "cards:\n" + "  -\n" * 190_000),
    "cards of nothing": file(lambda: "module: bombs\ntitle: Bombs\ncards:\n" + "  - {}\n" * 15_000),
    "cards with a wrong name": file(lambda: "module: bombs\ntitle: Bombs\ncards:\n" + "  - {idd: a}\n" * 15_000),
    "cards of one id": file(lambda: "module: bombs\ntitle: Bombs\ncards:\n" + "  - {id: a, kind: concept, question: q, answer: a}\n" * 15_000),
    "a card of many names": file(lambda: "module: bombs\ntitle: Bombs\ncards:\n  - id: a\n" + "".join(f"    x{n}: y\n" for n in range(10_000))),
    "a card of many tags": file(lambda: HEAD + "x\n    tags: [" + ",".join(f"t{n}" for n in range(100_000)) + "]\n"),
    "a card of many sources": file(lambda: HEAD + "x\n    sources: [" + ",".join(f"s{n}" for n in range(20_000)) + "]\n"),
    "a card that comes after many": file(lambda: HEAD + "x\n    after: [" + ",".join(f"s{n}" for n in range(20_000)) + "]\n"),
    "base sixty": file(lambda: HEAD + "1:" * 1_900_000 + "1\n"),
    "digits": file(lambda: "name: B\ntitle: B\ndescription: B\ninclude: [{module: bombs}]\npreset: {name: B, new_per_day: " + "9" * 3_000_000 + "}\n", "decks/bombs.yaml"),
    "a sign over and over": file(lambda: "a: " + "`" * 3_900_000),
    "tabs": file(lambda: "a:\n" + "\t" * 3_900_000 + "b: c\n"),
    "spaces": file(lambda: "a:\n" + " " * 3_900_000 + "b: c\n"),
    "line ends": file(lambda: "\n" * 3_900_000),
    "line ends of an old Mac": file(lambda: "a: b\r" * 700_000),
    "carriage returns": file(lambda: "a: b\r\r\n" * 500_000),
    "hidden signs": file(lambda: "a: " + "\u200bb" * 1_300_000),
    "hidden signs in quotes": file(lambda: "[" + '"\\u200b",' * 190_000 + "]\n"),
    "letters and accents": file(lambda: "a: " + "e\u0301" * 900_000),
    "lines of letters and accents": file(lambda: "a: e\u0301\n" * 150_000),
    "accents on one letter": file(lambda: "a: e" + "\u0301" * 1_900_000),
    "accents in and out of order": file(lambda: "a: e" + "\u0301\u0316" * 900_000),
    "byte-order marks": file(lambda: "\ufeff" * 1_300_000),
    "byte-order marks between": file(lambda: "a: b\n\ufeff" * 500_000),
    "UTF-16": file(lambda: ("a: b\n" * 700_000).encode("utf-16")),
    "UTF-16 without a mark": file(lambda: ("a: b\n" * 700_000).encode("utf-16-le")),
    "UTF-32": file(lambda: ("a: b\n" * 700_000).encode("utf-32")),
    "no text at all": file(lambda: bytes(range(256)) * 15_000),
    "zeros": file(lambda: bytes(3_900_000)),
    "larger than a file may be": file(lambda: b"a" * 17_000_000),
    "documents": file(lambda: "---\n" * 900_000),
    "directives": file(lambda: "%YAML 1.1\n" * 390_000),
    "a tag of a tag": file(lambda: "!" * 1_000_000 + " x\n"),
    "colons": file(lambda: "a: b" + ": c" * 1_200_000),
    "names on one line": file(lambda: "{" + "a: b, " * 600_000 + "\n"),
    "open brackets and commas": file(lambda: "[" + "a, “" * 900_000),
    "curly quotes": file(lambda: "a: " + "{ “" * 900_000 + ": ”\n"),
    "quotes within quotes": file(lambda: "a: 'b' " + "'c' " * 900_000),
    "a quote closed a million times": file(lambda: 'a: "b" ' + '"c" ' * 900_000),
    "dashes that are none": file(lambda: "a: b\n" + "– id: c\n" * 300_000),
    "merge conflicts": file(lambda: "<<<<<<< a\n" * 300_000),
    "lines without a colon": file(lambda: "a:\n" + "b\n" * 1_900_000 + "c: d\n"),
    "a text one space short": file(lambda: "a: |\n" + "  b\n" * 900_000 + " c\n"),
    "a mistake behind a million lines": file(lambda: "- a\n" * 100_000 + "b: c\n"),
    "names far to the right": file(lambda: "a: b\n" + "".join(" " * (n % 90) + "c: d\n" for n in range(80_000))),
    "escapes": file(lambda: 'a: "' + "\\u00e9" * 600_000 + '"\n'),
    "wrong escapes": file(lambda: 'a: "' + "\\q" * 1_900_000 + '"\n'),
    "allowances": file(lambda: "module: bombs\ntitle: Bombs\ncards: # ankibuilder: allow " + "too-long, " * 300_000 + "\n"),
    "lines of allowances": file(lambda: "module: bombs\ntitle: Bombs # ankibuilder: allow too-long\n" + "# ankibuilder: allow too-long\n" * 120_000),
}  # fmt: skip

PIECES = [
    "[", "![", "]", "*", "**", "*a", "a*", "**a _b ", "_", "__", "_a ", "a_", "`", "``a", "<", "<a ", "<a", "</a", "</", "<pre\n",
    "<!--", "<!", "<?", "<![CDATA[", "<b>", "</b>", "<ul>", "<li>", "<p>", "<div>\n", "<a b='", '<a b="', "<a b=c ", "&", "&#", "&a", "{{c1::", "{{",
    "}}", "{{c1::a}}", "[sound:", "> ", ">", "- ", "* ", "1) ", "1. ", "- a\n", "> a\n\n", "a\n\n", "\n", "|a", "| a | b |\n|---|---|\n", "](",
    "[a](", "[a](<b", "[]()", "[[a]]", "[a][b]", "[a]: b\n", "$", "$$", "$a ", "$$a ", "\\", "\\(", "\\[", "\\frac{", "\\href", "~", "~~", "https://",
    "<https://a", "<x@", "a@b.", "***a** ", '"', "'", "(", ")", "\t- a\n", "    a\n", " ", "\u00a0", "a ", "a", "é", "👩\u200d💻", "===\n", "---\n", "```\n",
    "~~~\n", "# a\n", "<details><summary>", "<table><tr><td>", "[a](https://b.org)", "![a](b)", "<img src=x>", "a  \n", "\\\n",
]  # fmt: skip
TEXT: dict[str, Callable[[], Files]] = {f"`{piece}` without end": repeated(piece) for piece in PIECES} | {
    "brackets in brackets": repeated("[", "a" + "]" * 9_000, copies=20),
    "half brackets": lambda: cards(*[f"{at}" + "[" * 9_900 + "a" + "]" * 9_900 for at in range(20)]),
    "half links": lambda: cards(*[f"{at}" + "[" * 6_000 + "a" + "](b)" * 3_000 for at in range(20)]),
    "half stars": lambda: cards(*[f"{at}" + "*a " * 3_300 + "b* " * 3_300 for at in range(20)]),
    "runs of backticks": lambda: cards(*[f"{at}" + " ".join("`" * n for n in range(1, 190)) for at in range(20)]),
    "lists in lists": lambda: cards(*[f"\n\n{_ladder('- a', 135)}\n\n{at}" for at in range(20)]),
    "quotes in quotes": lambda: cards(*["\n\n" + "> " * 9_000 + f"{at}" for at in range(20)]),
    "a large table": lambda: cards(
        *[f"{at}" + "<table>" + "<tr>" + "<td>a</td>" * 1_900 + "</tr></table>" for at in range(20)]
    ),
    "one long line": lambda: cards(*["a" * MOST + f"{at}"[:1] for at in range(20)]),
    "a link without end": repeated("(", ""),
    "a link with brackets": lambda: cards(*[f"{at} [a](" + "(" * 9_000 + ")" * 9_000 for at in range(20)]),
    "a title without end": lambda: cards(*[f'{at} [a](b "' + '\\"' * 9_000 for at in range(20)]),
    "HTML never closed": lambda: cards(*[f"{at}" + "<b><i><u>" * 2_000 for at in range(20)]),
    "attributes": lambda: cards(
        *[f"{at} <b " + " ".join(f"a{n}=b" for n in range(2_500)) + ">x</b>" for at in range(20)]
    ),
    "classes": lambda: cards(*[f"{at} <b class='" + "a " * 9_000 + "card'>x</b>" for at in range(20)]),
    "a link of dots": lambda: cards(*[f"{at} [a](https://" + "a." * 9_000 + "b)" for at in range(20)]),
    "a link of digits": lambda: cards(*[f"{at} [a](https://" + "1" * 9_000 + ".1)" for at in range(20)]),
    "addresses": lambda: cards(*[f"{at} [a](mailto:" + "a@" * 9_000 + ")" for at in range(20)]),
    "many cards of links": lambda: cards(*[f"{at} " + "[a](https://b.org) " * 20 for at in range(300)]),
}
WORDS = [
    "a ", "a. ", "a.", "... ", "?! ", "? ", '"a. ', '"', "“a. ", "“", "”", "“a” ", "‘", "’", "a’", "a'", "'s", "„a“ ", "«", "»«", "- ", "-", "a-", "—", "a—b",
    "1", "1-", "1 ", "1. ", "12 34 ", "123 ", "123-", "+1 (800) ", "(", "(1", "1990 ", "1990-", "1990, 2000 ", "988", "988 ", "988, ", "US: 988 ",
    "call ", "call 988 ", "call or text ", "text HOME to ", "text HOME to 741741 ", "Lifeline is ", "reach us on ", "number ", "Call 1 or ", "1-800-",
    "1-800-A", "AB to ", "A ", "Ab ", "p. 1 ", "pages 1 ", "= 1 ", "  ", "\n", " \n", "*", "*a* ", "_a_ ", "**a", "a*", "aeiou", "e", "ly", "ness", "tion", "ia",
    "https://", "https://a ", "a=", "a-", "</a", "](", "](a", "and ", "or ", "and/or ", ", ", "three ways ", "what three ", "which two reasons ", "name all ",
    "is it ", "does ", "do you ", "can ", "Is this true? ", "always ", "never ", "narcissist ", "toxic ", "they’ll come back ", "will make them ", "many therapists ",
    "e.g. ", "i.e. ", "Dr. ", "ß", "İ", "ﬁ", "\u0130", "日", "日 ", "z\u0323", "x" * 40 + " ", "you ", "no contact ", "he ", "she/he ",
]  # fmt: skip
RULES: dict[str, Callable[[], Files]] = {
    f"{piece!r} under every rule": judged(piece) for piece in dict.fromkeys(WORDS)
} | {
    "a number at the end of spaces": judged(" " * 900 + "1234567"),
    "one word of all letters": judged("abcdefghijklmnopqrstuvwxyz"),
    "many cards alike": lambda: alike(1_500, "What do people call it when someone pulls away from closeness {}?"),
    "many cards that are one": lambda: alike(1_500, "What is it?"),
}


def alike(many: int, text: str) -> Files:
    files = cards(*[text.format(at) for at in range(many)])
    return files | STANDARD | {"cards/bombs.yaml": _with_view(files)}


def _template(front: Callable[[], str]) -> Callable[[], Files]:
    kind = ("name: Own\nfields:\n  - {id: question, name: Question, required: true}\nsort: question\n"
            "templates:\n  - {id: card, name: Card, front: front.html, back: back.html}\n")  # fmt: skip
    return lambda: (
        cards("x")
        | {"kinds/own/kind.yaml": kind, "kinds/own/front.html": front(), "kinds/own/back.html": "{{Question}}"}
    )


def _style(css: Callable[[], str]) -> Callable[[], Files]:
    whole = "{{#Question}}{{Question}}{{/Question}}"
    return lambda: _template(lambda: whole)() | {"kinds/own/style.css": css()}


KINDS: dict[str, Callable[[], Files]] = {
    "tags without end in a template": _template(lambda: "<pre\n" * 700_000),
    "conditions in conditions": _template(lambda: "{{#Question}}" * 20_000 + "{{Question}}" + "{{/Question}}" * 20_000),
    "a few hundred conditions": _template(lambda: "{{#Question}}" * 700 + "{{Question}}" + "{{/Question}}" * 700),
    "conditions never closed": _template(lambda: "{{#Question}}" * 250_000),
    "braces in a template": _template(lambda: "{" * 3_900_000),
    "pairs of braces": _template(lambda: "{{ " * 1_200_000),
    "brackets in a template": _template(lambda: "[[a" * 1_200_000),
    "small signs in a template": _template(lambda: "{{#Question}}{{Question}}{{/Question}}" + "< " * 1_500_000),
    "comments in a template": _template(lambda: "<!--" * 900_000),
    "attributes in a template": _template(
        lambda: "{{#Question}}<b " + "a " * 1_900_000 + ">{{Question}}</b>{{/Question}}"
    ),
    "quotes in a template": _template(lambda: "{{#Question}}" + "<a b='" * 600_000 + "{{Question}}{{/Question}}"),
    "half a declaration": _template(lambda: "{{#Question}}{{Question}}{{/Question}}" + "<![" * 900_000),
    "a large style": _style(lambda: "a{b:c}" * 600_000),
    "comments in a style": _style(lambda: "/*" * 1_900_000),
    "braces in a style": _style(lambda: "{" * 3_900_000),
    "spaces in a style": _style(lambda: "a" + " " * 3_900_000 + "b"),
    "addresses in a style": _style(lambda: "url (" * 700_000),
    "backslashes in a style": _style(lambda: "\\" * 3_900_000),
    "@ in a style": _style(lambda: "@" * 3_900_000),
}

BOMBS = {"yaml": YAML, "text": TEXT, "rules": RULES, "kinds": KINDS}
