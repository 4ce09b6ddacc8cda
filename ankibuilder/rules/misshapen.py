"""A text does not begin or end as the project's standard asks, or has too many sentences.

A learner reads hundreds of cards in a row: one that ends where its question should be, or that sets a second pair of
quotation marks, makes them stop and wonder about its form instead of its idea.

Fails:

    # file: cards/standard.yaml
    shapes:
      - {kinds: [reframe], field: thought, never_begins: ['"', “], why: The card sets the quotation marks.}
      - {kinds: [warning-sign], field: question, ends: ["?"]}
      - {kinds: [warning-sign], field: scene, sentences: 2}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: too-much
        kind: reframe
        thought: '"I am too much."'  # error: 15 "`thought` begins with `"`"
        reframe: I have needs, as people do.
      - id: flaws
        kind: warning-sign
        scene: A lovely weekend. Then Monday. Their laugh grates.  # error: 43 "`scene` has 3 sentences"
        question: Say what came just before  # error: 34 "`question` ends with `before`; expected `?`"
        answer: Closeness.

Passes:

    # file: cards/standard.yaml
    shapes:
      - {kinds: [reframe], field: thought, never_begins: ['"', “]}
      - {kinds: [warning-sign], field: question, ends: ["?"]}
      - {kinds: [warning-sign], field: scene, sentences: 2, begins: [A, "You"]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: too-much
        kind: reframe
        thought: I am too much.
        reframe: I have needs, as people do.
      - id: flaws
        kind: warning-sign
        scene: A lovely weekend. On Monday their laugh grates.
        question: What came just before?
        answer: Closeness.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.parse import comment_behind
from ankibuilder.phrases import listed, sentences
from ankibuilder.source import Text
from ankibuilder.standard import Form, Standard
from ankibuilder.wording import wording

SEVERITY = Severity.WARNING


def check(project: Project) -> Iterator[Finding]:
    """Hold each text against the shapes it should have."""
    shapes = {kind: [x for x in project.standard.shapes if not x.kinds or kind in x.kinds] for kind in project.kinds}
    known = wording(project)
    for card in project.cards if project.standard.shapes else ():
        for shape in shapes[card.kind.id]:
            if text := card.texts.get(shape.field):
                for finding in (_beginning(text, shape), _end(text, shape)):
                    if finding:
                        yield finding
                if shape.sentences and known.sentences(text.value) > shape.sentences:
                    yield from _sentences(text, shape, shape.sentences)


def _beginning(text: Text, shape: Form) -> Finding | None:
    if shape.begins and not text.value.startswith(shape.begins):
        word = text.value.split(None, 1)[0]
        message = f"`{shape.field}` begins with `{word}`; expected {listed(shape.begins)}"
        return Finding(text.part(0, len(word)), message, shape.why or "begin it so")
    if shape.never_begins and text.value.startswith(shape.never_begins):
        sign = next(sign for sign in shape.never_begins if text.value.startswith(sign))
        return Finding(text.part(0, len(sign)), f"`{shape.field}` begins with `{sign}`", shape.why or "leave it out")
    return None


def _end(text: Text, shape: Form) -> Finding | None:
    value = text.value.rstrip()
    if shape.ends and not value.endswith(shape.ends):
        if comment_behind(text):
            return None  # its end is cut off, which another rule tells
        word = value.rsplit(None, 1)[-1]
        message = f"`{shape.field}` ends with `{word}`; expected {listed(shape.ends)} at its end"
        return Finding(text.part(len(value) - len(word), len(value)), message, shape.why or "end it so")
    if shape.never_ends and value.endswith(shape.never_ends):
        sign = next(sign for sign in shape.never_ends if value.endswith(sign))
        message = f"`{shape.field}` ends with `{sign}`"
        return Finding(text.part(len(value) - len(sign), len(value)), message, shape.why or "leave it out")
    return None


def _sentences(text: Text, shape: Form, most: int) -> Iterator[Finding]:
    """Count again, with speech as part of the sentence around it."""
    places = list(sentences(text.value))
    if len(places) > most:
        start = places[most][0]
        word = text.value[start:].split(None, 1)[0]
        message = f"`{shape.field}` has {len(places)} sentences; the most is {most}"
        yield Finding(text.part(start, start + len(word)), message, shape.why or "say it in fewer, shorter ones")


def says(standard: Standard) -> Iterator[str]:
    """Tell the shapes."""
    for shape in standard.shapes:
        of = f" of {' and '.join(sorted(shape.kinds))}" if shape.kinds else ""
        for how, signs in (
            ("begins with", shape.begins), ("never begins with", shape.never_begins),
            ("ends with", shape.ends), ("never ends with", shape.never_ends),
        ):  # fmt: skip
            if signs:
                yield f"`{shape.field}`{of} {how} {listed(signs)}. {shape.why}".rstrip()
        if shape.sentences:
            yield f"`{shape.field}`{of} has at most {shape.sentences} sentences. {shape.why}".rstrip()
