"""Something that every such entry needs is not there.

A card without its answer cannot be learned from; without its id it would come back as a new card with each release.

Fails:

    - id: secure-base  # error: 5 "card has no `answer`"
      kind: concept
      question: What is a secure base?

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""
