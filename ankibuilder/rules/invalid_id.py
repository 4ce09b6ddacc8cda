"""An id is not made of a-z, 0-9 and single dashes, beginning with a letter.

Ids last for ever and a learner's reviews hang on them. Letters that only look alike, capitals and spaces would make
two ids out of one sooner or later, and a learner would meet the card anew.

Fails:

    - id: Secure Base  # error: 9 "`Secure Base` is not an id"
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""
