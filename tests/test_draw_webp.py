from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from quotecards.draw import webp


@pytest.fixture
def picture():
    slope = np.linspace(120, 220, 80)[None, :, None]
    return Image.fromarray(np.broadcast_to(slope + np.array([30, 0, -30]), (96, 80, 3)).astype(np.uint8))


def test_a_webp_is_near_its_picture(picture):
    """Same size, and on the mean within two levels."""
    read = Image.open(io.BytesIO(webp.encode(picture)))
    assert (read.format, read.size) == ("WEBP", picture.size)
    assert np.abs(np.asarray(read.convert("RGB"), float) - np.asarray(picture, float)).mean() < 2


def test_a_webp_holds_nothing_but_the_picture(picture):
    """No camera data, no profile."""
    read = Image.open(io.BytesIO(webp.encode(picture)))
    assert not {"exif", "xmp", "icc_profile"} & set(read.info)


def test_the_same_picture_is_the_same_bytes(picture):
    """No clock and no chance in the file."""
    assert webp.encode(picture) == webp.encode(picture.copy())
