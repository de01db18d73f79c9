from __future__ import annotations

import io
import itertools
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from quotecards.draw import base, file, png
from quotecards.draw.grain import COARSEST, step_of
from quotecards.layout import compose
from quotecards.layout.palettes import palettes

from layout_cases import REVIEW, quote
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
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")), pixels)


@given(PICTURES)
def test_a_file_is_sound_chunk_by_chunk(pixels):
    """Header, sRGB mark, table of colours, one body of whole scan lines, end: sound checksums, nothing else."""
    rows, columns, _ = pixels.shape
    found = chunks(png.encode(Image.fromarray(pixels)))
    assert [name for name, _ in found] == [b"IHDR", b"sRGB", b"PLTE", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", found[0][1]) == (columns, rows, 8, 3, 0, 0, 0)
    assert len(found[2][1]) == 3 * len(np.unique(pixels.reshape(-1, 3), axis=0))
    assert len(zlib.decompress(found[3][1])) == rows * (1 + columns)


@given(st.integers(0, 300))
def test_more_than_256_colours_are_told_as_levels(extra):
    """256 colours have numbers, 257 have not; either way every pixel is kept."""
    colours = np.arange(20 * 18) % max(1, 180 + extra // 3)
    pixels = (
        np.stack([colours % 256, colours // 256, colours % 7], axis=1).astype(np.uint8).reshape(20, 18, 3)
    )
    data = png.encode(Image.fromarray(pixels))
    count = len(np.unique(pixels.reshape(-1, 3), axis=0))
    assert dict(chunks(data))[b"IHDR"][9] == (3 if count <= 256 else 2)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")), pixels)


def test_the_same_picture_is_the_same_bytes():
    """No clock and no chance in the file."""
    picture = Image.effect_noise((60, 40), 30).convert("RGB")
    assert png.encode(picture) == png.encode(picture.copy())


def test_a_row_of_levels_is_told_by_what_differs():
    """The first row from the pixel to the left, the others from the row above; differences come round at 256."""
    pixels = np.array([[[10, 20, 30], [9, 20, 40]], [[9, 20, 40], [1, 2, 3]]], np.uint8)
    assert png.filtered(pixels).tolist() == [[1, 10, 20, 30, 255, 0, 10], [2, 255, 0, 10, 248, 238, 219]]


def test_a_row_of_levels_far_apart_is_told_as_it_is():
    """Large grounds use few levels, and their grain comes again in the same row."""
    pixels = np.array([[[10, 17, 24], [10, 17, 31]], [[10, 24, 31], [3, 3, 3]]], np.uint8)
    assert png.filtered(pixels, COARSEST).tolist() == [[0, 10, 17, 24, 10, 17, 31], [0, 10, 24, 31, 3, 3, 3]]


def test_a_row_of_paints_is_told_as_it_is():
    """Neighbouring numbers mean nothing to each other."""
    assert png.filtered(np.array([[3, 1], [2, 2]], np.uint8)).tolist() == [[0, 3, 1], [0, 2, 2]]


@given(st.binary(), st.binary())
def test_checksums_join(first, second):
    """The checksum of two pieces follows from that of each, in whatever lengths."""
    found = png.joined(zlib.adler32(first), zlib.adler32(second), len(second))
    assert found == zlib.adler32(first + second)


@given(st.lists(st.booleans(), min_size=1, max_size=130))
def test_runs_cover_a_card_once_and_every_changed_row(fresh):
    """Rows from the first to the last without gap or overlap, in whole steps, changed and unchanged in turn."""
    found = list(png.runs(np.array(fresh)))
    assert found[0][0] == 0
    assert found[-1][1] == len(fresh)
    assert all(a[1] == b[0] and a[2] != b[2] and a[1] % png.STEP == 0 for a, b in itertools.pairwise(found))
    for first, last, changed in found:
        assert changed == any(fresh[first:last])


@given(st.integers(0, 30), st.integers(1, 300))
def test_blocks_cover_unchanged_rows_once(step, rows):
    """Without gap or overlap; whole blocks stand where all cards have them, and only ends are told in steps."""
    first = step * png.STEP
    found = list(png.blocks(first, first + rows))
    assert found[0][0] == first
    assert found[-1][1] == first + rows
    assert all(a[1] == b[0] for a, b in itertools.pairwise(found))
    for start, end in found:
        if end - start > png.STEP:
            assert (start % png.BLOCK, end - start) == (0, png.BLOCK)
    assert sum(end - start <= png.STEP for start, end in found) <= 2 * (png.BLOCK // png.STEP - 1) + 1


def test_a_piece_of_a_stream_stands_alone():
    """Nothing in it points at what came before: pieces may be put in any order."""
    rows = np.tile(np.arange(200, dtype=np.uint8), (40, 1))
    piece = png.deflated(rows)
    stream = zlib.decompressobj(-15)
    twice = stream.decompress(piece.body + piece.body + png.LAST)
    assert stream.eof
    assert twice == png.filtered(rows).tobytes() * 2


@pytest.mark.parametrize("height", [1350, 1920])
@pytest.mark.parametrize("name", ["bleach-bypass", "flashback", "silver-print", "neon-night"])
def test_a_card_in_levels_stays_under_two_million_bytes(name, height):
    """The grainiest palettes too, portrait and story; a letter takes fewer bytes than the grain it covers."""
    palette = palettes()[name]
    whole = (0, 0, 1080, height)
    parts = (
        part("ground", whole, *palette.stops, angle=palette.angle),
        part("lamp", whole, palette.stops[1], opacity=0.85, x=0.78, y=0.24, radius=0.62),
    )
    planes = base.painted(whole, parts, palette.grain_opacity, step_of(1080, height))
    assert len(png.encode(base.picture_of(planes))) < 1_950_000


@pytest.mark.parametrize("name", ["bleach-bypass", "silver-print"])
@pytest.mark.parametrize("layout", ["marquee", "title-card"])
def test_a_story_that_glows_stays_under_two_million_bytes(layout, name):
    """What shines has more shades than 256 paints; its levels lie further apart."""
    made = compose(
        quote("It never once raises its voice.", REVIEW), palette=name, layout=layout, size="story"
    )
    data = file(made, "png")
    assert len(data) < 1_970_000
    assert Image.open(io.BytesIO(data)).mode == "RGB"
