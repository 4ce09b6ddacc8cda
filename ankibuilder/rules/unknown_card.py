"""A card's id is named somewhere and no card has it.

What was to come first, or to replace a retired card, would silently be missing for the learner.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      after: [attachment-sytem]  # error: 13 "there is no card `attachment-sytem`"

Passes:

    - id: attachment-system
      kind: concept
      question: What does the attachment system push people to do under threat?
      answer: Seek closeness with someone who feels safe.
    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      after: [attachment-system]
"""
