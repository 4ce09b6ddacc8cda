"""A value is not one of those that can stand here, or does not fit the rest.

A learner would see a card that claims something else than was meant, or find it in the wrong place.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      sureness: proven  # error: 15 "expected one of `established`"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      sureness: established
"""
