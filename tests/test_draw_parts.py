from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from quotecards.colour import ramp, rgb
from quotecards.draw import base, light, parts
from quotecards.errors import DataError

from squares import part

VIEW = (0, 0, 10, 6)
WHOLE = (0, 0, 10, 6)
STOPS = ("#FF0000", "#FFFFFF", "#0000FF")
GROUND = part("ground", WHOLE, *STOPS, angle=90)
LAMP = part("lamp", WHOLE, "#FFFFFF", x=0.5, y=0.5, radius=1.0)
FADE = part("fade", WHOLE, "#000000", angle=90, at_0=1.0, at_100=0.0)


def test_a_fill_that_fills_the_view_is_even():
    """Inside it there is one number for all pixels: its opacity."""
    seen = parts.layer(part("fill", (-1, -1, 30, 30), "#102030", opacity=0.4), VIEW)
    assert seen.flat
    assert seen.coverage == 0.4
    assert seen.levels.ravel().tolist() == [16, 32, 48]


def test_a_fill_has_soft_edges_at_fractions_of_a_pixel():
    """A box from 1.5 to 3 covers half of its first pixel, times its opacity."""
    seen = parts.layer(part("fill", (1.5, 0, 3, 6), "#000000", opacity=0.5), VIEW)
    assert seen.coverage[0, :4].tolist() == [0, 0.25, 0.5, 0]


def test_a_ground_runs_along_its_angle():
    """At 90 degrees colours run to the right, at 180 down, at 0 up, at 270 left."""
    wide = {
        angle: parts.layer(part("ground", WHOLE, "#000000", "#777777", "#FFFFFF", angle=angle), VIEW).levels[
            0
        ]
        for angle in (0, 90, 180, 270)
    }
    assert (np.diff(wide[90], axis=1) > 0).all()
    assert (np.diff(wide[90], axis=0) == 0).all()
    assert (np.diff(wide[180], axis=0) > 0).all()
    assert wide[0] == pytest.approx(wide[180][::-1], abs=0.3)
    assert wide[270] == pytest.approx(wide[90][:, ::-1], abs=0.3)


def test_a_ground_shows_its_ramp():
    """The level at a pixel's middle is the ramp's at that share of the way."""
    seen = parts.layer(GROUND, VIEW).levels[:, 0]
    steps = ramp(STOPS, 4001)
    for x in range(10):
        assert seen[:, x] == pytest.approx(steps[round((x + 0.5) * 400)], abs=0.2)


def test_an_oblique_ground_reaches_its_ends_in_the_corners():
    """As in CSS, the line is so long that both end colours just touch two corners."""
    view = (0, 0, 300, 200)
    seen = parts.layer(part("ground", view, *STOPS, angle=135), view).levels
    assert seen[:, 0, 0] == pytest.approx(rgb(STOPS[0]), abs=2)
    assert seen[:, -1, -1] == pytest.approx(rgb(STOPS[2]), abs=2)


def test_a_ground_lives_in_its_own_box():
    """A small box holds the whole run of colours, and nothing is outside of it."""
    seen = parts.layer(part("ground", (2, 0, 6, 6), *STOPS, angle=90), VIEW)
    alone = parts.layer(part("ground", (0, 0, 4, 6), *STOPS, angle=90), (0, 0, 4, 6))
    assert np.array_equal(seen.levels[:, :, 2:6], alone.levels)
    assert seen.coverage[0].tolist() == [0, 0, 1, 1, 1, 1, 0, 0, 0, 0]


def test_a_lamp_shines_from_its_heart_to_its_radius():
    """Brightest where it stands, falling on every way out, dark at its radius; opacity scales it."""
    view = (0, 0, 201, 201)
    lamp = part("lamp", view, "#FFFFFF", opacity=0.8, x=0.5, y=0.5, radius=0.5)
    shine = parts.layer(lamp, view).coverage
    assert shine[100, 100] == pytest.approx(0.8, abs=1e-3)
    assert (np.diff(shine[100, 100:]) <= 0).all()
    far = 0.5 * (100.5**2 + 100.5**2) ** 0.5
    for share, alpha in light.GLOW:
        assert shine[100, min(200, 100 + round(share * far))] == pytest.approx(0.8 * alpha, abs=0.02)
    assert shine[0, 0] == 0


