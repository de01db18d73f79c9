from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from quotecards.draw import ground
from quotecards.draw.canvas import Few, Full, changed, over

from squares import letters, part

WHITE = (part("fill", (0, 0, 900, 800), "#FFFFFF"),)
INKS = (("#000000", 1.0), ("#FF0000", 0.5))
NAMES = {"#FFFFFF": ".", "#000000": "#", "#FF0000": "r", "#FF7F7F": "p", "#7F7F7F": "o", "#808080": "o"}


@pytest.fixture(params=["full", "few"])
def card(request):
    return over(ground.of(900, 800, WHITE, 0.0, INKS if request.param == "few" else None))


def mask(width, height, level=255):
    return Image.new("L", (width, height), level)


def test_each_ground_has_its_kind_of_canvas():
    """Paints make a canvas of numbers, levels one of levels."""
    assert isinstance(over(ground.of(9, 9, WHITE, 0.0)), Full)
    assert isinstance(over(ground.of(9, 9, WHITE, 0.0, INKS)), Few)


def test_ink_comes_where_its_mask_is(card):
    """Full, half and not at all, in the view and nowhere else; both kinds alike."""
    shape = Image.fromarray(np.array([[255, 0, 128], [0, 255, 255]], np.uint8))
    card.ink((4, 2, 7, 4), "#000000", shape)
    found = letters(card.image().crop((3, 1, 8, 5)), NAMES).split("\n")
    assert found == [".....", ".#.o.", "..##.", "....."]


def test_translucent_ink_lies_over_ink(card):
    """What is laid later covers what is there by its share."""
    card.ink((0, 0, 4, 1), "#000000", mask(4, 1))
    card.ink((2, 0, 6, 1), "#FF0000", mask(4, 1, 128))
    row = np.asarray(card.image())[0, :6].astype(int)
    assert row[1].tolist() == [0, 0, 0]
    assert np.abs(row[3] - [128, 0, 0]).max() <= 6
    assert np.abs(row[5] - [255, 127, 127]).max() <= 6


@given(
    st.integers(0, 24), st.integers(0, 6), st.integers(1, 40), st.integers(1, 6), st.integers(0, 2**32 - 1)
)
@settings(max_examples=60, deadline=None)
def test_ink_is_the_same_wherever_its_view_begins(left, top, wide, high, seed):
    """Eight pixels laid at a time or one by one: every pixel by its own coverage."""
    coverage = np.random.default_rng(seed).choice(
        np.array([0, 0, 0, 1, 90, 254, 255], np.uint8), (high, wide)
    )
    stops = (part("ground", (0, 0, 80, 40), "#FF9C7D", "#FFDC93", "#FFA3B8", angle=152),)
    whole = np.zeros((40, 80), np.uint8)
    whole[top : top + high, left : left + wide] = coverage
    one, other = (over(ground.of(80, 40, stops, 0.3, (("#7D1220", 1.0),))) for _ in range(2))
    one.ink((left, top, left + wide, top + high), "#7D1220", Image.fromarray(coverage))
    other.ink((0, 0, 80, 40), "#7D1220", Image.fromarray(whole))
    assert np.array_equal(one.pixels(), other.pixels())
    assert np.array_equal(one.pixels()[whole == 0], one.ground.pixels[whole == 0])


def test_what_changed_is_told(card):
    """By rows, eight bytes at a time; what was laid without effect changed nothing."""
    assert not changed(card.pixels(), card.ground.pixels).any()
    card.ink((0, 0, 4, 1), "#000000", mask(4, 1, 0))
    card.ink((40, 0, 44, 1), "#FFFFFF", mask(4, 1))
    assert not changed(card.pixels(), card.ground.pixels).any()
    card.ink((800, 700, 804, 702), "#000000", mask(4, 2))
    found = changed(card.pixels(), card.ground.pixels)
    assert np.flatnonzero(found.any(axis=1)).tolist() == [700, 701]
    assert found[700].sum() * 8 >= 4


def test_what_changed_is_told_of_rows_that_are_no_whole_eights():
    """Then byte by byte."""
    under = np.zeros((3, 13), np.uint8)
    pixels = under.copy()
    pixels[1, 12] = 1
    assert np.argwhere(changed(pixels, under)).tolist() == [[1, 12]]


def test_a_canvas_is_a_copy(card):
    """The ground under it is never written on."""
    before = card.ground.pixels.copy()
    card.ink((0, 0, 900, 800), "#000000", mask(900, 800))
    assert np.array_equal(card.ground.pixels, before)
    assert card.image().getcolors() == [(720000, (0, 0, 0))]


def test_a_large_view_of_grained_ink_has_no_seam():
    """Across the tile's edges the grain goes on as it does on a canvas of levels."""
    stops = (part("ground", (0, 0, 900, 800), "#FF9C7D", "#FFDC93", "#FFA3B8", angle=152),)
    few = over(ground.of(900, 800, stops, 0.3, (("#7D1220", 1.0),)))
    full = over(ground.of(900, 800, stops, 0.3))
    for one in (few, full):
        one.ink((350, 370, 810, 790), "#7D1220", mask(460, 420))
    off = np.abs(np.asarray(few.image()).astype(int) - np.asarray(full.image()))
    assert off[370:790, 350:810].mean() < 1
    assert off.mean() < 1


def test_the_size_is_width_then_height(card):
    """As everywhere in Pillow."""
    assert card.size == (900, 800)
    assert card.image().size == (900, 800)
