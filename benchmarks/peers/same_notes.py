"""Writes the notes of a package once more, with genanki as it is: the same fields, tags and note types.

python benchmarks/peers/same_notes.py dist/large.apkg /tmp/genanki.apkg
"""

import sys
from pathlib import Path

import genanki

from ankibuilder.reading import read_file

package = read_file(Path(sys.argv[1]))
models = {
    made.id: genanki.Model(
        made.id,
        made.name,
        fields=[{"name": field.name} for field in made.fields],
        templates=[{"name": one.name, "qfmt": one.front, "afmt": one.back} for one in made.templates],
        css=made.css,
        sort_field_index=made.sort,
    )
    for made in package.note_types.values()
}
decks = {name: genanki.Deck(number, name) for number, name in enumerate(package.decks, start=1 << 30)}
for note in package.notes:
    made = genanki.Note(models[note.note_type], list(note.fields.values()), tags=list(note.tags), guid=note.guid)
    decks[note.cards[0].deck].add_note(made)
genanki.Package([deck for deck in decks.values() if deck.notes]).write_to_file(sys.argv[2])
