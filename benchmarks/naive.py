"""Reads a project's card files as most scripts do: `yaml.load` with libyaml's loader. Checks nothing.

python benchmarks/naive.py /tmp/twenty-thousand
"""

import sys
from pathlib import Path

import yaml

for path in sorted(Path(sys.argv[1], "cards").glob("*.yaml")):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
