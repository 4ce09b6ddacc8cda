"""A name is given twice in one entry.

Only one of the two values can be meant; the other would vanish, and with it what its writer wanted learners to read.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      answer: A place to start from.  # error: 5 "`answer` is given twice here"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""
