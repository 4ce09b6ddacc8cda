"""A comment allows a rule where the rule finds nothing, or a rule that cannot be silenced.

What was wrong here has been mended, or a rule's name is misspelt. Left standing, the comment would hide the next
mistake on this line from everybody, and a learner would meet it.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore. # ankibuilder: allow cut-off-text  # error: 59 "`cut-off-text` finds nothing"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base? #basics # ankibuilder: allow cut-off-text
      answer: A safe point to explore.
"""

from __future__ import annotations

from ankibuilder.diagnostics import Severity

SEVERITY = Severity.WARNING
