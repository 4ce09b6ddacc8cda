"""A file is named that is not in the project.

A learner would see an empty frame where the picture should be, or hear nothing.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      image: {file: base.png, alt: A child looks back at a parent.}  # error: 19 "no `base.png` in cards/media/"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""
