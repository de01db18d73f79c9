"""Stage 5, words: how much of a passage belongs to each word list, and how it begins.

Every list of the lexicon is a feature of its own name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quotecards.score.lexicon import lexicon

if TYPE_CHECKING:
    from quotecards.score.page import Columns, Page


def columns(page: Page) -> Columns:
    """A page becomes its counts of words by list, each over the root of the length, in 0..1."""
    a, b = page.slices()
    root = np.sqrt(np.maximum(1, b - a))
    counts = (page.words.counts[b] - page.words.counts[a]) / root[:, None]
    mood = (page.words.mood[b] - page.words.mood[a]) / (4 * root[:, None])  # VADER's words reach 4
    names = [float(sum(n in page.words.names for n in range(line.a, line.b))) for line in page.lines]
    titles = [_other_titles(page, line.passage.start, line.passage.end) for line in page.lines]
    return {
        **{name: np.minimum(1, counts[:, n]) for n, name in enumerate(lexicon().words.names)},
        "good_mood": np.minimum(1, mood[:, 0]),
        "bad_mood": np.minimum(1, mood[:, 1]),
        "names": np.minimum(1, np.array(names) / root),
        "other_title": titles,
        **_openers(page),
        "long_words": [_long(page, line.a, line.b) for line in page.lines],
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


def _other_titles(page: Page, start: int, end: int) -> float:
    """Whether a title stands there that is not the film's."""
    text = page.review.review.text
    inside = [
        text[voice.start : voice.end].strip(" ,.").lower()
        for voice in page.voices
        if voice.kind == "title" and start <= voice.start and voice.end <= end
    ]
    return float(any(title != page.film for title in inside)) if page.film else 0.0


def _long(page: Page, a: int, b: int) -> float:
    """The share of words of more than eight letters."""
    return sum(len(page.words.text[n]) > 8 for n in range(a, b)) / max(1, b - a)
