"""A card holds something that must not reach a learner's Anki.

Cards run inside the learner's own program: a script, a picture from elsewhere or Anki's own commands could read files,
tell others when somebody studies what, or break. What is refused is never removed in silence.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore from.<script>track()</script>  # error: 42 "the tag `<script>` is not allowed"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A *safe point* to explore from, H<sub>2</sub>O and $a < b$ and all.
"""
