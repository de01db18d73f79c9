"""The table of words: pairs are found as if each were looked up, however many share a slot."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from quotecards.score.table import STEP, Pairs

KEYS = st.integers(0, 2**32)


@given(st.dictionaries(KEYS, st.integers(-127, 127), max_size=60), st.lists(KEYS, max_size=20))
def test_a_pair_has_its_value_and_any_other_the_one_given(known, others):
    """Nothing is found that is not there, and nothing missed."""
    keys = np.array(sorted(known), dtype=np.int64)
    pairs = Pairs(keys, np.array([known[key] for key in sorted(known)], dtype=np.int8))
    asked = [*known, *others]
    told = pairs.told(np.array(asked, dtype=np.int64), np.full(len(asked), 99.0))
    assert told.tolist() == [known[key] / STEP if key in known else 99.0 for key in asked]


def test_pairs_that_share_a_slot_are_all_found():
    """Many more than can each have a slot of their own."""
    keys = np.arange(0, 40_000_000, 1000, dtype=np.int64)
    values = (np.arange(len(keys)) % 255 - 127).astype(np.int8)
    pairs = Pairs(keys, values)
    assert (pairs.told(keys, np.zeros(len(keys))) == values / STEP).all()
    assert (pairs.told(keys + 1, np.zeros(len(keys))) == 0).all()
