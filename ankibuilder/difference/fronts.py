"""Which notes lost a card and which got one, template by template. Does not know why it matters."""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.difference.pair import Pair, is_retired
from ankibuilder.kinds.template import TemplateError, front_is_empty, is_filled, parts
from ankibuilder.reading import Note, Template

Groups = dict[tuple[str, str], list[Note]]


def vanished(pair: Pair) -> Groups:
    """Give the notes that had a card of a template and have none any more."""
    found: Groups = {}
    for old, new, name, had, has, _ in _cards(pair):
        if had and not has and not is_retired(new):
            found.setdefault(name, []).append(old)
    return found


def appeared(pair: Pair) -> Groups:
    """Give the notes that have a card of a template for the first time, which the template itself brought."""
    found: Groups = {}
    for old, new, name, had, has, template in _cards(pair):
        if has and not had and _was_empty(pair, new, template):
            found.setdefault(name, []).append(old)
    return found


def _cards(pair: Pair) -> Iterator[tuple[Note, Note, tuple[str, str], bool, bool, Template]]:
    """Yield each note with each template that both versions have, and whether it had and has a card of it."""
    places = {}
    for old, new in pair.types:
        together = {id(two): id(one) for one, two in pair.templates[new.id].pairs}
        at = {id(template): number for number, template in enumerate(old.templates)}
        places[new.id] = [
            (at[together[id(template)]], number, (new.name, template.name), old.templates[at[together[id(template)]]])
            for number, template in enumerate(new.templates)
            if id(template) in together and not new.cloze
        ]
    for old_note, note in pair.alike:
        before, after = ({card.ordinal for card in each.cards} for each in (old_note, note))
        for was, now, name, template in places[note.note_type]:
            yield old_note, note, name, was in before, now in after, template


def _was_empty(pair: Pair, note: Note, template: Template) -> bool:
    """Tell whether the old template would have made no card of the new text."""
    names = {new.name: old.name for old, new in pair.fields[note.note_type].pairs}
    filled = {names.get(name, name) for name, html in note.fields.items() if is_filled(html)}
    try:
        return front_is_empty(parts(template.front), filled)
    except TemplateError:
        return False  # a template of somebody else's, in words that are not ours
