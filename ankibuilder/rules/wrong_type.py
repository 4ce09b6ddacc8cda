"""A text stands where a list is expected, or the other way round.

Nobody can tell what was meant, so nothing of it would reach a learner.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      sources: bowlby-1988  # error: 14 "expected a list of texts, found the text `bowlby-1988`"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      sources: [bowlby-1988]
"""
