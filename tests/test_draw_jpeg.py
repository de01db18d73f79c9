from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageStat
from quotecards.draw import jpeg


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


def test_a_cell_is_touched_by_one_pixel():
    """The first and the last pixel of a cell touch it, the next one does not."""
    size, count = (432, 40), 2
    assert jpeg.touched([(0, 0, 1, 1)], size, count).tolist() == [0]
    assert jpeg.touched([(215, 7, 216, 8)], size, count).tolist() == [0]
    assert jpeg.touched([(215, 7, 217, 9)], size, count).tolist() == [0, 1, 2, 3]
    assert jpeg.touched([], size, count).tolist() == []


def test_cells_put_together_again_are_the_picture(picture):
    """Cut into cells and joined, a picture is decoded to the very pixels of one encoded whole."""
    pixels = np.asarray(picture.crop((0, 0, 77, 93)))
    cells = jpeg._cells(pixels, None, (77, 93))
    assert len(cells.pieces) == 1 + 2 * 12 * cells.across
    joined = b"".join(cells.pieces)
    read, whole = (
        np.asarray(Image.open(io.BytesIO(data))) for data in (joined, jpeg.encode(Image.fromarray(pixels)))
    )
    assert np.array_equal(read, whole)
