"""Stage 1: how much of a stretch lies within many others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from quotecards.read.spans import Spans

STRETCHES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


@given(stretches=STRETCHES, start=st.integers(0, 40), length=st.integers(0, 40))
def test_what_is_covered_is_what_counting_by_hand_gives(stretches, start, length):
    """Overlapping ones count once, empty and backward ones not at all."""
    within = {place for a, b in stretches for place in range(a, b)}
    spans = Spans(stretches)
    assert spans.total == len(within)
    assert spans.covered(start, start + length) == len(within & set(range(start, start + length)))


@given(stretches=STRETCHES)
def test_joined_stretches_are_in_order_and_apart(stretches):
    """Going through them meets each character once."""
    places = [place for start, end in Spans(stretches) for place in range(start, end)]
    assert places == sorted({place for a, b in stretches for place in range(a, b)})


def test_of_nothing_every_share_is_nothing():
    """No division by it."""
    assert Spans(()).share(0, 5) == 0.0
