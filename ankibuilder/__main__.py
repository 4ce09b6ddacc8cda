"""Lets `python -m ankibuilder` do what the `ankibuilder` command does. Knows nothing of the commands."""

from ankibuilder.cli import program

program()
