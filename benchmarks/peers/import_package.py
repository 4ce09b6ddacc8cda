"""Imports a package into an empty collection with the Anki engine; fails where not all of its notes are new.

python benchmarks/peers/import_package.py dist/large.apkg 20000
"""

import sys
from pathlib import Path

from ankibuilder.engine import collection, import_package

with collection() as opened:
    new = import_package(opened, Path(sys.argv[1])).new
    assert new == int(sys.argv[2]), new
