"""One file a picture: `a_name.py` has a `draw()`, and makes `cards/media/a-name.png`."""
