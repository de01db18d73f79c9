"""Stage 6, likeness: which lines are one line said twice, and what a line loses for being like another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quotecards.models import Scored

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

# Chosen on reviews read by hand; look at the picks again after changing one.
SPREAD = 0.03  # what a paragraph, or a taste, loses for each pick it already has
_ECHO = 0.1  # what a line loses whose words of substance have all been picked already
_ALIKE = 85.0  # rapidfuzz ratio from which two lines are one line said twice
_WITHIN = 95.0  # the same for a line that stands within a longer one
_ENOUGH = 20  # characters; a shorter line is within too many
_REVIEW = 2048  # lines: those of a long review; what the reviews before had is not asked for again


def overlap(one: Scored, other: Scored) -> bool:
    """Whether two lines overlap or share a sentence."""
    a, b = one.passage, other.passage
    return (a.start < b.end and b.start < a.end) or (a.first <= b.last and b.first <= a.last)


def clash(one: Scored, other: Scored) -> bool:
    """Whether two lines overlap, share a sentence or say the same."""
    if overlap(one, other):
        return True
    left, right = _bare(one.text), _bare(other.text)
    if fuzz.ratio(left, right) >= _ALIKE:
        return True
    return min(len(left), len(right)) >= _ENOUGH and fuzz.partial_ratio(left, right) >= _WITHIN


def sameness(one: Scored, chosen: Sequence[Scored]) -> float:
    """What a line loses for standing in the paragraph, or saying the words, of those already chosen."""
    blocks = sum(other.passage.block == one.passage.block for other in chosen)
    words = _substance(one.text)
    echo = max((len(words & _substance(other.text)) for other in chosen), default=0) / max(1, len(words))
    return SPREAD * blocks + _ECHO * echo


@lru_cache(maxsize=_REVIEW)
def _substance(text: str) -> frozenset[str]:
    """A text's longer words, which tell what it is about."""
    return frozenset(word for word in _bare(text).split() if len(word) > 5)


@lru_cache(maxsize=_REVIEW)
def _bare(text: str) -> str:
    """A text's words alone, to be compared."""
    return " ".join(WORD.findall(text.casefold().replace("’", "'")))
