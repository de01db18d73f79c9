from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from quotecards.layout.palettes import palettes
from quotecards.draw import base, png

from squares import part

PICTURES = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda size: arrays(np.uint8, (*size, 3), elements=st.integers(0, 255))
)


def chunks(data):
    """The chunks of a PNG file as (name, body), their checksums proven."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    place, found = 8, []
    while place < len(data):
        length, name = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        assert struct.unpack(">I", data[place + 8 + length : place + 12 + length])[0] == zlib.crc32(
            name + body
        )
        found.append((name, body))
        place += 12 + length
    return found


@given(PICTURES)
def test_what_is_decoded_is_what_was_encoded(pixels):
    """Another decoder reads the same pixels, whatever they are."""
    data = png.encode(Image.fromarray(pixels))
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data))), pixels)


@given(PICTURES)
def test_a_file_is_sound_chunk_by_chunk(pixels):
    """Header, sRGB mark, one body of whole scan lines, end: sound checksums and nothing else."""
    rows, columns, _ = pixels.shape
    found = chunks(png.encode(Image.fromarray(pixels)))
    assert [name for name, _ in found] == [b"IHDR", b"sRGB", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", found[0][1]) == (columns, rows, 8, 2, 0, 0, 0)
    assert len(zlib.decompress(found[2][1])) == rows * (1 + 3 * columns)


def test_the_same_picture_is_the_same_bytes():
    """No clock and no chance in the file."""
    picture = Image.effect_noise((60, 40), 30).convert("RGB")
    assert png.encode(picture) == png.encode(picture.copy())


def test_a_row_is_told_by_what_differs_from_the_row_above():
    """Up, the filter: the first row as it is, then differences that wrap round at 256."""
    pixels = np.array([[[10, 20, 30]], [[9, 20, 40]]], np.uint8)
    assert png.filtered(pixels).tolist() == [[2, 10, 20, 30], [2, 255, 0, 10]]


@pytest.mark.parametrize("name", ["bleach-bypass", "flashback", "silver-print", "sun-kissed"])
def test_a_portrait_card_stays_under_two_million_bytes(name):
    """The grainiest palettes too; a letter takes fewer bytes than the grain it covers."""
    palette = palettes()[name]
    whole = (0, 0, 1080, 1350)
    parts = (
        part("ground", whole, *palette.stops, angle=palette.angle),
        part("lamp", whole, palette.stops[1], opacity=0.85, x=0.78, y=0.24, radius=0.62),
    )
    assert len(png.encode(base.paint(whole, parts, palette.grain_opacity))) < 1_900_000
