"""The file is not YAML, so nothing in it can be read.

Most often a value holds `: ` or begins with a sign that means something to YAML, and is not in quotes; or the spaces
at the start of a line do not fit the lines above it. Until it is mended, no card of this file reaches a learner.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: Secure base: a safe point to explore from.  # error: 24 "a second `: ` in one value"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: "Secure base: a safe point to explore from."
"""
