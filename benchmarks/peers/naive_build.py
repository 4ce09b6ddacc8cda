"""Builds a package of a project's cards as most scripts do: yaml.load, one genanki note a card, nothing checked.

python benchmarks/peers/naive_build.py /tmp/twenty-thousand /tmp/naive.apkg CSafeLoader
"""

import sys
from pathlib import Path

import genanki
import yaml

FIELDS = ["id", "question", "scene", "thought", "answer", "reframe", "cue", "extra", "sureness", "view"]
FACES = {"qfmt": "{{question}}{{scene}}{{thought}}", "afmt": "{{FrontSide}}<hr>{{answer}}{{reframe}}<br>{{extra}}"}
model = genanki.Model(1, "Naive", fields=[{"name": n} for n in FIELDS], templates=[{"name": "Card 1", **FACES}])
deck = genanki.Deck(2, "Large")
for path in sorted(Path(sys.argv[1], "cards").glob("0*.yaml")):
    for card in yaml.load(path.read_bytes(), getattr(yaml, sys.argv[3]))["cards"]:
        fields = [card.get(name, "") for name in FIELDS]
        deck.add_note(genanki.Note(model, fields, tags=card.get("tags", []), guid=genanki.guid_for(card["id"])))
genanki.Package(deck).write_to_file(sys.argv[2])
