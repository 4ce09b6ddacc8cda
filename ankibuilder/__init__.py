"""Turns YAML card sources into Anki packages.

Knows nothing but its own version; the stages are in the modules beside this one (see ARCHITECTURE.md).
"""

__version__ = "0.1.0.dev0"
