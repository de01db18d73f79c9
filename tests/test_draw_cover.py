from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quotecards.draw import cover
from quotecards.models import Box

VIEW = (0, 0, 12, 9)
PLACE = st.floats(-3, 15)
POINT = st.tuples(PLACE, PLACE)


def polygon(points, view):
    return cover.outlines([np.array(points, np.float64)], view)


def test_a_box_covers_the_fraction_of_each_pixel_that_it_holds():
    """Edges inside a pixel cover a part of it, exactly."""
    found = cover.box(Box(1.25, 0.5, 3, 2), (0, 0, 4, 3))
    assert found.tolist() == [[0, 0.375, 0.5, 0], [0, 0.75, 1, 0], [0, 0, 0, 0]]


def test_a_box_outside_the_view_covers_nothing():
    """What is not seen is not drawn, on any side."""
    for edges in ((-5, 0, -1, 3), (20, 0, 25, 3), (0, -4, 3, 0), (0, 30, 3, 31)):
        assert not cover.box(Box(*edges), VIEW).any()


def test_a_view_is_a_window():
    """The same shape in a moved view is the same picture cut out elsewhere."""
    shape = Box(2.3, 1.7, 8.9, 7.1)
    for draw in (cover.box, cover.ellipse):
        whole = draw(shape, VIEW)
        assert np.array_equal(whole[3:7, 4:10], draw(shape, (4, 3, 10, 7)))


def test_a_box_has_a_view_of_every_pixel_it_touches_on_the_card():
    """Whole pixels outwards, as far as the card goes; a box beside the card has an empty one."""
    assert cover.view_of(Box(1.2, 2.0, 3.1, 4.9), (10, 10)) == (1, 2, 4, 5)
    assert cover.view_of(Box(1.2, 2.0, 3.1, 4.9), (10, 10), near=0.5) == (0, 1, 4, 6)
    assert cover.view_of(Box(-3.0, 8.5, 30.0, 12.0), (20, 10)) == (0, 8, 20, 10)
    left, _, right, _ = cover.view_of(Box(21.0, 1.0, 25.0, 2.0), (20, 10))
    assert left >= right


def test_an_ellipse_has_the_area_of_an_ellipse():
    """Coverage adds up to pi times both half axes."""
    found = cover.ellipse(Box(3.4, 2.2, 29.4, 34.2), (0, 0, 40, 40))
    assert found.sum() == pytest.approx(math.pi * 13 * 16, rel=2e-3)
    assert found.max() == 1


def test_an_ellipse_is_the_same_from_both_sides():
    """Mirrored left to right and top to bottom it does not change."""
    found = cover.ellipse(Box(1, 1, 11, 9), (0, 0, 12, 10))
    assert found == pytest.approx(found[:, ::-1])
    assert found == pytest.approx(found[::-1])


def test_an_ellipse_without_extent_covers_nothing():
    """A box of no width has no inside."""
    assert not cover.ellipse(Box(3, 3, 3, 6), VIEW).any()


def test_a_polygon_with_upright_edges_is_a_box():
    """A rectangle given by its corners covers what the box covers."""
    corners = [(1.25, 2.5), (7.75, 2.5), (7.75, 6), (1.25, 6)]
    assert polygon(corners, VIEW) == pytest.approx(cover.box(Box(1.25, 2.5, 7.75, 6), VIEW))


@given(POINT, POINT, POINT)
def test_a_triangle_has_its_area_whichever_way_it_is_drawn(a, b, c):
    """Coverage adds up to the area, for both directions alike, and stays within 0..1."""
    wide = (-4, -4, 16, 16)
    area = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    found = polygon([a, b, c], wide)
    # Lines are 1/16 px apart, so a flat edge of 18 px may be off by about half of that.
    assert found.sum() == pytest.approx(area, abs=1.2)
    assert found.min() >= 0
    assert found.max() <= 1
    assert found == pytest.approx(polygon([c, b, a], wide), abs=1e-6)


@given(POINT, POINT, POINT)
def test_a_polygon_in_strips_is_the_whole_polygon(a, b, c):
    """Painted strip by strip it has no seams."""
    assume(len({a, b, c}) == 3)
    whole = polygon([a, b, c], VIEW)
    strips = [polygon([a, b, c], (0, top, 12, top + 3)) for top in (0, 3, 6)]
    assert np.concatenate(strips) == pytest.approx(whole, abs=1e-6)


def test_a_polygon_beside_the_view_covers_nothing():
    """Whole shapes left of, right of and above the view leave it empty."""
    for x, y in ((-9, 2), (20, 2), (2, -9)):
        assert polygon([(x, y), (x + 4, y), (x, y + 4)], VIEW) == pytest.approx(0)
