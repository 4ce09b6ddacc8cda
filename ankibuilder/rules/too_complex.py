"""The file uses YAML that is not needed here, or is larger or deeper than any card file has to be.

Anchors (`&`), aliases (`*`) and tags (`!`) can make a few lines stand for millions of values. They are rarely meant:
text that begins with one of these signs only lacks its quotes, and its reader would lack the text.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: !important A safe point to explore from.  # error: 13 "`!important` is a tag to YAML"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: "!important A safe point to explore from."
"""