def test_a_lamp_reaches_for_the_farthest_corner():
    """Its radius counts from where it stands to the corner furthest away."""
    view = (0, 0, 100, 100)
    light = parts.layer(part("lamp", view, "#FFFFFF", x=0.0, y=0.0, radius=1.0), view).coverage
    assert light[0, 0] > 0.99
    assert 0 <= light[99, 99] < 0.01
    assert light[60, 60] > 0.05


def test_a_glow_has_no_corner():
    """Through the art direction's points, always falling, and its slope never jumps."""
    glow = light._glow().astype(float)
    for share, alpha in light.GLOW:
        assert glow[round(share * (light.STEPS - 1))] == pytest.approx(alpha, abs=1e-3)
    slope = np.diff(glow) * light.STEPS
    assert slope.max() <= 1e-3
    assert np.abs(np.diff(slope)).max() < 0.02


def test_a_fade_runs_through_its_opacities():
    """at_0, at_25 and at_100 are met at those percents, straight lines between, times the opacity."""
    view = (0, 0, 400, 1)
    fade = part("fade", view, "#000000", opacity=0.5, angle=90, at_0=0.0, at_25=0.8, at_100=0.2)
    alpha = parts.layer(fade, view).coverage[0]
    for x, wanted in ((0, 0.0), (50, 0.2), (100, 0.4), (250, 0.25), (399, 0.1)):
        assert alpha[x] == pytest.approx(wanted, abs=3e-3)


def test_a_fade_upwards_starts_at_the_bottom():
    """At 0 degrees the first opacity is the lowest row's."""
    alpha = parts.layer(part("fade", WHOLE, "#000000", angle=0, at_0=1.0, at_100=0.0), VIEW).coverage
    assert (np.diff(alpha[:, 0]) > 0).all()


def test_an_ellipse_and_a_polygon_are_flat_shapes_with_their_opacity():
    """Both are full inside, empty outside."""
    for shape in (
        part("ellipse", (0, 0, 10, 6), "#FF0000", opacity=0.5),
        part(
            "polygon", (0, 0, 10, 6), "#FF0000", opacity=0.5, x0=5, y0=0, x1=10, y1=3, x2=5, y2=6, x3=0, y3=3
        ),
    ):
        seen = parts.layer(shape, VIEW)
        assert seen.flat
        assert seen.coverage[3, 5] == 0.5
        assert seen.coverage[0, 0] < 0.05


def test_a_polygon_of_many_corners_keeps_their_order():
    """x10 comes after x9, not after x1."""
    corners = [(1, 1), (3, 1), (3, 2), (4, 2), (4, 1), (9, 1), (9, 5), (6, 5), (6, 4), (5, 4), (5, 5), (1, 5)]
    values = {f"{axis}{i}": corner["xy".index(axis)] for i, corner in enumerate(corners) for axis in "xy"}
    seen = parts.layer(part("polygon", WHOLE, "#000000", **values), VIEW).coverage
    assert seen.sum() == pytest.approx(8 * 4 - 1 - 1)
    assert (seen[1, 3], seen[4, 5]) == (0, 0)


def test_an_unknown_drawing_is_named_with_those_that_exist():
    """A layout that asks for what cannot be drawn is told so."""
    with pytest.raises(DataError, match=r"no drawing named 'barcode'.*ground, lamp, fade"):
        parts.layer(part("barcode", WHOLE), VIEW)


@pytest.mark.parametrize(
    ("whole", "name"),
    [(GROUND, "angle"), (LAMP, "x"), (LAMP, "y"), (LAMP, "radius"), (FADE, "angle")],
)
def test_a_missing_number_is_named(whole, name):
    """What a drawing needs and does not get is an error that names both."""
    less = dataclasses.replace(whole, values=tuple(pair for pair in whole.values if pair[0] != name))
    with pytest.raises(DataError, match=rf"{whole.kind}.* lacks the number {name}\b"):
        parts.layer(less, VIEW)


