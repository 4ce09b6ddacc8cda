"""A local page that shows a project's cards as Anki draws them, and shows them anew whenever a file is saved.

`refresh` looks at the project, `board` holds what is to be seen, `server` hands it to a browser and to nobody else.
Does not know YAML, nor Anki: cards come as `shown`.
"""
