from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.draw import grain

SQUARE = (0, 0, grain.TILE, grain.TILE)


def flat(level, view=SQUARE):
    left, top, right, bottom = view
    return np.full((3, bottom - top, right - left), level, np.float32)


def test_the_noise_is_the_same_on_every_machine():
    """The tile and the dither are pinned: they come from whole numbers and a fixed seed."""
    film = hashlib.sha256(grain.noise().astype("<i2").tobytes()).hexdigest()
    mesh = hashlib.sha256(grain.threshold().astype("<f4").tobytes()).hexdigest()
    assert film.startswith("a5c3fe75fd3e50e1")
    assert mesh.startswith("4f5326868ca3eb13")


def test_the_noise_is_fine_and_even():
    """Spread as asked for, no drift to light or dark, and no pixel like the one two further."""
    film = grain.noise() / 2
    assert film.mean() == pytest.approx(0, abs=0.5)
    assert film.std() == pytest.approx(grain.SIGMA, rel=0.02)
    likeness = (film * np.roll(film, 2, axis=1)).mean() / film.var()
    assert abs(likeness) < 0.1


def test_the_noise_has_no_seam():
    """Across the tile's edge neighbours are as alike as inside."""
    film = grain.noise().astype(float)
    inside = np.abs(np.diff(film, axis=1)).mean()
    assert np.abs(film[:, 0] - film[:, -1]).mean() == pytest.approx(inside, rel=0.1)
    assert np.abs(film[0] - film[-1]).mean() == pytest.approx(inside, rel=0.1)


@given(st.integers(0, 255))
def test_without_grain_a_whole_level_stays_exactly_itself(level):
    """Dither never touches what needs none."""
    assert (grain.develop(flat(level, (0, 0, 40, 20)), (0, 0, 40, 20), 0.0) == level).all()


@given(st.floats(0, 255))
def test_dither_moves_no_mean(level):
    """A fraction of a level becomes a mesh of its two neighbours with the right mean."""
    found = grain.develop(flat(level), SQUARE, 0.0)
    assert found.mean() == pytest.approx(level, abs=0.01)
    assert int(found.max()) - int(found.min()) <= 1


@given(st.floats(2, 254), st.floats(0.01, 0.4))
def test_grain_moves_no_mean_far(level, opacity):
    """Soft light is no darkening: a grained flat keeps its level, within what its own curve bends."""
    found = grain.develop(flat(level), SQUARE, opacity)
    assert found.mean() == pytest.approx(level, abs=1.5)


def test_white_stays_white_and_black_black():
    """Neither end wraps round to the other."""
    assert (grain.develop(flat(255), SQUARE, 0.4) == 255).all()
    assert grain.develop(flat(0), SQUARE, 0.4).max() <= 1


@pytest.mark.parametrize("level", [40, 128, 230])
def test_more_grain_is_more_spread(level):
    """Opacity 0 leaves a flat, and each step up spreads it wider."""
    spreads = [grain.develop(flat(level), SQUARE, opacity).std() for opacity in (0, 0.1, 0.2, 0.4)]
    assert spreads[0] == 0
    assert spreads == sorted(spreads)
    assert spreads[3] > 1.5 * spreads[1]


def test_a_grained_picture_uses_every_second_level():
    """What makes its PNG a quarter smaller."""
    assert set((grain.develop(flat(100.3), SQUARE, 0.3) % grain.COARSE).ravel().tolist()) == {1}


def test_the_grain_belongs_to_the_card_and_not_to_the_view():
    """A part of the card developed alone is the same as cut out of the whole, across tiles too."""
    view = (0, 0, 900, 40)
    whole = grain.develop(flat(200.0, view), view, 0.3)
    part = (370, 11, 803, 33)
    assert np.array_equal(whole[:, 11:33, 370:803], grain.develop(flat(200.0, part), part, 0.3))


def test_soft_light_follows_its_formula():
    """Against the formula written out for single pixels, above and below a quarter, lighter and darker."""
    film = grain.noise()[:8, :8]
    for level in (20.0, 63.75, 64.0, 128.0, 240.0):
        planes = np.full((1, 8, 8), level, np.float32)
        grain._soft_light(planes, film, 0.3)
        wanted = [[_soft(level / 255, (value / 255 + 1) / 2, 0.3) * 255 for value in row] for row in film]
        assert planes[0] == pytest.approx(np.array(wanted), abs=0.05)


def _soft(below, above, opacity):
    if above <= 0.5:
        blended = below - (1 - 2 * above) * below * (1 - below)
    else:
        lift = ((16 * below - 12) * below + 4) * below if below <= 0.25 else below**0.5
        blended = below + (2 * above - 1) * (lift - below)
    return below + (blended - below) * opacity


def test_a_flat_colour_is_a_tile_of_its_film():
    """Its mean is the colour, its grain the noise's."""
    tile = grain.flat("#7D1220", 0.3)
    assert tile.shape == (3, grain.TILE, grain.TILE)
    assert tile.mean(axis=(1, 2)) == pytest.approx([0x7D, 0x12, 0x20], abs=1)
    assert tile[0].std() > 1
    assert (grain.flat("#7D1220", 0.0) == np.array([0x7D, 0x12, 0x20]).reshape(3, 1, 1)).all()


def test_a_large_card_uses_fewer_levels():
    """A portrait every second one, a story every fourth, or every seventh where it is not in paints; no mean moves."""
    assert (grain.step_of(1080, 1350), grain.step_of(1080, 1920)) == (2, 4)
    assert (grain.step_of(1080, 1350, painted=False), grain.step_of(1080, 1920, painted=False)) == (2, 7)
    for step in (4, 7):
        story = grain.develop(flat(150.3), SQUARE, 0.2, coarse=step)
        assert set((story % step).ravel().tolist()) == {3}
        assert story.mean() == pytest.approx(grain.develop(flat(150.3), SQUARE, 0.2).mean(), abs=0.1)
