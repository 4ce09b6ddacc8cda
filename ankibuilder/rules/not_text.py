r"""The file holds something that is not plain UTF-8 text, or a character that nobody can see.

A reviewer cannot judge what does not show, a hidden character makes two words differ that look the same, and one of
them (U+001F) makes Anki refuse the whole package, for every learner.

Fails:

    - id: secure-base
      kind: concept
      question: "What is a secure\u200b base?"  # error: 15 "hidden character U+200B (zero width space)"
      answer: A safe point to explore from.

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
"""
