"""The pictures of the cards: drawn by script, readable, and told in words."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pytest
from PIL import Image
from support import REPOSITORY

from ankibuilder.load import load
from drawings.media import MEDIA, SAME, difference, names, on_sheet, png
from drawings.palette import ALL, GROUND, INK, PAPER, Words, contrast
from drawings.sheet import SMALLEST, WIDTH, Misdrawn, block, sheet, words


def test_every_file_is_drawn_and_every_drawing_is_there() -> None:
    assert [path.name for path in sorted(MEDIA.iterdir())] == [f"{name}.png" for name in names()]
    assert len(names()) >= 8


@pytest.mark.parametrize("name", names())
def test_file_is_small_and_of_the_right_size(name: str) -> None:
    raw = (MEDIA / f"{name}.png").read_bytes()
    image = Image.open(io.BytesIO(raw)).convert("RGBA")
    assert len(raw) <= 60_000
    assert image.width == WIDTH
    assert 640 <= image.height <= 840
    assert image.getpixel((0, 0)) == (*GROUND, 0)
    assert image.getpixel((WIDTH // 2, 1)) == (*GROUND, 255)


@pytest.mark.parametrize("name", names())
def test_drawing_it_again_gives_the_same_picture(name: str) -> None:
    """The same bytes with Pillow 11.3 to 13; another release may smooth edges or pack them in another way."""
    assert difference(png(name), (MEDIA / f"{name}.png").read_bytes()) <= SAME


def test_drawing_it_twice_gives_the_same_bytes() -> None:
    script = f"import sys; from drawings.media import png; sys.stdout.buffer.write(png({names()[0]!r}))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1]


def test_a_change_that_one_can_see_is_seen() -> None:
    here, there = (io.BytesIO(), io.BytesIO())
    for out, x in ((here, 360), (there, 364)):
        on = sheet(720)
        words(on, (x, 360), "up")
        on.image.save(out, "PNG")
    assert difference(here.getvalue(), there.getvalue()) > SAME


@pytest.mark.parametrize("style", ALL)
def test_words_stand_out_from_their_ground(style: Words) -> None:
    assert contrast(*style) >= 7


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


def test_words_are_not_drawn_where_they_cannot_be_read() -> None:
    on = sheet(720)
    block(on, (360, 200), (300, 100), PAPER)
    with pytest.raises(Misdrawn, match="high"):
        words(on, (360, 500), "small", size=SMALLEST - 1)
    with pytest.raises(Misdrawn, match="wide"):
        words(on, (360, 500), "much too long for the box", within=200)
    for place in ((360, 200), (210, 200)):
        with pytest.raises(Misdrawn, match="ground"):
            words(on, place, "half on a box")
    words(on, (360, 500), "first")
    with pytest.raises(Misdrawn, match="ground"):
        words(on, (380, 510), "over it")
    words(on, (360, 200), "fits", Words(INK, PAPER))


def test_a_drawing_that_fails_is_named_in_one_line() -> None:
    script = (
        "from drawings import __main__ as run\n"
        "from drawings.pictures import closeness_alarm_distance_relief as loop\n"
        "loop._BOX = (100, 124)\n"
        "run.main()"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr.startswith("closeness-alarm-distance-relief: 'Closeness' is 42 high and")
    assert run.stderr.count("\n") == 1


def test_every_picture_is_on_a_card_that_says_what_it_says() -> None:
    cards = [card for card in load(REPOSITORY)[0].cards if card.image]
    assert sorted(card.image.file.value for card in cards if card.image) == [f"{name}.png" for name in names()]
    for card in cards:
        assert card.image
        alt = re.sub(r"\s+", " ", card.image.alt.value).lower()
        said = on_sheet(card.image.file.value.removesuffix(".png")).said
        assert [text for text in said if text.lower().strip("“”") not in alt] == []
