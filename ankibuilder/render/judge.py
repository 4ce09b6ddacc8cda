"""What the gate says of everything in a project that a learner will see. Does not make notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ankibuilder.diagnostics import Diagnostic, error
from ankibuilder.files import PROJECT_FILE
from ankibuilder.kept import Kept, each
from ankibuilder.kinds.gaps import gap_fields, numbers, without_gaps
from ankibuilder.kinds.template import front_is_empty, is_filled, parts
from ankibuilder.model import Card, Deck, Kind, Project
from ankibuilder.render.adopted import adopted_html, adopted_raw, gate_adopted
from ankibuilder.render.citation import citation
from ankibuilder.render.gap_gate import within_tags
from ankibuilder.render.gate import clean, gate, gate_plain, gate_raw, says_nothing
from ankibuilder.render.links import safe_link
from ankibuilder.render.markdown import described, markdown
from ankibuilder.render.templates import gate_templates
from ankibuilder.source import Source, Span, Text, whole

# A link of words and an address in which no sign means anything more.
_PLAIN_LINK = re.compile(r"(?<!!)\[\w+(?:[ \n]\w+)*\]\((https://[A-Za-z0-9.-]+(?:/[A-Za-z0-9./-]*)?)\)")
_MEANS_SOMETHING = re.compile(r"[\[\\{}]")  # in text that is no Markdown
_LETTER = re.compile(r"[^\W\d_]")


def suspects(project: Project, kept: Kept | None = None) -> list[Card]:
    """Choose the cards that hold a sign which could mean something: few."""
    suspect = each(kept, "suspects", _is_suspect)
    return [card for card in (*project.cards, *project.unnamed) if suspect(card)]


def judge(project: Project, cards: Iterable[Card], kept: Kept | None = None) -> list[Diagnostic]:
    """Tell what must not reach a learner's Anki, and which texts show nothing; `cards` are the suspects."""
    judged = each(kept, "judged", lambda card: tuple(_card(card)))
    return [*(told for card in cards for told in judged(card)), *_around_the_cards(project)]


def is_harmless(text: str) -> bool:
    """Tell at a glance that the gate has nothing to say: most texts. False means only that it has to look."""
    if not _has_signs(text):
        return _LETTER.search(text) is not None
    if "](https://" not in text or "xn--" in text.lower():
        return False
    links = _PLAIN_LINK.findall(text)
    return all(map(safe_link, links)) and not _has_signs(_PLAIN_LINK.sub("a", text))


def _has_signs(t: str) -> bool:
    """Tell whether there is a sign without which Markdown makes no link, tag, maths, nothing of Anki's.

    To look for one sign after the other takes a seventh of the time that it takes to look for any of them.
    """
    found = "<" in t or "&" in t or "[" in t or "]" in t or "{" in t or "}" in t
    return found or "$" in t or "\\" in t or "`" in t or "~" in t or "\ufeff" in t  # the last: HTML readers drop it


def _is_suspect(card: Card) -> bool:
    """Tell whether anything on a card needs a look; who retired one may show another's words on it."""
    if (
        card.retired
        or card.kind.cloze
        or not card.kind.common
        or (card.tags and any(_MEANS_SOMETHING.search(tag.value) for tag in card.tags))
    ):
        return True
    texts = [text.value for text in (*card.texts.values(), *_captions(card))]
    if not _has_signs("\n".join(texts)):
        return not all(map(_LETTER.search, texts))
    return not all(map(is_harmless, texts))


def _card(card: Card) -> Iterator[Diagnostic]:
    gaps = gap_fields(card.kind) if card.kind.cloze else frozenset()
    yield from () if card.kind.common else _fronts(card)
    for name, text in card.texts.items():
        if not card.kind.common:
            yield from gate_adopted(adopted_raw(text.value), text.span, name in gaps)
            continue
        if name in gaps:
            yield from _with_gaps(text)
        elif not is_harmless(text.value):
            yield from _text(text)
    if card.retired:
        yield from _text(card.retired.because)
    for caption in _captions(card):
        yield from gate_plain(caption.value, caption.span)
    for tag in card.tags:
        if _MEANS_SOMETHING.search(tag.value):
            yield from gate_plain(tag.value, tag.span)


def _text(text: Text) -> list[Diagnostic]:
    html = markdown(text.value)
    found = list(gate(html, text.span))
    if not found and says_nothing(html):
        return [error("empty-field", text.span, "expected text, found nothing", "write something, or remove the line")]
    return found


