"""The syllables of English words, as dictionaries have them."""

from __future__ import annotations

from ankibuilder.syllables import syllables

KNOWN = {
    1: """closed reach a I the be see close base safe move love lived walked asked loved scared called filled makes
       likes times comes trust warmth strength through though thought breathe calm edge change true eye
       hour don't can't won't they'll I've like some life need freed tried said trees rules tears clothes
       judged once while voice""",
    2: """anxious secure haven partner closeness distance safely safety table little people settle settled handled
       troubles changes wishes boxes needed wanted moment movement lonely careful careless sometimes
       someone something therefore elsewhere oneself quiet being going doing playing science client worry
       worries studies carried patient social special question passion person couple trouble toward
       evening beyond create react didn't doesn't poem lion rhythm hundred agree argue every lifelong
       homework reply apply basement useful hopeful hidden return describe protect themselves yourself
       wouldn't ancient sequence""",
    3: """partially reunion period strategy avoidance attachment another emotion family everyone anything
       everything caregiver theory idea area studying easier happier carrier engulfment romantic
       loneliness agreement element different tenderness forgetting remember important actual distancing
       researcher protection however genuine""",
    4: """reality deactivate intimacy anxiety society variety emotional relationship understanding psychology
       independent activity experience professional conversation""",
    5: """communication hyperactivate university personality deactivating opportunity creativity""",
    6: """vulnerability responsibility""",
}


def test_known_words() -> None:
    known = [(word, count) for count, words in KNOWN.items() for word in words.split()]
    assert [(word, syllables(word.lower())) for word, _ in known] == known
