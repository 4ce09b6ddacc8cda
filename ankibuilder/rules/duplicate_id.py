"""An id is used twice.

Anki recognises a note by an identity made from its card's id: of two cards with one id, a learner would keep one, and
updates of the other would overwrite it.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
    - id: secure-base  # error: 9 "card id `secure-base` is already used at cards/example.yaml:4:9"
      kind: concept
      question: Which role does a parent fill while a toddler explores?
      answer: That of a safe point to start from.

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
    - id: secure-base-role
      kind: concept
      question: Which role does a parent fill while a toddler explores?
      answer: That of a safe point to start from.
"""
