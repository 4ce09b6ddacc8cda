"""Freezes literally what can never change after a release; docs/identity.md says why for each."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from hypothesis import given, strategies as st
from support import REPOSITORY

from ankibuilder.check import check
from ankibuilder.kinds import note_fields
from ankibuilder.lock import content_hash, guid, number
from ankibuilder.model import Project
from ankibuilder.note_type import note_type
from ankibuilder.render import packed_name


@pytest.fixture(scope="module")
def closeness() -> Project:
    return check(REPOSITORY).project


GUIDS = {
    "one-quiz-one-day": "l7gfi2744t7dks54",
    "secure-base": "kpfmzybrzokzetbb",
    "what-this-deck-cannot-do": "uhaby4b2sjx4k5zz",
}

NOTE_TYPES = {
    "concept": {
        "id": 2712470480287259,
        "name": "Closeness: Concept",
        "fields": [
            ("Card ID", 5629279665330542),
            ("Question", 411045745846523),
            ("Answer", 3534271388699850),
            ("Extra", 5917702449070951),
            ("Hint", 967266903761491),
            ("Image", 2584385925926098),
            ("Audio", 1487499921105735),
            ("Sources", 3419102044571258),
            ("Sureness", 7715638357995400),
            ("Module", 80348128456515),
            ("View", 7437506868820502),
            ("My example", 4958005077676789),
            ("Retired", 5564494468805492),
            ("Changed in", 5501216211494297),
            ("Spare 1", 928967592707096),
            ("Spare 2", 5258914455222599),
        ],
        "templates": [("Card 1", 6122577542934561)],
        "sort": "Question",
    },
    "reframe": {
        "id": 6932062401030193,
        "name": "Closeness: Reframe",
        "fields": [
            ("Card ID", 2254195061968766),
            ("Thought", 8448324064765718),
            ("Cue", 2346308575842408),
            ("Reframe", 6994318580980558),
            ("Extra", 4192089988960730),
            ("Hint", 8023992383151460),
            ("Image", 3853148295387329),
            ("Audio", 1042100002099787),
            ("Sources", 5158011784643209),
            ("Sureness", 2252919917612459),
            ("Module", 8622716558250713),
            ("View", 137615312250642),
            ("My example", 555624722744702),
            ("Retired", 4832861191535615),
            ("Changed in", 7291761294446234),
            ("Spare 1", 3396966624111556),
            ("Spare 2", 4734519486066926),
        ],
        "templates": [("Card 1", 7452577139598975)],
        "sort": "Thought",
    },
    "warning-sign": {
        "id": 5580086281891060,
        "name": "Closeness: Warning sign",
        "fields": [
            ("Card ID", 5112384240446567),
            ("Scene", 2194801342338679),
            ("Question", 4350733891222640),
            ("Answer", 3814534504462903),
            ("Extra", 5476433317401826),
            ("Hint", 1451665398217346),
            ("Image", 4531835972969704),
            ("Audio", 7434431775260336),
            ("Sources", 1682667055659125),
            ("Sureness", 5868558466593069),
            ("Module", 8313040175173732),
            ("View", 6879980371248946),
            ("My example", 4846774759089525),
            ("Retired", 1147783145359290),
            ("Changed in", 7184785894213567),
            ("Spare 1", 3524940092858758),
            ("Spare 2", 6562677373642718),
        ],
        "templates": [("Card 1", 8490692446209784)],
        "sort": "Scene",
    },
}


def test_guids() -> None:
    assert {card: guid("closeness", card) for card in GUIDS} == GUIDS


@given(st.text(max_size=30), st.text(max_size=30))
def test_guids_are_made_as_docs_identity_says(namespace: str, card: str) -> None:
    digest = hashlib.sha256(f"{namespace}/{card}".encode()).digest()
    assert guid(namespace, card) == base64.b32encode(digest).decode().lower()[:16]


@given(st.text(max_size=30), st.text(max_size=30))
def test_numbers_are_positive_and_exact_in_json(one: str, other: str) -> None:
    assert 0 < number(one, other) < 2**53
    assert json.loads(json.dumps(float(number(one, other)))) == number(one, other)


def test_the_cards_whose_guids_are_frozen_are_in_the_deck(closeness: Project) -> None:
    assert set(GUIDS) <= {card.id.value for card in closeness.cards}


def test_project(closeness: Project) -> None:
    assert (closeness.namespace, closeness.name) == ("closeness", "Closeness")


def test_note_types(closeness: Project) -> None:
    made = {kind.id: note_type(kind, closeness) for kind in closeness.kinds.values()}
    frozen = {
        kind: {
            "id": made[kind].id,
            "name": made[kind].name,
            "fields": list(made[kind].fields),
            "templates": [(name, number) for name, number, _, _ in made[kind].templates],
            "sort": made[kind].fields[made[kind].sort][0],
        }
        for kind in made
    }
    assert frozen == NOTE_TYPES


def test_ids_of_fields_are_what_kinds_declare(closeness: Project) -> None:
    assert [field.id for field in note_fields(closeness.kinds["concept"])] == [
        "card-id", "question", "answer", "extra", "hint", "image", "audio", "sources", "sureness", "module", "view",
        "my-example", "retired", "changed-in", "spare-1", "spare-2",
    ]  # fmt: skip


def test_fronts_are_empty_exactly_without_their_prompt(closeness: Project) -> None:
    from ankibuilder.kinds.template import front_is_empty, parts

    needed = {}
    for kind in closeness.kinds.values():
        filled = {field.name for field in note_fields(kind)}
        front = parts(kind.templates[0].front)
        needed[kind.id] = sorted(name for name in filled if front_is_empty(front, filled - {name}))
    assert needed == {"concept": ["Question"], "reframe": ["Thought"], "warning-sign": ["Question", "Scene"]}


def test_deck_and_subdeck_names(closeness: Project) -> None:
    """Names that learners have; a new subdeck may come between."""
    (deck,) = (deck for deck in closeness.decks if deck.manifest == "closeness")
    assert deck.name.value == "Closeness"
    assert {
        "Closeness::010 Start here",
        "Closeness::030 How attachment works",
        "Closeness::040 What intimacy avoidance is",
    } <= {subdeck.name for subdeck in deck.subdecks}


def test_module_and_kind_ids(closeness: Project) -> None:
    released = {"start-here", "attachment-basics", "intimacy-avoidance"}
    assert released <= {module.id.value for module in closeness.modules}
    assert sorted(closeness.kinds) == ["concept", "reframe", "warning-sign"]


def test_content_hash() -> None:
    """Another hash for the same content would rewrite every note of every learner."""
    fields = {"card-id": "secure-base", "question": "Wo? „da“", "answer": ""}
    hashed = content_hash(7, fields, ("b", "a"), {"a.png": b"\x89PNG"})
    assert hashed == "90f61860e95f760f40c39e5482690b90216559e9360c1a2a2c97e76bc52263ab"


def test_preset_id() -> None:
    assert number("closeness", "preset", "Closeness (gentle)") == 6640467941324465


def test_retired_deck() -> None:
    from ankibuilder.package.content import _retired_deck

    assert {deck.manifest: _retired_deck(deck) for deck in check(REPOSITORY).project.decks} == {
        "closeness": "Closeness (retired)",
        "closeness-essentials": "Closeness (retired)",
        "when-they-pull-away": "When they pull away (retired)",
        "when-you-pull-away": "When you pull away (retired)",
    }


def test_packed_media_name() -> None:
    assert packed_name("Loop.PNG", b"picture") == "_Loop-2cea274d0bed.png"
