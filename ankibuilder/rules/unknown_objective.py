"""A card says it covers an objective that is not in cards/objectives.yaml.

The deck would seem to teach something that it does not, or not to teach what it does.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      covers: [safe-point]  # error: 14 "there is no objective `safe-point`"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      covers: [safe-point-to-explore]
"""
