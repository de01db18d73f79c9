"""Stage 5, lines by themselves: any text becomes one passage that stands nowhere and belongs to no one.

What only a review can tell (where a line stands, what stands beside it) has its typical value, so that it
speaks neither for a line nor against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from quotecards.models import Block, Cleaned, Passage, Review
from quotecards.score.page import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Kind
    from quotecards.score.page import Page
    from quotecards.score.weights import Feature, Matrix

# Besides all of the family "position".
_OF_A_REVIEW = frozenset({"lifted_rank", "lifted_standing", "lifted_before", "lifted_after", "film_voice"})

_IN_ENGLISH = frozenset({"no_film", "no_view", "said_so"})

_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=\S)")


def page(text: str, kind: Kind = "reviewer", language: str = "en") -> Page:
    """A line becomes a page that holds nothing but it."""
    count = 1 + len(_SENTENCE_END.findall(text))
    passage = Passage(0, len(text), "passage" if count > 1 else "sentence", kind, 0, 0, count - 1)
    cleaned = Cleaned(Review(text, "line"), (Block(0, len(text)),), (), language)
    return read(cleaned, (), (passage,))


def neutral(features: Sequence[Feature], values: Matrix) -> Matrix:
    """The values with the typical one wherever only a review can tell."""
    outside = np.array([one.family == "position" or one.name in _OF_A_REVIEW for one in features])
    typical = np.array([one.typical for one in features])
    neutral: Matrix = np.where(outside, typical, values)
    return neutral


def foreign(features: Sequence[Feature], values: Matrix) -> Matrix:
    """The values with the typical one wherever only English can tell: the table, and what has no listed word."""
    outside = np.array([one.family == "learned" or one.name in _IN_ENGLISH for one in features])
    typical = np.array([one.typical for one in features])
    rest: Matrix = np.where(outside, typical, values)
    return rest
