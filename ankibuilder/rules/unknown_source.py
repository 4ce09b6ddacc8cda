"""A card rests on a reference that is not in cards/references.yaml.

A learner who wants to know where a claim comes from would find nothing.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      sources: [bowlby-1989]  # error: 15 "there is no source `bowlby-1989`"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      sources: [bowlby-1988]
"""