def test_missing_colours_opacities_and_corners_are_named():
    """The same holds for colours, a fade's opacities and a polygon's corners."""
    for wrong, told in (
        (part("ground", WHOLE, "#000000", angle=1), "it has 1 and needs 3"),
        (part("fill", WHOLE), "it has 0 and needs 1"),
        (part("fade", WHOLE, "#000000", angle=90), "at_0"),
        (part("polygon", WHOLE, "#000000", x0=1, y0=1, x1=2, y1=2), "x2"),
    ):
        with pytest.raises(DataError, match=told):
            parts.layer(wrong, VIEW)


PICTURES = {"still", "logo"}  # drawn from a file, and tested where that is read
NUMBERS = {"angle": 33, "x": 0.3, "y": 0.4, "radius": 0.7, "at_0": 0.1, "at_100": 0.9}
CORNERS = {"x0": 0, "y0": 0, "x1": 30, "y1": 11, "x2": 4, "y2": 22}
PERFORATED = {"pitch": 5, "notch": 3, "tear": 0.6, "count": 4, "width": 3, "height": 2}


@pytest.mark.parametrize("blur", [0, 2.5])
@pytest.mark.parametrize("kind", [kind for kind in parts.PARTS if kind not in PICTURES])
def test_every_drawing_is_the_same_in_strips(kind, blur):
    """Whatever is painted strip by strip has no seams."""
    shape = part(kind, (1.3, 0.6, 38.2, 22.9), *STOPS, **NUMBERS, **CORNERS, **PERFORATED, blur=blur)
    whole = _full(shape, (0, 0, 40, 24))
    strips = [_full(shape, (0, top, 40, top + 8)) for top in (0, 8, 16)]
    assert whole.any()
    assert np.concatenate(strips, axis=1) == pytest.approx(whole, abs=1e-4)


def test_kinds_of_many_shades_are_known():
    """A drawing that is not flat, and one whose edge is soft, is painted with the ground."""
    for kind in parts.PARTS:
        if kind not in PICTURES:
            shape = part(kind, (1, 1, 39, 23), *STOPS, **NUMBERS, **CORNERS, **PERFORATED)
            assert parts.layer(shape, (0, 0, 40, 24)).flat or parts.broad(shape)
    assert parts.broad(part("fill", WHOLE, "#000000", blur=3))
    assert not parts.broad(part("fill", WHOLE, "#000000"))


def test_a_vignette_darkens_towards_the_corners():
    """Nothing in the middle, all in the corners, and as far along either axis of its box."""
    view = (0, 0, 200, 100)
    dark = parts.layer(part("vignette", view, "#000000", at_0=0.0, at_40=0.0, at_100=0.5), view).coverage
    assert dark[50, 100] == 0
    assert dark[0, 0] == pytest.approx(0.5, abs=0.01)
    assert dark[50, 5] == pytest.approx(dark[2, 100], abs=0.01)
    assert dark[50, 5] > dark[50, 20] > 0


def test_a_vignette_may_stand_elsewhere():
    """Its heart is where x and y say."""
    view = (0, 0, 100, 100)
    dark = parts.layer(part("vignette", view, "#000000", x=0.2, y=0.8, at_0=0.0, at_100=1.0), view).coverage
    assert np.unravel_index(dark.argmin(), dark.shape) == pytest.approx((80, 20), abs=1)


def test_a_part_may_be_bare_of_grain():
    """Bars without grain are one colour; what lies on them afterwards is grained again."""
    view = (0, 0, 90, 90)
    bars = part("fill", view, "#201008", grain=0)
    sheet = part("fill", (20, 20, 70, 70), "#C08040")
    picture = np.asarray(base.paint(view, [bars, sheet], 0.4))
    assert np.ptp(picture[:20], axis=(0, 1)).max() <= 2
    assert np.ptp(picture[25:65, 25:65], axis=(0, 1)).min() > 6
    assert np.ptp(np.asarray(base.paint(view, [part("fill", view, "#C08040")], 0.4)), axis=(0, 1)).min() > 6


def _full(shape, view):
    seen = parts.layer(shape, view)
    size = (view[3] - view[1], view[2] - view[0])
    return np.broadcast_to(seen.levels, (3, *size)) * np.broadcast_to(seen.coverage, size)
