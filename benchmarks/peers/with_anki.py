"""Adds a project's cards to a collection with Anki's own library, and exports them. Nothing is checked.

python benchmarks/peers/with_anki.py /tmp/twenty-thousand /tmp/anki.apkg
"""

import sys
import tempfile
from pathlib import Path

import yaml
from anki.collection import AddNoteRequest, Collection, DeckIdLimit, ExportAnkiPackageOptions

FIELDS = ["question", "scene", "thought", "answer", "reframe", "cue", "extra", "sureness", "view", "id"]
with tempfile.TemporaryDirectory() as folder:
    collection = Collection(f"{folder}/collection.anki2")
    made = collection.models.new("Naive")
    for name in FIELDS:
        collection.models.add_field(made, collection.models.new_field(name))
    template = collection.models.new_template("Card 1")
    template["qfmt"] = "{{question}}{{scene}}{{thought}}"
    template["afmt"] = "{{FrontSide}}<hr>{{answer}}{{reframe}}<br>{{extra}}"
    collection.models.add_template(made, template)
    collection.models.add(made)
    deck = collection.decks.id("Large")
    requests = []
    for path in sorted(Path(sys.argv[1], "cards").glob("0*.yaml")):
        for card in yaml.load(path.read_bytes(), yaml.CSafeLoader)["cards"]:
            note = collection.new_note(made)
            note.fields = [card.get(name, "") for name in FIELDS]
            note.tags = card.get("tags", [])
            requests.append(AddNoteRequest(note, deck))
    collection.add_notes(requests)
    collection.export_anki_package(
        out_path=sys.argv[2], options=ExportAnkiPackageOptions(legacy=True), limit=DeckIdLimit(deck)
    )
    collection.close()
