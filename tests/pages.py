"""Pages of docs/ made from declarations: rules, kinds, files. `pytest tests/test_docs.py --update` writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from support import REPOSITORY

from ankibuilder.difference import harms
from ankibuilder.kinds import KIND_KEYS, common_fields, read_kinds
from ankibuilder.load.bibliography import OBJECTIVE_KEYS, REFERENCE_KEYS
from ankibuilder.load.card_keys import MODULE_KEYS, card_keys
from ankibuilder.load.decks import deck_keys
from ankibuilder.load.settings import project_keys
from ankibuilder.manuals import readable
from ankibuilder.rules import active, judging, manual, names
from ankibuilder.shape import NEVER, Key, Shape

# What may hold one of these is told once, where it is first met.
Told = list[tuple[Key, ...]]


def rules_page() -> str:
    """All manuals on one page."""
    head = (
        "# Rules\n\nWhat `ankibuilder check` looks for. Errors stop a build. Generated from `ankibuilder/rules/`:\n"
        "change the rules, not this page. Below an example that fails, an arrow points at what is told.\n"
    )
    weights = dict.fromkeys(judging(), "warning") | {name: str(rule.SEVERITY) for name, rule in active()}
    sorts = (
        (
            "Errors of form",
            "These can only be mended: no comment and no standard turns them off.",
            set(names()) - judging(),
        ),
        (
            "Rules that judge",
            "These look at what was written. `# ankibuilder: allow <rule>` at the end of a line silences one there,\n"
            "and a project weighs them otherwise or turns them off in its [standard](standard.md).",
            judging(),
        ),
    )
    contents, parts = [], []
    for title, about, rules in sorts:
        contents.append(f"- [{title}](#{title.lower().replace(' ', '-')})")
        parts.append(f"## {title}\n\n{about}\n")
        for name in sorted(rules):
            weight = weights.get(name, "error")
            contents.append(f"  - [{name}](#{name}-{weight}): {manual(name).splitlines()[0]}")
            parts.append(f"### {name} ({weight})\n\n{readable(name)}\n")
    return "\n".join([head, *contents, "", *parts])


def kinds_page() -> str:
    """The built-in kinds and what a card may say."""
    kinds = read_kinds(REPOSITORY, [], set())
    parts = ["# Kinds of cards\n\nGenerated from `ankibuilder/kinds/` and the loader: change those, not this page.\n"]
    for kind in kinds.values():
        example = (REPOSITORY / f"ankibuilder/kinds/{kind.id}/example.yaml").read_text(encoding="utf-8")
        needed = {field.id: "yes" if field.required else f"default: {field.default}" for field in kind.fields}
        rows = [f"| `{field.id}` | {field.name} | {needed[field.id]} | {field.about} |" for field in kind.fields]
        table = "\n".join(["| a card writes | in Anki | needed | |", "|---|---|---|---|", *rows])
        parts.append(f"## {kind.name} (`{kind.id}`)\n\n{kind.about}\n\n{table}\n\n```yaml\n{example}```\n")
    rows = list(key_rows(_card_keys()))
    parts.append("\n".join(["## Every card", "", "| a card writes | needed | |", "|---|---|---|", *rows, ""]))
    rows = [f"| {field.name} | {field.about} |" for field in (*common_fields().first, *common_fields().last)]
    parts.append("\n".join(["## In every note", "", "| field in Anki | |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def files_page() -> str:
    """What each file of a project may say."""
    kinds = tuple(read_kinds(REPOSITORY, [], set()))
    sections: tuple[tuple[str, str, Iterable[Key]], ...] = (
        ("ankibuilder.yaml", "What holds for the whole project. Its folder is the project's.", project_keys(kinds)),
        ("cards/*.yaml", "A module: the cards of one chapter. Folders may be as deep as you like.", MODULE_KEYS),
        ("A card", "An entry of `cards`. The fields of its kind come on top: see [kinds.md](kinds.md).", _card_keys()),
        ("decks/*.yaml", "A manifest: one deck, one package, named after the file.", deck_keys(("self",), kinds)),
        ("cards/references.yaml", "A list of the works that cards rest on, in CSL-YAML.", REFERENCE_KEYS),
        ("cards/objectives.yaml", "A list of what the deck must teach.", OBJECTIVE_KEYS),
        ("kinds/*/kind.yaml", "A kind of the project's own; its templates stand beside it.", KIND_KEYS),
    )
    parts = [
        "# Files\n\nWhat each file of a project may say, name by name. Generated from what the loader reads by:\n"
        "change that, not this page. `a: b` is a name within what stands behind `a`; where `a` is a list, within each\n"
        "entry. The standard has [a page of its own](standard.md).\n"
    ]
    for title, about, keys in sections:
        name = f"`{title}`" if "." in title else title
        rows = "\n".join(key_rows(keys))
        parts.append(f"## {name}\n\n{about}\n\n| name | needed | |\n|---|---|---|\n{rows}\n{_unsaid(keys)}")
    return "\n".join(parts)


def key_rows(keys: Iterable[Key], before: str = "", told: Told | None = None) -> Iterator[str]:
    """A row a name that something is said of; what several have in common is told once."""
    told = [] if told is None else told
    for key in keys:
        if key.shape.name == NEVER or not key.about:
            continue
        default = f"default: `{str(key.default).lower()}`" if key.default is not None else ""
        needed = "where the project has `views`" if key.name == "view" and key.required else "yes"
        yield f"| `{before}{key.name}` | {needed if key.required else default} | {key.about} |"
        inner = inside(key.shape)
        if inner and inner not in told:
            told.append(inner)
            yield from key_rows(inner, f"{before}{key.name}: ", told)


def _unsaid(keys: Iterable[Key]) -> str:
    """CSL's other variables: kept for other tools."""
    names = [f"`{key.name}`" for key in keys if not key.about]
    return f"\nKept for other tools that read the same file: {', '.join(names)}.\n" if names else ""


def _card_keys() -> tuple[Key, ...]:
    return card_keys(None, ("self",))


def inside(shape: Shape) -> tuple[Key, ...]:
    """The names within what a shape holds."""
    return shape.keys or (shape.of.keys if shape.of else ())


def updates_page() -> str:
    """What is written by hand, and behind it the manual of every class of harm."""
    by_hand, mark, _ = (
        (REPOSITORY / "docs/updates.md").read_text(encoding="utf-8").partition("change those files. -->\n")
    )
    assert mark
    return "\n".join([by_hand + mark, *(f"### {name}\n\n{harms.manual(name)}\n" for name in harms.names())])
