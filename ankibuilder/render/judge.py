"""What the gate says of everything in a project that a learner will see. Does not make notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.model import Card, Project
from ankibuilder.render.citation import citation
from ankibuilder.render.gate import anki_syntax, gate, safe_link, says_nothing
from ankibuilder.render.markdown import markdown
from ankibuilder.render.templates import gate_templates
from ankibuilder.source import Text

# Signs without which Markdown makes no link, no tag, no maths, nothing of Anki's, and leaves every letter standing.
_NEEDS_A_LOOK = re.compile(r"[<&\[\]{}$\\`~]")
# A link of words and an address in which no sign means anything more.
_PLAIN_LINK = re.compile(r"(?<!!)\[\w+(?:[ \n]\w+)*\]\((https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9./-]*)?)\)")
_LETTER = re.compile(r"[^\W\d_]")


def judge(project: Project) -> list[Diagnostic]:
    """Yield what must not reach a learner's Anki, and texts of which nothing would be left to see."""
    found = [told for card in (*project.cards, *project.unnamed) for told in _card(card)]
    return [*found, *_around_the_cards(project)]


def is_harmless(text: str) -> bool:
    """Tell at a glance that the gate has nothing to say: most texts. False means only that it has to look."""
    if _NEEDS_A_LOOK.search(text) is None:
        return _LETTER.search(text) is not None
    if "](https://" not in text or "xn--" in text.lower():
        return False
    links = _PLAIN_LINK.findall(text)
    return all(map(safe_link, links)) and _NEEDS_A_LOOK.search(_PLAIN_LINK.sub("a", text)) is None


def _card(card: Card) -> Iterator[Diagnostic]:
    for text in card.texts.values():
        if not is_harmless(text.value):
            yield from _text(text)
    if card.retired:
        yield from _text(card.retired.because)


def _text(text: Text) -> list[Diagnostic]:
    html = markdown(text.value)
    found = list(gate(html, text.span))
    if not found and says_nothing(html):
        return [error("empty-field", text.span, "expected text, found nothing", "write something, or remove the line")]
    return found


def _around_the_cards(project: Project) -> Iterator[Diagnostic]:
    """Judge what learners see beside the notes: templates, and the descriptions of decks."""
    for kind in project.kinds.values():
        yield from gate_templates(kind)
    for plain in (*(module.title for module in project.modules), *project.footer.values(), *_captions(project)):
        yield from anki_syntax(plain.value, plain.span)
    for reference in project.references:
        yield from anki_syntax(citation(reference), reference.id.span)
    aims = [module.aim for module in project.modules]
    for text in (project.help, *aims, *(deck.description for deck in project.decks)):
        if text is not None and not is_harmless(text.value):
            yield from gate(markdown(text.value), text.span, "a description")


def _captions(project: Project) -> Iterator[Text]:
    for card in (*project.cards, *project.unnamed):
        if card.image:
            yield from (text for text in (card.image.alt, card.image.credit) if text)
        if card.audio and card.audio.credit:
            yield card.audio.credit
