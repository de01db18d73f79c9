"""Stage 5, words: how much of a passage belongs to each word list, and how it begins.

Every list of the lexicon is a feature of its own name.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

from quotecards.score.lexicon import lexicon

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Page


def columns(page: Page) -> Columns:
    """A page becomes its counts of words by list, each over the root of the length, in 0..1."""
    a, b = page.a, page.b
    root = np.sqrt(np.maximum(1, b - a))
    counts = page.counts / root[:, None]
    mood = (page.words.mood[b] - page.words.mood[a]) / (4 * root[:, None])  # VADER's words reach 4
    share = (page.words.long[b] - page.words.long[a]) / np.maximum(1, b - a)
    names = np.searchsorted(named := np.array(sorted(page.words.names)), b) - np.searchsorted(named, a)
    return {
        **{name: np.minimum(1, counts[:, n]) for n, name in enumerate(lexicon().words.names)},
        "stop": np.minimum(1, counts[:, lexicon().words.names.index("stop")] / root),
        "good_mood": np.minimum(1, mood[:, 0]),
        "bad_mood": np.minimum(1, mood[:, 1]),
        "names": np.minimum(1, names / root),
        "other_title": _other_titles(page),
        **_openers(page),
        "long_words": share,
    }


def _openers(page: Page) -> Columns:
    lists = lexicon().openers
    met = [
        set()
        if line.a == line.h or line.a in page.words.masked
        else lists.found(page.words.text, line.a, line.h)
        for line in page.lines
    ]
    return {name: [float(number in one) for one in met] for number, name in enumerate(lists.names)}


def _other_titles(page: Page) -> list[float]:
    """Whether a title stands there that is not the film's."""
    others = sorted(page.words.foreign)
    return [float(bisect_left(others, line.a) < bisect_left(others, line.b)) for line in page.lines]
