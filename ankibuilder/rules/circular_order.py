"""A card or a module needs one that comes later, or itself.

The order of files and entries is the order in which learners meet cards: what is needed must stand earlier, or they
meet a word before it was explained.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.
      after: [attachment-system]  # error: 13 "`secure-base` needs `attachment-system`, which comes later"
    - id: attachment-system
      kind: concept
      question: What does the attachment system push people to do under threat?
      answer: Seek closeness with someone who feels safe.

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
