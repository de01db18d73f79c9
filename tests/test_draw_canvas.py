from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from quotecards.draw import ground
from quotecards.draw.canvas import Few, Full, over

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


def test_what_was_touched_is_told(card):
    """Every view in order; an untouched canvas tells nothing."""
    assert card.touched == []
    card.ink((0, 0, 4, 1), "#000000", mask(4, 1))
    card.ink((800, 700, 804, 702), "#FF0000", mask(4, 2))
    assert card.touched == [(0, 0, 4, 1), (800, 700, 804, 702)]


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
