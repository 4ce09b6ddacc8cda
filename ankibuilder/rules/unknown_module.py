"""A module is named that does not exist.

A deck would lack what it was meant to hold, or a learner would meet a module before the one it builds on.

Fails:

    # file: cards/example.yaml
    module: example
    title: Example
    needs: [start-heer]  # error: 9 "there is no module `start-heer`"
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.

Passes:

    # file: cards/0-start.yaml
    module: start-here
    title: Start here
    cards:
      - {id: pause, kind: concept, question: What may you do when a card stings?, answer: Suspend it.}
    # file: cards/example.yaml
    module: example
    title: Example
    needs: [start-here]
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
"""
