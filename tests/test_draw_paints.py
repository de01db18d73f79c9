from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from quotecards.colour import rgb
from quotecards.draw import base, paints
from quotecards.layout.palettes import palettes

from squares import part

WHOLE = (0, 0, 540, 675)
LEVELS = arrays(np.uint8, st.tuples(st.integers(1, 256), st.just(3)), elements=st.integers(0, 255))


def grounded(name):
    """The planes of a palette's ground with a panel and a cue mark, and its two inks."""
    palette = palettes()[name]
    parts = (
        part("ground", WHOLE, *palette.stops, angle=palette.angle),
        part("lamp", WHOLE, palette.stops[1], opacity=0.85, x=0.08, y=0.86, radius=0.8),
        part("fill", (70, 0, 540, 600), palette.panel, opacity=palette.panel_opacity),
        part("ellipse", (500, 30, 513, 46), palette.ornament),
    )
    planes = base.painted(WHOLE, parts, palette.grain_opacity)
    return planes, ((palette.ink, 1.0), (palette.accent, 1.0)), palette.grain_opacity


@given(LEVELS, LEVELS)
def test_the_nearest_paint_is_nearest(colours, levels):
    """No other paint is nearer, and of equals the first is taken."""
    far = ((colours[:, None].astype(int) - levels[None]) ** 2).sum(axis=2)
    assert np.array_equal(paints.nearest(colours, levels), far.argmin(axis=1))


def test_a_picture_of_few_colours_is_kept_exactly():
    """Where there is nothing to choose, nothing changes."""
    planes = np.random.default_rng(1).integers(0, 5, (3, 40, 30)).astype(np.uint8) * np.uint8(50)
    found = paints.painted(planes, (), 0.0)
    assert np.array_equal(found.levels[found.plane].transpose(2, 0, 1), planes)


@pytest.mark.parametrize("name", sorted(palettes()))
def test_paints_are_unseen_on_every_palettes_ground(name):
    """Where a ground is kept in paints, it is near on the mean, and nowhere lighter or darker over an area."""
    planes, inks, grain = grounded(name)
    found = paints.painted(planes, inks, grain)
    if found is None:
        assert len(np.unique(planes.reshape(3, -1), axis=1).T) > 2000
        return
    off = found.levels[found.plane].astype(int) - planes.transpose(1, 2, 0)
    assert np.abs(off).mean() < 1
    blocks = off[:672, :528].reshape(42, 16, 33, 16, 3).mean(axis=(1, 3))
    assert np.quantile(np.abs(blocks), 0.99) < 1


def test_most_palettes_are_kept_in_paints():
    """The way is worth having: three grounds in four take it."""
    assert sum(paints.painted(*grounded(name)) is not None for name in sorted(palettes())[::2]) >= 7


def test_the_shades_of_an_ink_are_among_the_paints():
    """Half ink, half ground is within some levels of a paint, and the ink itself nearly exact."""
    planes, inks, grain = grounded("sun-kissed")
    found = paints.painted(planes, inks, grain)
    for colour, _ in inks:
        own = np.array([rgb(colour)])
        assert np.abs(found.levels[paints.nearest(own, found.levels)] - own).max() <= 3
        halves = (found.levels[found.plane[::40, ::40]].reshape(-1, 3) + own) // 2
        assert np.abs(found.levels[paints.nearest(halves, found.levels)] - halves).mean() < 5


def test_too_many_colours_keep_their_own():
    """A picture that 256 cannot stand for stays in levels: a rainbow, and noise of every colour."""
    slope = np.linspace(0, 255, 256).astype(np.uint8)
    rainbow = np.stack([*np.meshgrid(slope, slope), np.full((256, 256), 128, np.uint8)])
    assert paints.painted(rainbow, (), 0.0) is None
    noise = np.random.default_rng(2).integers(0, 256, (3, 400, 400)).astype(np.uint8)
    assert paints.painted(noise, (), 0.0) is None


def test_an_error_with_a_direction_is_a_band():
    """Small errors all one way over an area are refused, the same to and fro are not."""
    numbers = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64) % 2
    counts = np.bincount(numbers.ravel())
    assert not paints._unseen(np.array([[2, 0, 0], [1, 0, 0]], np.int16), counts, numbers)
    assert paints._unseen(np.array([[2, 0, 0], [-2, 0, 0]], np.int16), counts, numbers)


def test_a_blend_goes_from_paint_to_ink():
    """At no coverage a paint is itself, at full coverage the ink's nearest, between them between them."""
    planes, inks, grain = grounded("tea-house")
    found = paints.painted(planes, inks, grain)
    colour = inks[0][0]
    table = paints.blends(found.levels, colour)
    assert table.shape == (paints.STEPS + 1, len(found.levels))
    assert np.array_equal(table[0], np.arange(len(found.levels)))
    assert set(table[-1].tolist()) == {int(paints.nearest(np.array([rgb(colour)]), found.levels)[0])}
    light = int(found.levels.sum(axis=1).argmax())
    sums = found.levels[table[:, light]].astype(int).sum(axis=1)
    assert (np.diff(sums) <= 12).all()


def test_paints_are_the_same_on_every_machine():
    """Whole numbers all the way: the paints of a ground are pinned."""
    planes, inks, grain = grounded("plush-interior")
    found = paints.painted(planes, inks, grain)
    assert hashlib.sha256(found.levels.tobytes()).hexdigest()[:12] == "9af7bc409c82"
    assert hashlib.sha256(found.plane.tobytes()).hexdigest()[:12] == "beeef3bc90e7"


def test_coverage_goes_through_all_steps():
    """None is the first step, full the last, and every step has its turn."""
    steps = paints.step(np.arange(256, dtype=np.uint8)).tolist()
    assert (steps[0], steps[255]) == (0, paints.STEPS)
    assert set(steps) == set(range(paints.STEPS + 1))
    assert steps == sorted(steps)


@given(LEVELS)
def test_exact_numbers_lead_back_to_their_colours(colours):
    """A picture told in its own colours is itself again."""
    levels = np.unique(colours, axis=0)
    pixels = colours.reshape(1, -1, 3)
    assert np.array_equal(levels[paints.exact(pixels, levels)], pixels)
