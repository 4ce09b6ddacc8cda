"""Writes a project's cards as the one file that anki-yaml-tool reads.

python benchmarks/peers/for_yaml_tool.py /tmp/twenty-thousand /tmp/deck.yaml
"""

import sys
from pathlib import Path

HEAD = """config:
  name: Naive
  deck-name: Large
  fields: [id, question, scene, thought, answer, reframe, cue, extra, sureness, view]
  templates:
    - name: Card 1
      qfmt: "{{question}}{{scene}}{{thought}}"
      afmt: "{{FrontSide}}<hr>{{answer}}{{reframe}}<br>{{extra}}"
data:
"""
texts = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1], "cards").glob("0*.yaml"))]
Path(sys.argv[2]).write_text(HEAD + "".join(text.partition("\ncards:\n")[2] for text in texts), encoding="utf-8")
