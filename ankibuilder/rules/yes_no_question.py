"""A question can be answered with yes or no.

Half of all guesses are right, so a learner seems to know what they never recalled; and the answer rarely says why.

Fails:

    # file: cards/standard.yaml
    questions: {fields: [question, cue], yes_no: [is, are, do, does, can, could], lead_ins: [in, when]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: childhood
        kind: concept
        question: Is avoidance caused by childhood?  # error: 15 "a question that begins with `Is`"
        answer: Only in part.
      - id: tell
        kind: concept
        question: Two people pull away. Can you tell who is avoidant?  # error: 37 "a question that begins with `Can`"
        answer: Not from one sighting.
      - id: way-out
        kind: concept
        question: In this scene, when they go, is a way back kept open?  # error: 44 "a question that begins with `is`"
        answer: By naming a day.

Passes:

    # file: cards/standard.yaml
    questions: {fields: [question, cue], yes_no: [is, are, do, does, can, could], lead_ins: [in, when]}
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: childhood
        kind: concept
        question: How well does early care predict avoidance in adults?
        answer: Weakly.
      - id: ask
        kind: concept
        question: Is it late? Say nothing yet. What could you ask yourself first?
        answer: Whether you are tired.
      - id: quoted
        kind: concept
        question: What lies behind "Are we okay?"
        answer: A wish to feel safe.
      - id: tired
        kind: concept
        question: When they go to bed without a word, which reading is fair?
        answer: A long day.
      - id: in-between
        kind: concept
        question: In a quarrel, what may help you, is kind and takes a minute?
        answer: A pause with an end.
"""

from __future__ import annotations

from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.phrases import listed, outside_quotes
from ankibuilder.standard import Standard

SEVERITY = Severity.WARNING
_CURE = "ask how, what, which or why, so that the answer has to be recalled"


def check(project: Project) -> Iterator[Finding]:
    """Look at the word that the last question begins with, behind what leads into it."""
    asked = project.standard.questions
    words, lead_ins = ({word.casefold() for word in known} for known in (asked.yes_no, asked.lead_ins))
    for card in project.cards if words else ():
        for name in asked.fields:
            if (text := card.texts.get(name)) is None:
                continue
            start, word = _last_question(outside_quotes(text.value), lead_ins)
            if word.casefold() in words:
                message = f"a question that begins with `{word}` can be answered with yes or no"
                yield Finding(text.part(start, start + len(word)), message, _CURE)


def _last_question(text: str, lead_ins: set[str]) -> tuple[int, str]:
    end = text.rfind("?")
    if end < 0:
        return 0, ""
    start = max(text.rfind(sign, 0, end) for sign in (". ", "? ", "! ", "… ", ": ", ".\n", "?\n")) + 1
    sentence = text[start:end].lstrip()
    word = _first_word(sentence)
    while word.casefold() in lead_ins and ", " in sentence:
        sentence = sentence.partition(", ")[2].lstrip()
        word = _first_word(sentence)
    return end - len(sentence), word


def _first_word(sentence: str) -> str:
    return sentence.split(None, 1)[0].rstrip(",") if sentence else ""


def says(standard: Standard) -> Iterator[str]:
    """Tell the words."""
    if words := standard.questions.yes_no:
        yield f"no last question begins with {listed(words)}"
    if words and (lead_ins := standard.questions.lead_ins):
        yield f"nor does it behind what {listed(lead_ins)} leads into, up to its comma"
