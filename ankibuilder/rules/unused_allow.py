"""A comment allows a rule where the rule finds nothing, or one that cannot be silenced, or is not spelt as it must be.

What was wrong here has been mended, or a name or sign is misspelt. Left standing, the comment would hide the next
mistake on this line from everybody, or hides none at all; either way it says something that is not so.

Fails:

    - id: secure-base
      kind: concept
      question: What is a secure base?
      answer: A safe point to explore. # ankibuilder: allow cut-off-text  # error: 59 "`cut-off-text` finds nothing"
    - id: safe-haven
      kind: concept
      question: What is a safe haven?
      answer: A place to return to.  # ankibuilder: allow: too-long  # error: 36 "this silences nothing, as"

Passes:

    - id: secure-base
      kind: concept
      question: What is a secure base? #basics # ankibuilder: allow cut-off-text
      answer: A safe point to explore.
"""

from __future__ import annotations

from ankibuilder.diagnostics import Severity

SEVERITY = Severity.WARNING
