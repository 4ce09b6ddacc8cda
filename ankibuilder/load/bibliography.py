"""Reads cards/references.yaml (CSL-YAML) and cards/objectives.yaml. Does not know which cards use them."""

from __future__ import annotations

import re

from ankibuilder.load.documents import Documents, unread
from ankibuilder.model import Objective, Reference
from ankibuilder.parse import Mapping, Node, Sequence
from ankibuilder.shape import Key, Record, Shape, choice, identifier, listing, pattern, record, text
from ankibuilder.source import Text

REFERENCES = "cards/references.yaml"
OBJECTIVES = "cards/objectives.yaml"

CHECKED = {
    "record": "a title page or catalogue entry",
    "abstract": "the abstract, or the page itself",
    "secondary": "only a work that cites it",
}
_SEEN = "; ".join(f"`{word}`: {meaning}" for word, meaning in CHECKED.items())
_ANYTHING = Shape("value", lambda node, _: node)
_LINK = pattern(r'https://[^\s"<>\[\]{}]+', "an https address")
_DOI = pattern(r'10\.\d{4,9}/[^\s"<>\[\]{}]+', "a DOI", ("10.1037/0022-3514.61.2.226",))
_PERSON = record(
    [
        Key("family", text(100), about="Family name."),
        Key("given", text(100), about="Given names or initials."),
        Key("literal", text(200), about="The name of an organisation."),
        *(Key(name, text(50)) for name in ("dropping-particle", "non-dropping-particle", "suffix")),
    ],
    "name",
)
# The variables of CSL 1.0.2 that are text to us: kept for other tools that read the same file.
_CSL_TEXT = """
annote archive archive_location archive-place authority call-number chapter-number citation-key citation-label
collection-number collection-title container-title-short dimensions division edition event event-title event-place
first-reference-note-number genre ISBN ISSN issue jurisdiction keyword language locator medium note number
number-of-pages number-of-volumes original-publisher original-publisher-place original-title page-first part-number
part-title PMCID PMID publisher-place references reviewed-genre reviewed-title scale section source status
supplement-number title-short version volume-title year-suffix abstract
""".split()
_CSL_PEOPLE = """
chair collection-editor compiler composer container-author contributor curator director editorial-director
executive-producer guest host illustrator interviewer narrator organizer original-author performer producer recipient
reviewed-author script-writer series-creator translator
""".split()
REFERENCE_KEYS = (
    Key("id", identifier(), required=True, about="What cards write under `sources`."),
    Key("type", text(40), required=True, about="The sort of work, in CSL's words: book, article-journal, webpage …"),
    Key("title", text(500), required=True, about="The work's title."),
    Key("author", listing(_PERSON), about="Who wrote it.", also=("authors",)),
    Key("editor", listing(_PERSON), about="Who edited it."),
    Key(
        "issued",
        _ANYTHING,
        about="When it came out: `1988`, or CSL's `{date-parts: [[1988]]}`.",
        also=("year", "date"),
    ),
    Key(
        "container-title",
        text(300),
        about="The journal, book or site it stands in.",
        also=("journal", "book", "site", "website"),
    ),
    Key("volume", text(30), about="The volume."),
    Key("page", text(50), about="The pages.", also=("pages",)),
    Key("publisher", text(200), about="Who published it."),
    Key("DOI", _DOI, about="Its DOI, without an address before it."),
    Key("URL", _LINK, about="Its address."),
    Key("checked", choice(CHECKED), about=f"What somebody saw of it. {_SEEN}."),
    *(Key(name, _ANYTHING) for name in (*_CSL_TEXT, "accessed", "available-date", "event-date", "original-date")),
    *(Key(name, listing(_PERSON)) for name in _CSL_PEOPLE),
)
OBJECTIVE_KEYS = (
    Key("id", identifier(), required=True, about="What cards write under `covers`."),
    Key("statement", text(300), required=True, about="What a learner can do or say afterwards."),
    Key("module", text(100), required=True, about="The module that teaches it."),
    Key("rows", listing(text(20)), about="Where the idea comes from: names of your own notes, for you alone."),
)


_KNOWN = {key.name: key for key in REFERENCE_KEYS}


def read_references(documents: Documents) -> tuple[Reference, ...]:
    """Read the bibliography."""
    records = _records(REFERENCES, "references", REFERENCE_KEYS, "reference", documents)
    return tuple(_reference(values.values["id"], values) for values in records)


def _records(path: str, what: str, keys: tuple[Key, ...], one: str, documents: Documents) -> list[Record]:
    node = documents.sequence(path, what)
    if node is None:
        return []
    shape = record(keys, one)
    records: list[Record] = []
    for item in node.items:
        values: Record | None = shape.read(item, documents.report)
        if values is None or values.get("id") is None:
            documents.unread.add(path)
        else:
            records.append(values)
    return records


def _reference(identity: Text, values: Record) -> Reference:
    doi = _string(values, "DOI")
    return Reference(
        id=identity,
        authors=tuple(_person(person) for person in values.get("author", ()) or values.get("editor", ())),
        year=_year(values.get("issued")),
        title=_string(values, "title"),
        container=_string(values, "container-title"),
        volume=_string(values, "volume"),
        page=_string(values, "page"),
        publisher=_string(values, "publisher"),
        link=f"https://doi.org/{doi}" if doi else _string(values, "URL"),
        checked=_string(values, "checked"),
        written=tuple(text for name in _READ if isinstance(text := values.get(name), Text)),
        unread=frozenset() if values.get("checked") else unread(values.node, _KNOWN, values.values),
    )


_READ = ("title", "container-title", "publisher")


def _string(values: Record, name: str) -> str:
    value = values.get(name)
    return value.value.strip() if type(value) is Text else ""


def _person(person: Record) -> str:
    if literal := _string(person, "literal"):
        return literal
    initials = " ".join(f"{name[0]}." for name in re.split(r"[\s.]+", _string(person, "given")) if name)
    family = " ".join(filter(None, (_string(person, "non-dropping-particle"), _string(person, "family"))))
    return f"{family}, {initials}" if initials else family


def _year(issued: Node | None) -> str:
    """Find the year in CSL's `date-parts`, pandoc's `year`, or a plain date."""
    while type(issued) is Mapping:
        issued = next((issued.entries[k] for k in ("date-parts", "year", "literal") if k in issued.entries), None)
    while type(issued) is Sequence:
        issued = issued.items[0] if issued.items else None
    return issued.value if type(issued) is Text else ""


def read_objectives(documents: Documents) -> tuple[Objective, ...]:
    """Read what the deck must teach; of an entry that lacks something, only its id is remembered."""
    found = []
    for values in _records(OBJECTIVES, "objectives", OBJECTIVE_KEYS, "objective", documents):
        identity, statement, module = values.values["id"], values.get("statement"), values.get("module")
        if statement and module:
            found.append(Objective(identity, statement, module, values.get("rows", ())))
        else:
            documents.meant.add(identity.value)
    return tuple(found)
