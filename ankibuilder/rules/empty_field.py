"""A name stands there without anything after it.

A card with an empty side teaches nothing: with an empty front Anki never shows it, and with an empty back there is
nothing to compare one's answer with.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer:  # error: 12 "expected text, found nothing"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""
