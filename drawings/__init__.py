"""Draws the pictures of the cards, `python -m drawings`: one small file a picture, in `pictures/`.

Knows no cards: which card shows a picture, and in what words it is told to who cannot see it, stands in `cards/`.
"""
