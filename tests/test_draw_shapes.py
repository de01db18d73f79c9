from __future__ import annotations

import math

import numpy as np
import pytest
from quotecards.draw import draw, parts, shapes

from squares import letters, part, scene

VIEW = (0, 0, 80, 60)
BOX = (20, 15, 60, 45)
INK = "#000000"


def covered(shape, view=VIEW):
    """How much of each pixel a shape covers."""
    return np.broadcast_to(parts.layer(shape, view).coverage, (view[3] - view[1], view[2] - view[0]))


def test_a_stroke_is_an_outline_inside_the_edge():
    """Three px along every side, nothing within, nothing beyond the box."""
    ring = covered(part("fill", BOX, INK, stroke=3))
    assert ring.sum() == pytest.approx(40 * 30 - 34 * 24)
    assert (ring[15:18, 20:60] == 1).all()
    assert not ring[18:42, 23:57].any()
    assert not ring[:15].any()


def test_a_ring_is_an_ellipse_less_a_smaller_one():
    """A circle's stroke is as wide on every side."""
    ring = covered(part("ellipse", (20, 10, 60, 50), INK, stroke=5))
    assert ring.sum() == pytest.approx(math.pi * (20**2 - 15**2), rel=5e-3)
    assert ring[30, 20:25] == pytest.approx(1, abs=0.02)
    assert ring[30, 40] == 0


def test_a_stroke_wider_than_the_shape_fills_it():
    """There is no hole where there is no room for one."""
    assert covered(part("fill", BOX, INK, stroke=40)).sum() == pytest.approx(40 * 30)


def test_corners_are_round_or_scooped():
    """A radius takes the corners off, a negative one scoops them out deeper."""
    square, round_, scooped = (
        covered(part("fill", BOX, INK, radius=radius)).sum() for radius in (0, 10, -10)
    )
    assert square - round_ == pytest.approx((4 - math.pi) * 100, rel=0.02)
    assert square - scooped == pytest.approx(math.pi * 100, rel=0.02)


def test_a_turned_shape_keeps_its_weight_and_leaves_its_box():
    """Turned round its middle it covers as much; a quarter turn exchanges its sides."""
    upright, turned = (covered(part("fill", BOX, INK, angle=angle)) for angle in (0, 90))
    assert turned.sum() == pytest.approx(upright.sum(), rel=1e-3)
    assert np.nonzero(turned.any(axis=1))[0][[0, -1]].tolist() == [10, 49]
    assert shapes.bounds(part("fill", BOX, INK, angle=90)).top < 10.1


def test_a_shape_turns_round_the_pivot_that_is_named():
    """Things of one sheet turn together."""
    found = covered(part("fill", (40, 30, 50, 34), INK, angle=90, pivot_x=40, pivot_y=30))
    assert np.argwhere(found > 0.5).min(axis=0).tolist() == [30, 36]


def test_a_blurred_edge_fades_and_keeps_its_weight():
    """Soft on both sides of the edge, as much in all."""
    soft = covered(part("fill", BOX, INK, blur=3))
    assert soft[30, 40] == pytest.approx(1, abs=0.01)
    assert soft[30, 20] == pytest.approx(0.5, abs=0.12)
    assert 0 < soft[30, 15] < 0.2
    assert soft.sum() == pytest.approx(1200, rel=0.02)


def test_a_shadow_is_clipped_out_from_under_its_sheet():
    """Cast to the right and down: nothing where the sheet stands, the most just below it."""
    shadow = covered(part("fill", BOX, INK, blur=3, down=8, right=2, cast=1))
    assert not shadow[15:45, 20:60].any()
    assert shadow[47, 40] > 0.8
    assert shadow[47, 40] > shadow[57, 40]
    assert shadow[12, 40] == 0


def test_a_row_is_equal_things_at_equal_steps():
    """The first and the last stand on its ends."""
    found = covered(part("row", VIEW, INK, x0=10, y0=30, x1=70, y1=30, count=4, width=4, height=6, radius=0))
    assert found.sum() == pytest.approx(4 * 24)
    assert [found[30, x] for x in (10, 20, 30, 50, 70)] == [1, 0, 1, 1, 1]


def test_a_row_is_round_unless_told_otherwise():
    """Bulbs and dots are discs."""
    found = covered(part("row", VIEW, INK, x0=10, y0=30, x1=70, y1=30, count=4, width=10, height=10))
    assert found.sum() == pytest.approx(4 * math.pi * 25, rel=0.01)


def test_a_stroke_follows_its_path():
    """A straight path, a bent one and a curve are drawn with a round pen."""
    straight = covered(part("stroke", VIEW, INK, width=4, x0=10, y0=10, x1=50, y1=10))
    assert straight.sum() == pytest.approx(160 + math.pi * 4, rel=0.01)
    brace = {"x0": 20, "y0": 5, "x1": 40, "y1": 5, "x2": 10, "y2": 28, "x3": 40, "y3": 30}
    curve = covered(part("stroke", VIEW, INK, width=3, curve=1, **brace))
    assert curve[5, 21] > 0.5
    assert curve[30, 40] > 0.5
    assert not curve[50:].any()


def test_a_ticket_is_drawn_with_its_bites_and_notches():
    """Seen from above: corners of paper, bites between them, notches at the tear."""
    shape = part("ticket", (4, 4, 64, 56), INK, pitch=12, notch=6, tear=0.5)
    found = covered(shape)
    assert found[23, 5] == 0  # a bite of its left end
    assert found[30, 12] == 1
    assert found[5, 34] == 0  # the notch above the tear
    assert found[5, 20] == 1


def test_a_shape_late_is_the_shape_early():
    """Turned and stroked shapes look alike in the base and with the words, also where they leave their box."""
    shape = part("fill", (8, 6, 16, 10), "#FF0000", angle=45)
    early = draw(scene(24, 16, base=[part("fill", (0, 0, 24, 16), "#FFFFFF"), shape]))
    late = draw(scene(24, 16, parts=[shape]))
    names = {"#FFFFFF": ".", "#FF0000": "r"}
    assert letters(early, names).count("r") > 10
    off = np.abs(np.asarray(early).astype(int) - np.asarray(late))
    assert off.mean() < 1


def test_a_soft_shape_with_the_words_is_painted_with_the_ground():
    """It needs shades that no 256 paints foresee, and it lies under the flat parts that follow."""
    glow = part("ellipse", (10, 10, 50, 40), "#FF0000", blur=6)
    card = draw(scene(60, 50, parts=[glow, part("fill", (28, 20, 32, 30), INK)]))
    assert card.getpixel((30, 25)) == (0, 0, 0)
    assert len(card.crop((0, 20, 28, 30)).getcolors()) > 20
