"""What is remembered between reviews is bounded: a run of a million needs no more room than one of a hundred."""

from __future__ import annotations

import functools
import gc

from quotecards.models import Review
from quotecards.pipeline import extract
from quotecards.settings import load

TEXT = """"{0} Road" is a quiet film about people who have {1} each other for years.

Nothing in it is {2}, and yet I could not look away: every shot is a small {3} that waits to be opened.

## The {4} of it

The {4} of the last scene stays with you long after the lights have come up. It is the best film of the year.
"""


def unbounded():
    """Every cache of the package that has no greatest size, and how many entries it holds."""
    found = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
    ours = (one for one in found if one.__module__.startswith("quotecards"))
    return {
        f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize
        for one in ours
        if one.cache_info().maxsize is None
    }


def test_no_cache_without_a_greatest_size_grows_with_the_reviews():
    """Once the data is loaded, reviews of words never met before add nothing to an unbounded cache."""

    def read(number):
        words = [
            f"{stem}{chr(97 + number)}{chr(97 + number)}o"
            for stem in ("Zarn", "bliv", "drov", "frand", "glurm")
        ]
        return extract(Review(TEXT.format(*words), "made", str(number)), load({}))

    assert read(0).quotes
    before = unbounded()
    assert before
    for number in range(1, 6):
        assert read(number).quotes
    assert unbounded() == before
