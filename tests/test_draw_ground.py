from __future__ import annotations

import numpy as np
import pytest
from quotecards.draw import base, ground, paints

from squares import part

GREY = (part("ground", (0, 0, 800, 500), "#606060", "#808080", "#A0A0A0", angle=180),)
RED = (("#7D1220", 1.0),)


@pytest.fixture(autouse=True)
def fresh():
    ground.forget()
    yield
    ground.forget()


def test_a_ground_is_painted_once():
    """The same parts, size, grain and inks are the same ground; any other is another."""
    first = ground.of(64, 90, GREY, 0.2)
    assert ground.of(64, 90, GREY, 0.2) is first
    for other in ((64, 90, GREY, 0.3), (64, 91, GREY, 0.2), (64, 90, (), 0.2), (64, 90, GREY, 0.2, ())):
        assert ground.of(*other) is not first


def test_a_ground_may_be_kept_in_paints():
    """Told what will be laid on it, it has one byte a pixel and at most 256 colours."""
    few = ground.of(64, 90, GREY, 0.2, RED)
    assert few.pixels.shape == (90, 64)
    assert few.levels.shape[1] == 3
    assert len(few.levels) <= 256
    assert ground.of(64, 90, GREY, 0.2).pixels.shape == (90, 64, 3)


def test_a_ground_that_rested_wakes_unchanged(monkeypatch):
    """Driven out by others it comes back pixel by pixel, without being painted again."""
    asked = [(64, 90, GREY, 0.2, RED), (64, 90, GREY, 0.2, None)]
    before = [ground.of(*one) for one in asked]
    ground._awake.clear()
    monkeypatch.setattr(base, "painted", None)
    for one, was in zip(asked, before, strict=True):
        woken = ground.of(*one)
        assert woken is not was
        assert np.array_equal(woken.pixels, was.pixels)
        assert np.array_equal(woken.levels, was.levels)


def test_what_an_ink_needs_outlives_a_rest(monkeypatch):
    """Films and blends are reckoned once for a ground, not once for each time it wakes."""
    before = ground.of(64, 90, GREY, 0.2, RED).inked("#7D1220")
    ground._awake.clear()
    monkeypatch.setattr(paints, "blends", None)
    assert ground.of(64, 90, GREY, 0.2, RED).inked("#7D1220") is before


def test_a_film_of_ink_has_the_grain_of_its_place():
    """In paints, too, a colour has the card's grain: within a level or two of the same ink in levels."""
    few = ground.of(800, 500, GREY, 0.2, RED)
    film = few.levels[few.inked("#7D1220").film]
    whole = np.asarray(base.ink((0, 0, base.TILE, base.TILE), "#7D1220", 0.2)).astype(int)
    assert film.shape == whole.shape
    assert np.abs(film - whole).mean() < 1


def test_what_is_kept_stays_within_its_room(monkeypatch):
    """However many grounds are asked for, those awake and those at rest weigh no more than they may."""
    monkeypatch.setattr(ground._awake, "limit", 200_000)
    monkeypatch.setattr(ground._at_rest, "limit", 1_000_000)
    for width in range(100, 112):
        ground.of(width, 400, GREY, 0.2, RED)
        assert ground._awake.held <= 200_000
        assert ground._at_rest.held <= 1_000_000
    assert len(ground._awake) >= 2
    assert len(ground._at_rest) >= 2
