"""A question can be answered with yes or no.

Half of all guesses are right, so a learner seems to know what they never recalled; and the answer rarely says why.

Fails:

    # file: cards/standard.yaml
    questions: {fields: [question, cue], yes_no: [is, isn't, can, have you*], lead_ins: [in, when], joined_by: [and]}
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
      - id: wall
        kind: concept
        question: They build a wall. And *isn’t* it a shelter?  # error: 39 "a question that begins with `isn’t`"
        answer: For a while.
      - id: space
        kind: concept
        question: They say "I need space." Is that avoidance?  # error: 40 "a question that begins with `Is`"
        answer: Not by itself.
      - id: yourself
        kind: concept
        question: Have you asked yourself?  # error: 15 "a question that begins with `Have you`"
        answer: Not yet.

Passes:

    # file: cards/standard.yaml
    questions: {fields: [question, cue], yes_no: [is, isn't, can, have you*], lead_ins: [in, when], joined_by: [and]}
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
      - id: can-do
        kind: concept
        question: Can-do talk can tire a partner. Which words may rest them?
        answer: Those that ask for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ankibuilder.diagnostics import Finding, Severity
from ankibuilder.model import Project
from ankibuilder.phrases import GAP, any_of, listed, outside_quotes, plain, quotations
from ankibuilder.standard import Standard

SEVERITY = Severity.WARNING
_STOPS = (". ", "? ", "! ", "… ", ": ")
_CURE = "ask how, what, which or why, so that the answer has to be recalled"


def check(project: Project) -> Iterator[Finding]:
    """Look at the words that the last question begins with, behind what leads into it."""
    asked = project.standard.questions
    words, lead_ins = _at_once(asked.yes_no, asked.joined_by), _at_once(asked.lead_ins, asked.joined_by)
    for card in project.cards if asked.yes_no else ():
        for name in asked.fields:
            if (text := card.texts.get(name)) is None or "?" not in text.value:
                continue
            if found := _opening(text.value, words, lead_ins):
                message = f"a question that begins with `{plain(found[1])}` can be answered with yes or no"
                yield Finding(text.part(*found.span(1)), message, _CURE)


def _at_once(phrases: tuple[str, ...], joined_by: tuple[str, ...]) -> re.Pattern[str]:
    """Look for phrases at a beginning: signs of emphasis and a word such as *and* may stand before them."""
    joined = rf"(?:{any_of(joined_by).pattern}{GAP})?" if joined_by else ""
    return re.compile(rf"[\s(*_]*{joined}({any_of(phrases).pattern})(?![-‑]\w)", re.I)


def _opening(value: str, words: re.Pattern[str], lead_ins: re.Pattern[str]) -> re.Match[str] | None:
    text = outside_quotes(value)
    end = text.rfind("?")
    lines = text.replace("\n", " ")
    start = max([lines.rfind(sign, 0, end) for sign in _STOPS]) + 1
    if text is not value:
        start = max(start, _behind_speech(value, end))
    while lead_ins.match(text, start, end) and (comma := text.find(", ", start, end)) >= 0:
        start = comma + 1
    return words.match(text, start, end) if end >= 0 else None


def _behind_speech(value: str, end: int) -> int:
    """Say where the last quotation ends with which a sentence ends, too."""
    ends = (last for _, last in quotations(value) if last <= end and value[last - 2] in ".?!…")
    return max((last for last in ends if value[last:].lstrip(" *_")[:1].isupper()), default=0)


def says(standard: Standard) -> Iterator[str]:
    """Tell the words."""
    if words := standard.questions.yes_no:
        yield f"no last question begins with {listed(words)}"
    if words and (joined := standard.questions.joined_by):
        yield f"nor does it behind {listed(joined)}"
    if words and (lead_ins := standard.questions.lead_ins):
        yield f"nor does it behind what {listed(lead_ins)} leads into, up to its comma"
