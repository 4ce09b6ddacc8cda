"""A card says it is of a kind that does not exist.

The kind decides which fields a card has and how it looks; without one it cannot become a card.

Fails:

    - id: secure-base
      kind: concpet  # error: 11 "there is no kind `concpet`"
      question: What is a secure base?
      answer: A safe point to explore from.

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""