def _fronts(card: Card) -> Iterator[Diagnostic]:
    """A note of which all fronts are empty would be there without a card, until Anki's check makes one."""
    html = {field.id: adopted_html(card.texts[field.id].value) for field in card.kind.fields if field.id in card.texts}
    if shows_nothing(card.kind, html):
        hint = "fill in a field that a front shows"
        yield error("empty-field", card.id.span, "this card asks nothing: all its fronts are empty", hint)


def shows_nothing(kind: Kind, html: Mapping[str, str]) -> bool:
    """Tell whether all fronts are empty with these fields."""
    filled = {field.name for field in kind.fields if is_filled(html.get(field.id, "") or field.default)}
    return not kind.cloze and all(front_is_empty(parts(template.front), filled) for template in kind.templates)


def _with_gaps(text: Text) -> Iterator[Diagnostic]:
    html = markdown(text.value)
    if not numbers(html):
        hint = "write `{{c1::…}}` around what is to be recalled"
        yield error("invalid-value", text.span, "a cloze needs a gap", hint)
    yield from within_tags(clean(html), text.span, gaps=True)
    yield from gate(without_gaps(html), text.span)


def _around_the_cards(project: Project) -> Iterator[Diagnostic]:
    """Judge what learners see beside the notes: templates, names, references, and the descriptions of decks."""
    for kind in project.kinds.values():
        yield from gate_templates(kind)
        yield from _kind(kind)
    for plain in (*(module.title for module in project.modules), *project.footer.values()):
        yield from gate_plain(plain.value, plain.span)
    for reference in project.references:
        yield from gate(citation(reference), reference.id.span, "a reference")
    aims = [module.aim for module in project.modules]
    for text in filter(None, aims):
        yield from _description(text)
    wrong = list(_description(project.help)) if project.help else []
    yield from wrong
    for deck in project.decks:
        yield from _deck(deck, None if wrong else project.help)
    yield from _settings(project)


def _kind(kind: Kind) -> Iterator[Diagnostic]:
    """Judge what a kind puts into a card by itself; a place is known only in the project's own kinds."""
    everything = _whole(kind.named.source) if kind.named else whole(Source(f"kinds/{kind.id}/kind.yaml", ""))
    for field in kind.fields:
        yield from gate(markdown(field.default), field.at or everything, "a card") if field.default else ()
    for name in kind.names:
        yield from gate_raw(name.value, name.span)  # `{{Type}}` puts it into a card as it is


def _deck(deck: Deck, shared: Text | None) -> Iterator[Diagnostic]:
    found = [*_description(deck.title, "## "), *_description(deck.description)]
    yield from found or _joined(deck, shared)
    yield from gate_raw(deck.name.value, deck.name.span)
    source = deck.span.source
    included = Span(source, max(source.text.find("include:"), 0), len(source.text))
    for name in dict.fromkeys(subdeck.name.removeprefix(f"{deck.name.value}::") for subdeck in deck.subdecks):
        # `{{Deck}}` puts a name into a card as it is, entities and all.
        yield from gate_raw(name, included.find(name)) if name != deck.name.value else ()


def _description(text: Text, before: str = "") -> Iterator[Diagnostic]:
    """Judge Markdown that Anki itself turns into HTML, which knows more of it than cards do."""
    if not is_harmless(text.value):
        found = list(gate(markdown(text.value), text.span, "a description"))
        yield from found or gate(described(before + text.value.strip()), text.span, "a description")


def _joined(deck: Deck, shared: Text | None) -> Iterator[Diagnostic]:
    """What is harmless alone may go on in what stands behind it: a block of code that is never closed."""
    texts = [f"## {deck.title.value.strip()}", deck.description.value.strip(), shared.value.strip() if shared else ""]
    if not all(map(is_harmless, texts[1:])) or not is_harmless(deck.title.value):
        yield from gate(described("\n\n".join(texts)), deck.description.span, "a description")


def _settings(project: Project) -> Iterator[Diagnostic]:
    settings = next((source for source in project.sources if source.path == PROJECT_FILE), Source(PROJECT_FILE, ""))
    if project.licence and not is_harmless(project.licence):
        yield from gate(described(project.licence), _whole(settings).find(project.licence), "a description")
    if project.report and not safe_link(project.report.replace("{id}", "id")):
        message = f"this link cannot be kept: `{project.report[:80]}`"
        hint = "write the whole address of a page that everybody can reach"
        yield error("unsafe-content", _whole(settings).find(project.report), message, hint)


def _whole(source: Source) -> Span:
    return Span(source, 0, len(source.text))


def _captions(card: Card) -> Iterator[Text]:
    if card.image:
        yield from (text for text in (card.image.alt, card.image.credit) if text)
    if card.audio and card.audio.credit:
        yield card.audio.credit
