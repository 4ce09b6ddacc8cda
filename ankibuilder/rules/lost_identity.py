"""A card that was released has vanished, or changed its kind, its GUID or its namespace.

A learner's reviews hang on a card's identity. Without it Anki takes the card for a new one, and the one that was
studied for months never gets a correction again. Text may change as it likes; an id never does.

Fails:

    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: safe-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
    # file: ankibuilder.lock
    {"format": 1, "tool": "1.0", "namespace": "example", "name": "Example", "decks": {},
    "releases": {"1.0": {"version": "1.0", "time": 1, "packages": {}, "seal": "bcd32a71b3eb"}},
    "note_types": {"concept": {"hash": "h", "time": 1, "id": 1, "name": "C", "fields": [], "templates": [], "sort": 0,
    "seal": "963dcd88a336"}}, "notes": {
    "secure-base":  # error: 1 "card `secure-base` was released (1.0), and no card has its id any more"
    {"hash": "h", "time": 1, "note_id": 1, "since": "1.0", "changed": "1.0", "kind": "concept",
    "guid": "ge4mfkfdm4g6jg44", "retired": "", "seal": "c4e080a1d72e"}}}

Passes:

    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        retired: {because: It is asked better in the next module.}
    # file: ankibuilder.lock
    {"format": 1, "tool": "1.0", "namespace": "example", "name": "Example", "decks": {},
    "releases": {"1.0": {"version": "1.0", "time": 1, "packages": {}, "seal": "bcd32a71b3eb"}},
    "note_types": {"concept": {"hash": "h", "time": 1, "id": 1, "name": "C", "fields": [], "templates": [], "sort": 0,
    "seal": "963dcd88a336"}}, "notes": {
    "secure-base":
    {"hash": "h", "time": 1, "note_id": 1, "since": "1.0", "changed": "1.0", "kind": "concept",
    "guid": "ge4mfkfdm4g6jg44", "retired": "", "seal": "c4e080a1d72e"}}}
"""
