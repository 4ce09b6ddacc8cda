"""A file is named that is not in the project: a picture, a sound, a template, the standard.

A learner would see an empty frame where the picture should be, or hear nothing; without its template a kind has no
cards, and without the standard nobody would hold the cards against it.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      image: {file: base.png, alt: A child looks back at a parent.}  # error: 19 "no `base.png` in cards/media/"

Passes:

    # file: cards/media/base.gif
    GIF89a (the rest of a picture)
    # file: cards/example.yaml
    module: example
    title: Example
    cards:
      - id: secure-base
        kind: concept
        question: What is a secure base?
        answer: A safe point to explore from.
        image: {file: base.gif, alt: A child looks back at a parent.}
"""
