from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards import colour
from quotecards.errors import DataError

LEVELS = st.tuples(*[st.integers(0, 255)] * 3)
COLOURS = LEVELS.map(colour.hex_of)


@given(LEVELS)
def test_hexadecimal_and_levels_are_the_same(levels):
    """Levels written as a colour are read back unchanged."""
    assert colour.rgb(colour.hex_of(levels)) == levels


@pytest.mark.parametrize("wrong", ["", "red", "#12345", "#1234567", "123456", "#12345G", "#FFF", None, 7])
def test_what_is_no_colour_is_refused_by_name(wrong):
    """Anything but #RRGGBB is told back with the form that is wanted."""
    with pytest.raises(DataError, match="#RRGGBB") as caught:
        colour.rgb(wrong)
    assert repr(wrong) in str(caught.value)


@given(COLOURS, COLOURS)
def test_a_mix_begins_and_ends_at_its_colours(first, second):
    """A share of 0 is the first colour, of 1 the second."""
    assert colour.mix(first, second, 0) == first
    assert colour.mix(first, second, 1) == second


def test_a_mix_is_made_in_srgb():
    """Half of black and white is the middle level."""
    assert colour.mix("#000000", "#FFFFFF", 0.5) == "#808080"


def test_levels_out_of_range_are_kept_in_range():
    """A colour cannot be darker than black or lighter than white."""
    assert colour.hex_of((-3.0, 127.5, 300.0)) == "#0080FF"


@given(COLOURS, COLOURS)
def test_contrast_knows_no_order_and_lies_in_1_to_21(first, second):
    """Text on ground has the contrast of ground on text."""
    ratio = colour.contrast(first, second)
    assert ratio == colour.contrast(second, first)
    assert 1 <= ratio <= 21


def test_contrast_agrees_with_known_values():
    """Black on white is 21; the grey of the accessibility guide is 4.54."""
    assert colour.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colour.contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)


@given(st.lists(LEVELS, min_size=1, max_size=4))
def test_luminances_of_many_are_the_luminance_of_each(many):
    """The array form is the same formula."""
    each = [colour.luminance(colour.hex_of(levels)) for levels in many]
    assert colour.luminances(np.array(many)) == pytest.approx(each)


@given(LEVELS)
def test_oklab_and_back_is_the_same_colour(levels):
    """No colour is lost on the way through OKLab."""
    assert colour.srgb(colour.oklab(levels)) == pytest.approx(np.array(levels, float), abs=1e-6)


def test_oklab_agrees_with_its_published_values():
    """White has lightness 1 and no hue; red stands where its author's table has it."""
    assert colour.oklab((255, 255, 255)) == pytest.approx([1, 0, 0], abs=1e-4)
    assert colour.oklab((255, 0, 0)) == pytest.approx([0.628, 0.225, 0.126], abs=1e-3)


@given(COLOURS, COLOURS, COLOURS)
def test_a_ramp_meets_its_three_colours(first, middle, last):
    """A gradient starts, has its middle stop at 52 % and ends at the colours given."""
    steps = colour.ramp((first, middle, last), 101)
    for place, wanted in ((0, first), (52, middle), (100, last)):
        assert colour.hex_of(steps[place]) == wanted


@given(COLOURS, COLOURS, COLOURS)
def test_a_ramp_holds_only_256ths_of_a_level(first, middle, last):
    """The last bits, in which machines differ, are rounded away."""
    steps = colour.ramp((first, middle, last), 33) * 256
    assert np.array_equal(steps, np.round(steps))


def test_a_ramp_never_turns_back_between_two_stops():
    """From black to white lightness only grows."""
    steps = colour.ramp(("#000000", "#777777", "#FFFFFF"), 500)
    assert (np.diff(steps[:, 0]) >= 0).all()


def test_easing_keeps_the_ends_and_calms_them():
    """0 and 1 stay; the slope at both ends is a quarter, so that two halves meet without a crease."""
    small = 1e-6
    assert colour.ease([0.0, 0.5, 1.0]) == pytest.approx([0, 0.5, 1])
    assert float(colour.ease(small)) / small == pytest.approx(0.25, abs=1e-4)
