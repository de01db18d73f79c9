from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.draw import outline
from quotecards.models import Box

BOX = Box(10, 20, 110, 80)


def area(ring):
    """The area of a ring; positive where it runs clockwise on the screen."""
    x, y = ring[:, 0], ring[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)


def edges(ring):
    """Left, top, right and bottom of a ring."""
    return [*ring.min(axis=0), *ring.max(axis=0)]


@given(st.floats(-30, 30))
def test_a_rectangle_loses_its_corners(radius):
    """Round or scooped, it keeps its edges and loses the area of four corners."""
    ring = outline.rectangle(BOX, radius)
    lost = (4 - math.pi if radius > 0 else math.pi) * radius * radius
    assert area(ring) == pytest.approx(6000 - lost, rel=1e-3)
    assert edges(ring) == pytest.approx([10, 20, 110, 80])


def test_a_radius_is_no_more_than_half_the_box():
    """A very round rectangle is a pill, not a knot."""
    ring = outline.rectangle(BOX, 500)
    assert area(ring) == pytest.approx(math.pi * 900 + 40 * 60, rel=1e-3)


def test_an_ellipse_fills_its_box():
    """Its area is pi times both half axes."""
    ring = outline.ellipse(BOX)
    assert area(ring) == pytest.approx(math.pi * 50 * 30, rel=1e-3)
    assert edges(ring) == pytest.approx([10, 20, 110, 80])


def test_a_ticket_is_bitten_at_both_ends_and_notched_at_its_tear():
    """From a box it loses a half disc for each bite and half a disc on either side."""
    box = Box(0, 0, 380, 600)
    ring = outline.ticket(box, 38, 30, 0.735, upright=True)
    bite = math.pi * (38 * outline.BITE) ** 2 / 2
    assert area(ring) == pytest.approx(380 * 600 - 20 * bite - math.pi * 900, rel=1e-3)
    near = ring[np.abs(ring[:, 1] - 0.735 * 600) < 1]
    assert near[:, 0].min() == pytest.approx(30, abs=0.1)
    assert near[:, 0].max() == pytest.approx(350, abs=0.1)


def test_a_lying_ticket_is_the_upright_one_turned():
    """Its ends are left and right, its tear as far from the left as the other's from the top."""
    lying = outline.ticket(Box(0, 0, 600, 380), 38, 30, 0.735, upright=False)
    upright = outline.ticket(Box(0, 0, 380, 600), 38, 30, 0.735, upright=True)
    assert area(lying) == pytest.approx(area(upright))
    near = lying[np.abs(lying[:, 0] - 0.735 * 600) < 1]
    assert sorted((round(near[:, 1].min()), round(near[:, 1].max()))) == [30, 350]


def test_a_band_is_as_long_as_its_path_with_round_ends():
    """A straight stroke is a pill: width times length and a disc."""
    ring = outline.band([(20, 50), (120, 50)], 10, 10)
    assert abs(area(ring)) == pytest.approx(100 * 10 + math.pi * 25, rel=1e-3)
    assert edges(ring) == pytest.approx([15, 45, 125, 55])


def test_a_band_may_thin_out():
    """Its ends are as wide as told, its area that of the mean width between them."""
    ring = outline.band([(0, 0), (50, 0), (100, 0)], 20, 4)
    assert abs(area(ring)) == pytest.approx(100 * 12 + math.pi * (100 + 4) / 2, rel=1e-3)


def test_a_curve_starts_and_ends_where_it_says():
    """Pieces meet in their ends, and leave towards their handles."""
    path = np.array(outline.bezier([(0, 0), (10, 0), (20, 10), (20, 20), (20, 30), (30, 40), (40, 40)]))
    assert path[0].tolist() == [0, 0]
    assert path[-1].tolist() == [40, 40]
    assert [20, 20] in path.tolist()
    assert path[1, 0] > 10 * path[1, 1]
    assert np.hypot(*np.diff(path, axis=0).T).max() < 2


@given(st.floats(-180, 180), st.floats(-50, 50), st.floats(-50, 50))
def test_turning_keeps_area_and_distance(angle, x, y):
    """A turned ring has the same size and stands as far from the pivot."""
    ring = outline.rectangle(BOX, 12)
    turned = outline.turned(ring, angle, (x, y))
    assert area(turned) == pytest.approx(area(ring))
    assert np.hypot(*(turned - (x, y)).T) == pytest.approx(np.hypot(*(ring - (x, y)).T))


def test_a_quarter_turn_is_clockwise():
    """What is right of the pivot comes below it."""
    assert outline.turned(np.array([(5.0, 0.0)]), 90, (0, 0)).tolist() == [[0, 5]]
