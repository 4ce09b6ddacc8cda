"""A name is not one that may stand here, most often because of a slip of the fingers.

What stands under an unknown name would reach no learner.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      anwser: A safe point to explore from.  # error: 5 "card has no field `anwser`"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""
