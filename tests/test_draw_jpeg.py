from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageStat
from quotecards.draw import canvas, jpeg
from quotecards.draw.ground import Ground


@pytest.fixture
def picture():
    noise = np.random.default_rng(1).integers(-3, 4, (96, 80, 1))
    slope = np.linspace(120, 220, 80)[None, :, None]
    return Image.fromarray((slope + noise + np.array([30, 0, -30])).astype(np.uint8))


def test_a_jpeg_is_near_its_picture(picture):
    """Same size, and on the mean within two levels."""
    read = Image.open(io.BytesIO(jpeg.encode(picture)))
    assert (read.format, read.size, read.mode) == ("JPEG", picture.size, "RGB")
    off = np.abs(np.asarray(read, float) - np.asarray(picture, float))
    assert off.mean() < 2


def test_a_jpeg_keeps_colour_at_full_resolution():
    """A red letter on cream one pixel wide stays red: colour is not shared between neighbours."""
    picture = Image.new("RGB", (32, 32), "#FFF3DF")
    picture.paste((125, 18, 32), (15, 0, 16, 32))
    read = Image.open(io.BytesIO(jpeg.encode(picture)))
    red, green, _ = ImageStat.Stat(read.crop((15, 8, 16, 24))).mean
    assert red - green > 80


def test_a_jpeg_holds_nothing_but_the_picture(picture):
    """No comment, no camera data, no profile."""
    read = Image.open(io.BytesIO(jpeg.encode(picture)))
    assert set(read.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not read.getexif()


def test_the_same_picture_is_the_same_bytes(picture):
    """No clock and no chance in the file."""
    assert jpeg.encode(picture) == jpeg.encode(picture.copy())


@given(st.integers(1, 4000))
def test_cells_are_equal_and_not_too_wide(width):
    """A row is cut into equal cells of at most WIDE blocks, as few as may be."""
    blocks, count = -(-width // 8), jpeg.across(width)
    assert blocks % count == 0
    assert blocks // count <= jpeg.WIDE
    assert all(blocks % fewer or blocks // fewer > jpeg.WIDE for fewer in range(1, count))


def test_a_cell_is_changed_by_one_pixel():
    """The first and the last pixel of a cell change it, the next one does not; nor does a pixel drawn as it was."""
    under, count = np.zeros((37, 144), np.uint8), 2

    def changed(*places):
        pixels = under.copy()
        for row, column in places:
            pixels[row, column] = 1
        return jpeg.fresh(pixels, under, count).tolist()

    assert changed((0, 0)) == [0]
    assert changed((7, 71)) == [0]
    assert changed((7, 72)) == [1]
    assert changed((7, 71), (8, 72), (36, 143)) == [0, 3, 9]
    assert changed() == []


def test_a_cell_of_levels_is_changed_by_one_channel():
    """Three bytes a pixel are told apart as one is."""
    under = np.full((16, 24, 3), 7, np.uint8)
    pixels = under.copy()
    pixels[9, 8, 2] = 8
    assert jpeg.fresh(pixels, under, 3).tolist() == [4]


@pytest.mark.parametrize("size", [(77, 93), (80, 96), (72, 50)])
def test_cells_put_together_again_are_the_picture(picture, size):
    """Cut into cells and joined, a picture is decoded to the very pixels of one encoded whole."""
    pixels = np.asarray(picture.crop((0, 0, *size)))
    cells = jpeg._cells(pixels, None, size)
    assert len(cells.pieces) == 1 + 2 * -(-size[1] // 8) * cells.across
    assert np.array_equal(_read(b"".join(cells.pieces)), _read(jpeg.encode(Image.fromarray(pixels))))


@pytest.mark.parametrize("size", [(77, 93), (80, 96), (72, 50)])
@pytest.mark.parametrize("view", [(0, 0, 3, 3), (20, 40, 70, 50), (60, 45, 72, 50), (0, 0, 72, 50)])
def test_a_spliced_file_shows_what_a_whole_one_shows(picture, size, view):
    """Wherever a ground was drawn on, at its last pixels too: the new cells are set in their places."""
    ground = Ground(np.asarray(picture.crop((0, 0, *size))), None, 0.0)
    card = canvas.over(ground)
    mask = Image.new("L", (view[2] - view[0], view[3] - view[1]), 200)
    card.ink(view, "#7D1220", mask)
    assert np.array_equal(_read(jpeg.file(card)), _read(jpeg.encode(card.image())))


def test_a_card_without_a_letter_is_its_ground(picture):
    """Nothing changed, nothing is encoded anew; nor where ink was laid that covers nothing."""
    card = canvas.over(Ground(np.asarray(picture), None, 0.0))
    card.ink((0, 0, 9, 9), "#7D1220", Image.new("L", (9, 9)))
    assert np.array_equal(_read(jpeg.file(card)), _read(jpeg.encode(picture)))


def _read(data):
    return np.asarray(Image.open(io.BytesIO(data)))
