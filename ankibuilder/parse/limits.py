"""How large and how deep a file may be. Does not know who holds to it."""

MOST_CHARACTERS = 4_000_000
MOST_NODES = 400_000
MOST_DEPTH = 32
MOST_MISTAKES = 1_000
