from __future__ import annotations

import io

import numpy as np
import pytest
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
